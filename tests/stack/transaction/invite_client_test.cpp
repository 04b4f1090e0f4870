#include "stack/transaction/invite_client.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = InviteClient::State;
using Action = InviteClient::Action;

const TimePoint start{seconds(1)};
constexpr int transport_error = 0;

/// A transaction in each state.
InviteClient in(State state, Transport transport = Transport::udp) {
  InviteClient client(start, transport, TimerTable{});
  if (state == State::proceeding) {
    client.on_response(start, 180);
  } else if (state == State::completed) {
    client.on_response(start, 486);
  } else if (state == State::accepted) {
    client.on_response(start, 200);
  } else if (state == State::terminated) {
    client.on_transport_error();
  }
  return client;
}

struct Row {
  State from;
  int status;  ///< or transport_error
  Action action;
  State to;
};

const std::vector<Row> table{
    {State::calling, 100, Action::deliver, State::proceeding},
    {State::calling, 199, Action::deliver, State::proceeding},
    {State::calling, 200, Action::deliver, State::accepted},
    {State::calling, 299, Action::deliver, State::accepted},
    {State::calling, 300, Action::ack_and_deliver, State::completed},
    {State::calling, 699, Action::ack_and_deliver, State::completed},
    {State::calling, transport_error, Action::transport_error, State::terminated},
    {State::proceeding, 183, Action::deliver, State::proceeding},
    {State::proceeding, 202, Action::deliver, State::accepted},
    {State::proceeding, 603, Action::ack_and_deliver, State::completed},
    {State::proceeding, transport_error, Action::none, State::proceeding},
    {State::completed, 180, Action::absorb, State::completed},
    {State::completed, 200, Action::absorb, State::completed},
    {State::completed, 486, Action::acknowledge, State::completed},
    {State::completed, transport_error, Action::transport_error, State::terminated},
    {State::accepted, 180, Action::absorb, State::accepted},
    {State::accepted, 200, Action::deliver, State::accepted},
    {State::accepted, 486, Action::absorb, State::accepted},
    {State::accepted, transport_error, Action::none, State::accepted},
    {State::terminated, 200, Action::none, State::terminated},
    {State::terminated, 486, Action::none, State::terminated},
    {State::terminated, transport_error, Action::none, State::terminated},
};

void expect_row(const Row& row, Transport transport, State to) {
  InviteClient client = in(row.from, transport);
  ASSERT_EQ(client.state(), row.from);
  const Action action = row.status == transport_error ? client.on_transport_error()
                                                      : client.on_response(start, row.status);
  EXPECT_EQ(action, row.action) << row.status;
  EXPECT_EQ(client.state(), to) << row.status;
}

TEST(InviteClient, FollowsItsTransitionTableOnDatagrams) {
  for (const Row& row : table) {
    expect_row(row, Transport::udp, row.to);
  }
}

TEST(InviteClient, FollowsItsTransitionTableOnStreamsWhereCompletedIsOverAtOnce) {
  for (const Row& row : table) {
    if (row.from == State::completed) {
      continue;
    }
    expect_row(row, Transport::tcp, row.to == State::completed ? State::terminated : row.to);
  }
}

/// Runs to the end and notes when what happened, in ms from the start.
std::vector<std::pair<Action, long>> run(InviteClient& client) {
  std::vector<std::pair<Action, long>> events;
  while (const Deadline next = client.next_deadline()) {
    const Action action = client.on_time(*next);
    events.emplace_back(action, std::chrono::duration_cast<milliseconds>(*next - start).count());
  }
  return events;
}

TEST(InviteClient, RetransmitsOnTimerAWithoutBoundUntilTimerB) {
  InviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(run(client), (std::vector<std::pair<Action, long>>{{Action::transmit, 500},
                                                               {Action::transmit, 1500},
                                                               {Action::transmit, 3500},
                                                               {Action::transmit, 7500},
                                                               {Action::transmit, 15500},
                                                               {Action::transmit, 31500},
                                                               {Action::timeout, 32000}}));
  EXPECT_EQ(client.transmissions(), 7);
  EXPECT_EQ(client.state(), State::terminated);
}

TEST(InviteClient, OnlyWaitsForTimerBOnAReliableTransport) {
  InviteClient client(start, Transport::tcp, TimerTable{});
  EXPECT_EQ(run(client), (std::vector<std::pair<Action, long>>{{Action::timeout, 32000}}));
}

TEST(InviteClient, WaitsForEverOnceItIsProceeding) {
  InviteClient client = in(State::proceeding);
  EXPECT_EQ(client.next_deadline(), std::nullopt);
  EXPECT_EQ(client.on_time(start + seconds(3600)), Action::none);
}

TEST(InviteClient, AcknowledgesCopiesOfARefusalForTimerD) {
  InviteClient client = in(State::completed);
  ASSERT_EQ(client.next_deadline(), Deadline(start + seconds(32)));
  EXPECT_EQ(client.on_response(start + seconds(31), 486), Action::acknowledge);
  EXPECT_EQ(client.on_time(start + seconds(32)), Action::none);
  EXPECT_EQ(client.state(), State::terminated);
  EXPECT_EQ(client.next_deadline(), std::nullopt);
}

TEST(InviteClient, DeliversFurtherSuccessesForTimerMOnEveryTransport) {
  for (const Transport transport : {Transport::udp, Transport::tcp}) {
    InviteClient client = in(State::accepted, transport);
    ASSERT_EQ(client.next_deadline(), Deadline(start + seconds(32)));
    EXPECT_EQ(client.on_response(start + seconds(31), 200), Action::deliver);
    EXPECT_EQ(client.on_time(start + seconds(32)), Action::none);
    EXPECT_EQ(client.state(), State::terminated);
  }
}

TEST(InviteClient, KeepsItsScheduleWhenItIsHandledLate) {
  InviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(client.on_time(start + milliseconds(900)), Action::transmit);
  EXPECT_EQ(client.next_deadline(), Deadline(start + milliseconds(1500)));
}

TEST(InviteClient, DoesNothingBeforeATimerIsDue) {
  InviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(client.on_time(start + milliseconds(499)), Action::none);
  EXPECT_EQ(client.transmissions(), 1);
}

TEST(InviteClient, TimesOutRatherThanSendsOnceMoreWhenItIsHandledVeryLate) {
  InviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(client.on_time(start + seconds(60)), Action::timeout);
  EXPECT_EQ(client.transmissions(), 1);
}

}  // namespace
}  // namespace sipspec::stack
