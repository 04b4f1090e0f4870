#include "harness/cli/follow.hpp"

#include "captures/live_capture.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <chrono>
#include <csignal>

namespace sipspec::harness {

namespace {

volatile std::sig_atomic_t stopped = 0;

void stop(int /*signal*/) {
  stopped = 1;
}

}  // namespace

captures::Result<captures::ReadSummary> follow_interface(Judge& judge, const std::string& interface,
                                                         captures::ReadOptions options) {
  constexpr int wake_up_ms = 250;
  auto live = captures::LiveCapture::open({.interface = interface});
  if (!live) {
    return live.error();
  }
  captures::SipSink sink;
  sink.message = [&judge](const captures::CapturedSip& it) { judge.add(it); };
  sink.problem = [&judge](const captures::ReadProblem& it) { judge.problem(it); };
  captures::SipExtractor extractor(std::move(sink), std::move(options));
  stopped = 0;
  std::signal(SIGINT, stop);
  std::signal(SIGTERM, stop);
  fmt::print(stderr, "sipspec: judging what goes over {}; Ctrl-C ends it\n", interface);
  const auto link = live->link();
  while (stopped == 0) {
    pollfd wait{live->descriptor(), POLLIN, 0};
    ::poll(&wait, 1, wake_up_ms);
    const auto drained =
        live->drain([&](const captures::CapturedPacket& packet) { extractor.add(link, packet); });
    if (!drained) {
      return drained.error();
    }
    // Timers run out in silence, too.
    judge.time(std::chrono::system_clock::now().time_since_epoch());
  }
  if (const auto dropped = live->counters().dropped(); dropped > 0) {
    extractor.add_problem(
        {.code = captures::ProblemCode::limit_hit,
         .sentence = fmt::format("{} frames were lost while capturing", dropped)});
  }
  extractor.finish();
  return extractor.summary();
}

}  // namespace sipspec::harness
