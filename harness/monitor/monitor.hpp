#pragma once

// Rules that judge every message of every case, of every capture and of every replay, without the
// author's doing. A rule is data (id, clause, level and sentence come from the requirement that it
// names) and one function. Rules look at one message and at what the exchange knows; they hold no
// state of their own.
//
// One fault, one finding: a rule says nothing about what another rule owns (the ownership table is
// scenarios/requirements/README.md).

#include "stack/body/body_defect.hpp"
#include "stack/message/message.hpp"
#include "stack/message/validate.hpp"
#include "stack/time.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {
struct DigestAccount;
}

namespace sipspec::harness {

/// Who sent a message.
enum class Side : std::uint8_t { device, harness };

/// How a response was tied to a request.
enum class Association : std::uint8_t {
  none,          ///< no request fits
  branch,        ///< by RFC 3261 17.1.3
  call_id,       ///< not by branch, but by Call-ID and/or CSeq: a faulty echo, still this request's
  only_pending,  ///< nothing in it fits, but exactly one request was waiting on that socket
  decoy,         ///< it answers octets that were no request; the scenario judges that
};

/// One message on the wire as monitors see it. Owns its octets; lives as long as the exchange.
struct Observed {
  std::uint32_t index = 0;  ///< 0-based, order of the case
  Side sender = Side::device;
  stack::TimePoint at;
  stack::Transport transport = stack::Transport::udp;
  stack::Address source, destination;
  std::uint64_t connection = 0;  ///< streams: number of the connection, 0 for datagrams
  std::string octets;
  stack::Message message;                       ///< view of octets
  stack::DefectList value_defects;              ///< stack::validate(message), computed once
  std::vector<stack::BodyDefect> body_defects;  ///< of stack::Body::parse(message), computed once
  /// The sender meant this to be invalid (a scenario's own edits): not judged.
  bool deliberate = false;
  /// Responses: the request answered (index into the exchange), with how it was found.
  std::int32_t answers = -1;
  Association association = Association::none;
  /// Index of the first message of which this one repeats the octets, -1 when it is new.
  std::int32_t repeats = -1;
  std::string step;  ///< id of the scenario step that sent or received it
};

/// All messages of one case between the harness's actors and the device, oldest first. References
/// stay valid while messages are added.
class Exchange {
 public:
  Observed& add(Observed message);

  const std::deque<Observed>& messages() const { return messages_; }

  std::deque<Observed>& messages() { return messages_; }

  /// The request (its first transmission) that a response answers, null when not known.
  const Observed* request_of(const Observed& response) const;

 private:
  std::deque<Observed> messages_;
};

/// The first transmission of the message at `index`: itself unless it is a retransmission.
std::uint32_t first_transmission(const Exchange& exchange, std::uint32_t index);

/// A violation that a rule saw.
struct RuleFinding {
  std::string requirement;  ///< id in the catalogue
  std::string rule;         ///< stable name: "via-echo"
  std::string message;      ///< one line: what is wrong, with the values
  std::vector<std::string> expected;
  std::string actual;
  std::uint32_t observed = 0;  ///< index of the message
  std::uint32_t offset = 0;    ///< octets of that message that show it
  std::uint32_t length = 0;    ///< 0: no place
};

/// What monitors must know of the run beside the messages.
struct MonitorContext {
  stack::Duration t1{std::chrono::milliseconds(500)};
  stack::Duration t2{std::chrono::seconds(4)};
  stack::Duration t4{std::chrono::seconds(5)};
  /// How far an instant may be off before it counts: schedules, "not before".
  stack::Duration tolerance{std::chrono::milliseconds(100)};
  /// Whom the device lets in; null when that is not known. Outlives the exchange.
  const stack::DigestAccount* account = nullptr;
  /// Profile of strictness, where one fault has another owner in it.
  std::string_view rules = "modern";
};

/// Judges the newest message (exchange.messages().back() or any other by index).
std::vector<RuleFinding> judge_message(const Exchange& exchange, std::uint32_t index,
                                       const MonitorContext& context);

/// Judges what only the end shows: retransmission schedules, requests never answered are NOT judged
/// here (the scenario says what an absent answer means).
std::vector<RuleFinding> judge_end(const Exchange& exchange, stack::TimePoint end,
                                   const MonitorContext& context);

/// What a rule looks at.
enum class Scope : std::uint8_t { any_message, response, request, end_of_case };

/// A rule as data, for `sipspec explain`, the README and the tests.
struct RuleInfo {
  std::string_view name;         ///< stable: "via-echo"
  std::string_view requirement;  ///< the id it owns
  Scope scope;
};

/// Every rule there is. Several rules may own one requirement (Via, From, Call-ID and CSeq are
/// copied by one sentence), never the other way round.
std::vector<RuleInfo> all_rules();

}  // namespace sipspec::harness
