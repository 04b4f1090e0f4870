#pragma once

// The one stream from which all reports come. The runner emits events as things happen; sinks
// (events.jsonl, console) hear them at once.
//
//   for (Sink* sink : sinks) sink->on_event(CaseStart{.at = now - start, .head = head});

#include "reports/result.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace sipspec::reports {

/// The first event. `info.planned` says how many cases will come.
struct RunStart {
  RunInfo info;
};

/// `head` holds the identity of the case (id, variant, title, purpose, file, section, ...); the
/// rest is empty yet.
struct CaseStart {
  Offset at{};  ///< since the start of the run, here and below
  CaseResult head;
};

/// Optional: a killed run shows the messages it streamed. case_end need not repeat their octets.
struct MessageSeen {
  Offset at{};
  std::string case_name;  ///< case_name(head)
  MessageRecord message;
};

struct FindingMade {
  Offset at{};
  std::string case_name;
  Finding finding;
};

/// The complete result: everything that the events before said is in it again.
struct CaseEnd {
  Offset at{};
  CaseResult result;
};

/// What is being waited for. The runner sends one a second or so; sinks thin them out.
struct Heartbeat {
  Offset at{};
  std::uint32_t running = 0;
  std::uint32_t waiting = 0;  ///< not started yet
  std::string waiting_for;    ///< "Timer F 12 s: rfc3428/6/no-response"
};

struct DeviceEvent {
  DeviceEventRecord record;
};

/// The last event; a file without it is that of an interrupted run.
struct RunFinished {
  Offset at{};
  RunEnd end = RunEnd::complete;
  int exit_code = 0;
  std::string gate;
  std::optional<Statistics> statistics;  ///< see RunResult
};

using Event = std::variant<RunStart, CaseStart, MessageSeen, FindingMade, CaseEnd, Heartbeat,
                           DeviceEvent, RunFinished>;

class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  Sink(Sink&&) = delete;
  Sink& operator=(Sink&&) = delete;
  virtual ~Sink() = default;
  virtual void on_event(const Event& event) = 0;
};

/// Builds the model while events come in. Also what read_events() uses.
class ResultBuilder final : public Sink {
 public:
  void on_event(const Event& event) override;

  /// The run so far. Cases that began and did not end are in it as INCONC; without RunFinished the
  /// run is `interrupted`.
  RunResult result() const;

 private:
  RunResult run_;
  std::vector<CaseResult> open_;
};

}  // namespace sipspec::reports
