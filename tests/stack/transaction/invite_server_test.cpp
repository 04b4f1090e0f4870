#include "stack/transaction/invite_server.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = InviteServer::State;
using Action = InviteServer::Action;

const TimePoint start{seconds(1)};

// Events that are no status of the user.
constexpr int request = 1;
constexpr int ack = 2;
constexpr int transport_error = 3;

/// A transaction in each state; Proceeding without a response so far.
InviteServer in(State state, Transport transport = Transport::udp) {
  InviteServer server(start, transport, TimerTable{});
  switch (state) {
    case State::proceeding:
      break;
    case State::completed:
      server.respond(start, 486, "486");
      break;
    case State::confirmed:
      server.respond(start, 486, "486");
      server.on_ack(start);
      break;
    case State::accepted:
      server.respond(start, 200, "200");
      break;
    case State::terminated:
      server.respond(start, 200, "200");
      server.on_time(start + seconds(32));
      break;
  }
  return server;
}

struct Row {
  State from;
  int event;
  Action action;
  State to;
};

const std::vector<Row> table{
    {State::proceeding, request, Action::absorb, State::proceeding},
    {State::proceeding, 100, Action::transmit, State::proceeding},
    {State::proceeding, 183, Action::transmit, State::proceeding},
    {State::proceeding, 200, Action::transmit, State::accepted},
    {State::proceeding, 299, Action::transmit, State::accepted},
    {State::proceeding, 300, Action::transmit, State::completed},
    {State::proceeding, 603, Action::transmit, State::completed},
    {State::proceeding, ack, Action::absorb, State::proceeding},
    {State::proceeding, transport_error, Action::transport_error, State::proceeding},
    {State::completed, request, Action::transmit, State::completed},
    {State::completed, 200, Action::none, State::completed},
    {State::completed, 500, Action::none, State::completed},
    {State::completed, ack, Action::absorb, State::confirmed},
    {State::completed, transport_error, Action::transport_error, State::completed},
    {State::confirmed, request, Action::absorb, State::confirmed},
    {State::confirmed, ack, Action::absorb, State::confirmed},
    {State::confirmed, 200, Action::none, State::confirmed},
    {State::confirmed, transport_error, Action::none, State::confirmed},
    {State::accepted, request, Action::absorb, State::accepted},
    {State::accepted, 180, Action::none, State::accepted},
    {State::accepted, 200, Action::transmit, State::accepted},
    {State::accepted, 486, Action::none, State::accepted},
    {State::accepted, ack, Action::deliver, State::accepted},
    {State::accepted, transport_error, Action::transport_error, State::accepted},
    {State::terminated, request, Action::none, State::terminated},
    {State::terminated, ack, Action::none, State::terminated},
    {State::terminated, 200, Action::none, State::terminated},
    {State::terminated, transport_error, Action::none, State::terminated},
};

Action happen(InviteServer& server, int event) {
  switch (event) {
    case request:
      return server.on_request();
    case ack:
      return server.on_ack(start);
    case transport_error:
      return server.on_transport_error();
    default:
      return server.respond(start, event, "octets");
  }
}

TEST(InviteServer, FollowsItsTransitionTableOnDatagrams) {
  for (const Row& row : table) {
    InviteServer server = in(row.from);
    ASSERT_EQ(server.state(), row.from);
    EXPECT_EQ(happen(server, row.event), row.action) << row.event;
    EXPECT_EQ(server.state(), row.to) << row.event;
  }
}

TEST(InviteServer, FollowsItsTransitionTableOnStreamsWhereConfirmedIsOverAtOnce) {
  for (const Row& row : table) {
    if (row.from == State::confirmed) {
      continue;
    }
    InviteServer server = in(row.from, Transport::tcp);
    ASSERT_EQ(server.state(), row.from);
    EXPECT_EQ(happen(server, row.event), row.action) << row.event;
    EXPECT_EQ(server.state(), row.to == State::confirmed ? State::terminated : row.to) << row.event;
  }
}

TEST(InviteServer, RepeatsTheLastProvisionalResponse) {
  InviteServer server = in(State::proceeding);
  server.respond(start, 100, "100");
  server.respond(start, 180, "180");
  EXPECT_EQ(server.on_request(), Action::transmit);
  EXPECT_EQ(server.last_response(), "180");
}

TEST(InviteServer, WantsA100After200msUnlessAResponseWasGiven) {
  InviteServer server = in(State::proceeding);
  EXPECT_EQ(server.trying_due(), Deadline(start + milliseconds(200)));
  server.respond(start, 180, "180");
  EXPECT_EQ(server.trying_due(), std::nullopt);
  EXPECT_EQ(in(State::accepted).trying_due(), std::nullopt);
  EXPECT_EQ(in(State::completed).trying_due(), std::nullopt);
}

TEST(InviteServer, WantsThe100BeforeAShortT1HasTheClientRepeat) {
  TimerTable fast;
  fast.t1 = milliseconds(50);
  const InviteServer server(start, Transport::udp, fast);
  EXPECT_EQ(server.trying_due(), Deadline(start + milliseconds(20)));
}

std::vector<std::pair<Action, long>> run(InviteServer& server) {
  std::vector<std::pair<Action, long>> events;
  while (const Deadline next = server.next_deadline()) {
    const Action action = server.on_time(*next);
    events.emplace_back(action, std::chrono::duration_cast<milliseconds>(*next - start).count());
  }
  return events;
}

TEST(InviteServer, RepeatsARefusalOnTimerGUntilTimerH) {
  InviteServer server = in(State::completed);
  const auto events = run(server);
  const std::vector<long> expected{500,   1500,  3500,  7500,  11500, 15500,
                                   19500, 23500, 27500, 31500, 32000};
  ASSERT_EQ(events.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(events[i].second, expected[i]);
    EXPECT_EQ(events[i].first, i + 1 == expected.size() ? Action::timeout : Action::transmit);
  }
  EXPECT_EQ(server.state(), State::terminated);
}

TEST(InviteServer, OnlyWaitsForTimerHOnAReliableTransport) {
  InviteServer server = in(State::completed, Transport::tcp);
  EXPECT_EQ(run(server), (std::vector<std::pair<Action, long>>{{Action::timeout, 32000}}));
}

TEST(InviteServer, StopsRepeatingOnceAcknowledgedAndEndsWithTimerI) {
  InviteServer server = in(State::confirmed);
  EXPECT_EQ(run(server), (std::vector<std::pair<Action, long>>{{Action::none, 5000}}));
  EXPECT_EQ(server.state(), State::terminated);
}

TEST(InviteServer, NeverRepeatsASuccessByItselfAndEndsWithTimerLOnEveryTransport) {
  for (const Transport transport : {Transport::udp, Transport::tcp}) {
    InviteServer server = in(State::accepted, transport);
    EXPECT_EQ(run(server), (std::vector<std::pair<Action, long>>{{Action::none, 32000}}));
    EXPECT_EQ(server.state(), State::terminated);
  }
}

TEST(InviteServer, DoesNothingBeforeATimerIsDue) {
  InviteServer server = in(State::completed);
  EXPECT_EQ(server.on_time(start + milliseconds(499)), Action::none);
  EXPECT_EQ(server.on_time(start + milliseconds(900)), Action::transmit);
  EXPECT_EQ(server.next_deadline(), Deadline(start + milliseconds(1500)));
}

}  // namespace
}  // namespace sipspec::stack
