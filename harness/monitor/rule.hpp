#pragma once

// How a rule is written: one row of data and one function that looks at one message. For rule
// authors; users of the monitors need monitor.hpp only.

#include "harness/monitor/monitor.hpp"
#include "stack/message/fields.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// Octets of the judged message.
struct Place {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

/// What a rule function is given. `request` is the request that a response answers (null for
/// requests and for strays).
class Judgement {
 public:
  Judgement(const Exchange& exchange, const Observed& seen, const MonitorContext& run,
            std::vector<RuleFinding>& findings)
      : exchange_(&exchange),
        seen_(&seen),
        request_(exchange.request_of(seen)),
        run_(&run),
        findings_(&findings) {}

  const Exchange& exchange() const { return *exchange_; }

  const Observed& seen() const { return *seen_; }

  const stack::Message& message() const { return seen_->message; }

  const Observed* request() const { return request_; }

  const MonitorContext& run() const { return *run_; }

  /// Method of the request that this response answers, "" when not known.
  std::string_view request_method() const;

  bool is_stream() const { return stack::is_reliable(seen_->transport); }

  // Places in the judged message.
  Place row(stack::HeaderName name) const;  ///< value of the first such row
  Place of(std::string_view part) const;    ///< a view into the message's octets
  Place start_line() const;

  /// Reports a violation of the rule being run.
  void violated(std::string message, std::vector<std::string> expected, std::string actual,
                Place place = {});

  void enter(const RuleInfo& rule) { rule_ = &rule; }

  /// Rules of Scope::end_of_case: when the case ended.
  void at_end(stack::TimePoint end) { end_ = end; }

  stack::TimePoint end() const { return end_; }

 private:
  const Exchange* exchange_;
  const Observed* seen_;
  const Observed* request_;
  const MonitorContext* run_;
  std::vector<RuleFinding>* findings_;
  const RuleInfo* rule_ = nullptr;
  stack::TimePoint end_;
};

struct Rule {
  RuleInfo info;
  void (*judge)(Judgement&);
};

// The rules, one file a family.
std::span<const Rule> wire_rules();      ///< line ends, start lines, header rows
std::span<const Rule> grammar_rules();   ///< values of header fields
std::span<const Rule> length_rules();    ///< Content-Length and body
std::span<const Rule> echo_rules();      ///< what a response copies from its request
std::span<const Rule> presence_rules();  ///< fields that a response must or must not hold
std::span<const Rule> path_rules();      ///< addresses, ports, connections, received, rport
std::span<const Rule> answer_rules();    ///< provisional, final, repeated responses
std::span<const Rule> request_rules();   ///< requests
std::span<const Rule> body_rules();      ///< what bodies hold
std::span<const Rule> auth_rules();      ///< challenges, and the server's proof
std::span<const Rule> end_rules();       ///< judged once, when the case is over

}  // namespace sipspec::harness
