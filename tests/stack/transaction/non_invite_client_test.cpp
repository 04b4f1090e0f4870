#include "stack/transaction/non_invite_client.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = NonInviteClient::State;
using Action = NonInviteClient::Action;

const TimePoint start{seconds(1)};

/// A transaction in each state, over UDP.
NonInviteClient in(State state) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  if (state == State::proceeding) {
    client.on_response(start, 100);
  } else if (state == State::completed) {
    client.on_response(start, 200);
  } else if (state == State::terminated) {
    client.on_transport_error();
  }
  return client;
}

struct Row {
  State from;
  int status;  ///< 0: transport error
  Action action;
  State to;
};

TEST(NonInviteClient, FollowsItsTransitionTable) {
  for (const Row& row : {
           Row{State::trying, 100, Action::deliver, State::proceeding},
           Row{State::trying, 199, Action::deliver, State::proceeding},
           Row{State::trying, 200, Action::deliver, State::completed},
           Row{State::trying, 699, Action::deliver, State::completed},
           Row{State::trying, 0, Action::transport_error, State::terminated},
           Row{State::proceeding, 100, Action::deliver, State::proceeding},
           Row{State::proceeding, 404, Action::deliver, State::completed},
           Row{State::proceeding, 0, Action::transport_error, State::terminated},
           Row{State::completed, 100, Action::absorb, State::completed},
           Row{State::completed, 200, Action::absorb, State::completed},
           Row{State::completed, 0, Action::none, State::completed},
           Row{State::terminated, 200, Action::none, State::terminated},
           Row{State::terminated, 0, Action::none, State::terminated},
       }) {
    NonInviteClient client = in(row.from);
    ASSERT_EQ(client.state(), row.from);
    const Action action =
        row.status == 0 ? client.on_transport_error() : client.on_response(start, row.status);
    EXPECT_EQ(action, row.action) << row.status;
    EXPECT_EQ(client.state(), row.to) << row.status;
  }
}

/// Runs to the end and notes when what happened, in ms from the start.
std::vector<std::pair<Action, long>> run(NonInviteClient& client) {
  std::vector<std::pair<Action, long>> events;
  while (const Deadline next = client.next_deadline()) {
    const Action action = client.on_time(*next);
    events.emplace_back(action, std::chrono::duration_cast<milliseconds>(*next - start).count());
  }
  return events;
}

TEST(NonInviteClient, RetransmitsOnTimerEUntilTimerF) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  const auto events = run(client);
  const std::vector<long> expected{500,   1500,  3500,  7500,  11500, 15500,
                                   19500, 23500, 27500, 31500, 32000};
  ASSERT_EQ(events.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(events[i].second, expected[i]);
    EXPECT_EQ(events[i].first, i + 1 == expected.size() ? Action::timeout : Action::transmit);
  }
  EXPECT_EQ(client.transmissions(), 11);
  EXPECT_EQ(client.state(), State::terminated);
}

TEST(NonInviteClient, RetransmitsEveryT2AfterAProvisionalResponse) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  client.on_response(start + milliseconds(100), 100);
  const auto events = run(client);
  EXPECT_EQ(events[0].second, 500);
  EXPECT_EQ(events[1].second, 4500);
  EXPECT_EQ(events[2].second, 8500);
  EXPECT_EQ(events.back().second, 32000);
}

TEST(NonInviteClient, OnlyWaitsForTimerFOnAReliableTransport) {
  NonInviteClient client(start, Transport::tcp, TimerTable{});
  EXPECT_EQ(run(client), (std::vector<std::pair<Action, long>>{{Action::timeout, 32000}}));
}

TEST(NonInviteClient, AbsorbsCopiesForTimerK) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  client.on_response(start + seconds(1), 200);
  ASSERT_EQ(client.next_deadline(), Deadline(start + seconds(6)));
  EXPECT_EQ(client.on_response(start + seconds(5), 200), Action::absorb);
  EXPECT_EQ(client.on_time(start + seconds(6)), Action::none);
  EXPECT_EQ(client.state(), State::terminated);
}

TEST(NonInviteClient, EndsWithTheFinalResponseOnAReliableTransport) {
  NonInviteClient client(start, Transport::tcp, TimerTable{});
  client.on_response(start, 200);
  EXPECT_EQ(client.state(), State::terminated);
  EXPECT_EQ(client.next_deadline(), std::nullopt);
}

TEST(NonInviteClient, KeepsItsScheduleWhenItIsHandledLate) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(client.on_time(start + milliseconds(900)), Action::transmit);
  EXPECT_EQ(client.next_deadline(), Deadline(start + milliseconds(1500)));
}

TEST(NonInviteClient, DoesNothingBeforeATimerIsDue) {
  NonInviteClient client(start, Transport::udp, TimerTable{});
  EXPECT_EQ(client.on_time(start + milliseconds(499)), Action::none);
  EXPECT_EQ(client.transmissions(), 1);
}

TEST(NonInviteClient, ScalesWithT1) {
  TimerTable fast;
  fast.t1 = milliseconds(50);
  NonInviteClient client(start, Transport::udp, fast);
  const auto events = run(client);
  EXPECT_EQ(events.front().second, 50);
  EXPECT_EQ(events.back().second, 3200);
}

}  // namespace
}  // namespace sipspec::stack
