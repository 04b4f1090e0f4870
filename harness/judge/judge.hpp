#pragma once

// Judges SIP messages of a capture with the rules that judge every message of a run, in both
// directions: a request is judged as its sender's, a response as the sender's of the response, and
// each finding names the endpoint to blame. Messages come in the order of the capture; a
// transaction is judged, told and forgotten when its time is over, so memory does not grow with the
// capture. No I/O; time is that of the frames.
//
// What the capture does not show is no fault: such findings are inconclusive, unless the capture is
// said to be complete (doubt.hpp).
//
//   Judge judge({.catalogue = &catalogue});
//   read_sip(path, {.message = [&](const auto& it) { judge.add(it); }, ...});
//   JudgedCapture result = judge.finish();

#include "harness/judge/capture_counts.hpp"
#include "harness/judge/endpoint_case.hpp"
#include "harness/judge/open_transactions.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace sipspec::harness {

/// What is known to be in the capture.
enum class Evidence : std::uint8_t {
  partial,   ///< any capture: it begins and ends somewhere, and frames may be lost
  complete,  ///< everything that its endpoints exchanged with each other, as in captures of `run`
};

struct JudgeOptions {
  const Catalogue* catalogue = nullptr;
  std::string profile = "modern";
  MonitorContext timers;
  Evidence evidence = Evidence::partial;
  /// Only this endpoint is told of; port 0: any port of that address.
  std::optional<stack::Address> device;
  OpenLimits limits;
  /// Told at once of each finding that stands, before it is merged with others of its kind.
  std::function<void(const JudgedFinding&, const Seen&, const EndpointBook&)> on_finding;
  /// Each transaction when it is over, with the end of what was seen of it.
  std::function<void(const JudgedTransaction&, const EndpointBook&, stack::TimePoint)> on_close;
};

struct JudgedCapture {
  /// One case for each endpoint that sent something or left something open, in the order of their
  /// first messages; and one, "capture/reading", when reading it had problems.
  std::vector<reports::CaseResult> cases;
  reports::Statistics statistics;
};

class Judge {
 public:
  explicit Judge(JudgeOptions options);

  void add(const captures::CapturedSip& captured);
  void problem(const captures::ReadProblem& problem);
  /// A frame without SIP: time goes on.
  void time(std::chrono::nanoseconds wall);

  /// Call it once, at the end.
  JudgedCapture finish(std::uint64_t frames);

  const EndpointBook& endpoints() const { return book_; }

 private:
  Observed observed(const captures::CapturedSip& captured) const;
  bool is_duplicate(const Observed& message, const OpenTransactions::Copy& copy) const;
  void add_copy(const captures::CapturedSip& captured, Observed message,
                OpenTransactions::Copy copy, Seen seen);
  void add_request(Observed message, const Seen& seen, bool sctp);
  void add_response(Observed message, const Seen& seen, bool sctp);
  JudgedTransaction* home_of(const Observed& request) const;
  const Observed& keep(JudgedTransaction& transaction, Observed message, const Seen& seen);
  void judge_new(JudgedTransaction& transaction, std::uint32_t index, bool sctp);
  void judge_end(JudgedTransaction& transaction);
  void note(JudgedTransaction& transaction, RuleFinding finding, EndpointId sender, bool sctp);
  EndpointId to_blame(const JudgedTransaction& transaction, const RuleFinding& finding,
                      EndpointId sender);
  void learn(const Observed& message, const Seen& seen);
  bool passed_on(const JudgedTransaction& transaction, EndpointId who) const;
  void close(JudgedTransaction& transaction);
  void tell_unanswered(const JudgedTransaction& transaction);
  void sweep();
  bool is_wanted(EndpointId who) const;
  EndpointCase& case_of(EndpointId who);
  reports::CaseResult finished_case(EndpointId who);
  void add_reading_case(JudgedCapture& result) const;

  JudgeOptions options_;
  EndpointBook book_;
  CaptureCounts counts_;
  OpenTransactions open_;
  std::vector<std::unique_ptr<EndpointCase>> cases_;  ///< by endpoint
  stack::TimePoint began_, now_, swept_;
  std::vector<captures::ReadProblem> problems_;
  std::uint64_t losses_ = 0;
  std::unordered_set<std::uint64_t> dialogs_;        ///< Call-IDs that opened one
  std::unordered_set<std::uint64_t> requests_went_;  ///< from one address to another
  std::unordered_set<std::uint64_t> requests_of_;    ///< that endpoint sent that request

  struct Told {
    EndpointId sender = 0, blamed = 0;
  };

  std::unordered_map<std::uint64_t, Told> told_;  ///< carried faults, by what they are in
};

}  // namespace sipspec::harness
