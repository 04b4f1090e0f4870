#include "stack/transaction/non_invite_server.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using State = NonInviteServer::State;
using Action = NonInviteServer::Action;

const TimePoint start{seconds(1)};
const TimePoint late = start + seconds(4);

NonInviteServer in(State state) {
  NonInviteServer server(start, Transport::udp, TimerTable{});
  if (state == State::proceeding) {
    server.respond(late, 100, "trying");
  } else if (state == State::completed) {
    server.respond(start, 200, "first");
  } else if (state == State::terminated) {
    server.on_transport_error();
  }
  return server;
}

struct Row {
  State from;
  int status;  ///< 0: a copy of the request
  Action action;
  State to;
};

TEST(NonInviteServer, FollowsItsTransitionTable) {
  for (const Row& row : {
           Row{State::trying, 0, Action::absorb, State::trying},
           Row{State::trying, 100, Action::transmit, State::proceeding},
           Row{State::trying, 200, Action::transmit, State::completed},
           Row{State::trying, 699, Action::transmit, State::completed},
           Row{State::proceeding, 0, Action::transmit, State::proceeding},
           Row{State::proceeding, 100, Action::transmit, State::proceeding},
           Row{State::proceeding, 404, Action::transmit, State::completed},
           Row{State::completed, 0, Action::transmit, State::completed},
           Row{State::completed, 500, Action::none, State::completed},
           Row{State::completed, 100, Action::none, State::completed},
           Row{State::terminated, 0, Action::none, State::terminated},
           Row{State::terminated, 200, Action::none, State::terminated},
       }) {
    NonInviteServer server = in(row.from);
    ASSERT_EQ(server.state(), row.from);
    const Action action =
        row.status == 0 ? server.on_request() : server.respond(late, row.status, "again");
    EXPECT_EQ(action, row.action) << static_cast<int>(row.from) << ' ' << row.status;
    EXPECT_EQ(server.state(), row.to) << static_cast<int>(row.from) << ' ' << row.status;
  }
}

TEST(NonInviteServer, GivesACopyTheFirstFinalResponse) {
  NonInviteServer server = in(State::completed);
  server.respond(start, 500, "second");
  EXPECT_EQ(server.last_response(), "first");
}

TEST(NonInviteServer, KeepsTheFinalResponseUntilTimerJ) {
  NonInviteServer server = in(State::completed);
  ASSERT_EQ(server.next_deadline(), Deadline(start + seconds(32)));
  server.on_time(start + seconds(32) - milliseconds(1));
  EXPECT_EQ(server.state(), State::completed);
  server.on_time(start + seconds(32));
  EXPECT_EQ(server.state(), State::terminated);
}

TEST(NonInviteServer, EndsAtOnceOnAReliableTransport) {
  NonInviteServer server(start, Transport::tcp, TimerTable{});
  EXPECT_EQ(server.respond(start, 200, "ok"), Action::transmit);
  EXPECT_EQ(server.state(), State::terminated);
}

TEST(NonInviteServer, RefusesWhatRfc4320Forbids) {
  const TimePoint early = start + milliseconds(3499);
  const TimePoint allowed = start + milliseconds(3500);
  EXPECT_EQ(in(State::trying).respond(early, 100, ""), Action::refused);
  EXPECT_EQ(in(State::trying).respond(allowed, 100, ""), Action::transmit);
  EXPECT_EQ(in(State::trying).respond(allowed, 180, ""), Action::refused);
  EXPECT_EQ(in(State::trying).respond(allowed, 408, ""), Action::refused);
  NonInviteServer stream(start, Transport::tcp, TimerTable{});
  EXPECT_EQ(stream.respond(start, 100, ""), Action::transmit);
}

TEST(NonInviteServer, SaysWhenATryingIsDue) {
  NonInviteServer server = in(State::trying);
  EXPECT_EQ(server.trying_due(), Deadline(start + milliseconds(3500)));
  server.respond(start, 200, "");
  EXPECT_EQ(server.trying_due(), std::nullopt);
}

}  // namespace
}  // namespace sipspec::stack
