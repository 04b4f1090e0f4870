#pragma once

// A scenario as the author wrote it: plain data, checked by the loader, run by the engine. Texts
// that may hold `{...}` references (expanded when the step runs) are called templates here.
//
// Not here: reading XML (loader.hpp), linting (linter.hpp), running (harness/engine).

#include "stack/time.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sipspec::harness {

/// Place of an element in its file; line and column count from 1.
struct SourcePlace {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// What the device under test is in a case.
enum class DeviceRole : std::uint8_t { uas, uac, proxy, registrar, b2bua, gateway };

/// A span of time as an expression over T1, T2, T4, D (Timer D of RFC 3261) and literal times:
/// "64*T1", "500ms", "T1+200ms". Evaluated against a timer table when the step runs.
struct TimeExpression {
  struct Term {
    double factor = 1;
    enum class Unit : std::uint8_t { t1, t2, t4, microseconds } unit = Unit::microseconds;
  };

  std::vector<Term> terms;  ///< their sum
  std::string text;         ///< as written
};

// --- Making messages -----------------------------------------------------------------------------

/// One change to the default request (or response), in the order written.
struct FieldEdit {
  enum class Kind : std::uint8_t {
    add,        ///< one more row at the end
    add_first,  ///< one more row at the top
    set,        ///< replace the first row of that name, or add
    remove,     ///< all rows of that name
    raw_row,    ///< octets as they stand, line end added unless given by escapes
  } kind = Kind::add;
  std::string name;   ///< header field name as it shall be written; empty for raw_row
  std::string value;  ///< template; octets after expansion go out as they are
  SourcePlace place;
};

/// A body, byte exact after loading (hex and base64 decoded, line ends applied); a template when
/// `expand` is set.
struct BodySpec {
  std::string content_type;  ///< "" = no Content-Type row
  std::string octets;
  bool expand = false;
  std::uint32_t repeat = 1;  ///< octets repeated so many times (large bodies)
  SourcePlace place;
};

/// How the octets are handed to the transport.
struct Delivery {
  std::vector<std::uint32_t> segments;  ///< stream: cut at these offsets; empty: in one piece
  bool octet_by_octet = false;          ///< stream: one octet a write
  TimeExpression pause;                 ///< between pieces
  bool new_connection = false;          ///< stream: not on the actor's open connection
  bool close_after = false;             ///< stream: half-close after the last piece
};

/// Credentials that answer a challenge of the device (RFC 3261 22.2): those of the device's
/// profile, right in everything but what stands here. All texts are templates.
struct CredentialsSpec {
  std::string answer;  ///< id of the expect that received the challenge
  /// Written and hashed; `password`, `method` and `body` are hashed only.
  std::optional<std::string> user, password, realm, nonce, uri, method, nc, cnonce, body;
  std::optional<std::string> algorithm;  ///< which challenge to answer; left out: the topmost
  std::optional<std::string> qop;        ///< auth, auth-int, none
  std::optional<std::string> response;   ///< instead of the right value
  SourcePlace place;

  /// Something is other than the device asked for.
  bool deviates() const;
};

/// What the harness's client transaction does for a sent request.
enum class Transaction : std::uint8_t {
  automatic,  ///< retransmits, absorbs, times out (RFC 3261 17.1.2)
  none,       ///< one transmission, nothing by itself
};

struct SendStep {
  std::string id;
  std::string actor;
  std::string method = "MESSAGE";
  std::string uri;                        ///< template; "" = the device's contact URI
  std::optional<std::string> start_line;  ///< template replacing the whole start line
  std::vector<FieldEdit> edits;
  std::optional<BodySpec> body;
  /// Takes over Call-ID and From tag of the challenged request, with the next CSeq number.
  std::optional<CredentialsSpec> credentials;
  /// "auto" (computed), "none" (no row), or a text put there as it is.
  std::string content_length = "auto";
  std::optional<std::string> raw;  ///< whole message as template; overrides all of the above
  std::optional<std::string> after_octets;  ///< template sent right behind, same datagram / write
  std::string together_with;  ///< id of a later send in the same datagram/segment ("" = alone)
  bool compact = false;       ///< all rows in compact form
  bool fold = false;          ///< fold every row that can be folded
  std::string line_end = "\r\n";
  Transaction transaction = Transaction::automatic;
  std::string same_as;  ///< id of a former send whose identifiers (Call-ID, From tag, CSeq) are
                        ///< taken over; a fresh branch nevertheless
  bool same_branch = false;  ///< with same_as: the branch too
  std::string in_dialog;     ///< id of a former INVITE: sent in the dialog that came of it
  Transaction ack = Transaction::automatic;  ///< INVITE: the ACK for a 2xx; none: a step sends it
  Delivery delivery;
  SourcePlace place;
};

/// Sends the very octets of a former send once more (a retransmission made by hand).
struct ResendStep {
  std::string of;
  std::uint32_t times = 1;
  TimeExpression every;
  SourcePlace place;
};

// --- Judging messages ----------------------------------------------------------------------------

enum class CheckOperator : std::uint8_t {
  status,   ///< status code in a set of codes and classes: "2xx 405"
  present,  ///< header field is there
  absent,   ///< header field is not there
  equals,   ///< typed comparison of the field
  not_equals,
  contains,  ///< list holds every named token / body holds the octets
  not_contains,
  matches,  ///< RE2, whole value
  copied,   ///< header fields equal those of another message (RFC 3261 8.2.6.2)
  same_as,  ///< field equals a field of another message: "r1.to.tag"
  differs_from,
  count,     ///< number of list elements
  at_least,  ///< numeric
  at_most,
};

struct Check {
  CheckOperator op = CheckOperator::present;
  std::string field;  ///< field path: "status", "to.tag", "via[0].received", "header(X-Y)", "body"
  std::string value;  ///< right-hand side (template)
  std::string when;   ///< status set; the check applies only when the response fits; "" = always
  std::string verifies;  ///< requirement id; "" = none (then it must be a plain precondition)
  std::string says;      ///< the author's own sentence for the report, may be empty
  SourcePlace place;
};

/// Waits for a response to a request (response_to) or for a request of the device (method).
struct ExpectStep {
  std::string id;
  std::string actor;
  std::string response_to;  ///< send id; "" when a request is awaited
  std::string method;       ///< awaited request's method; "" for any
  bool final_only = true;   ///< provisional responses are recorded, do not end the wait
  TimeExpression within;
  TimeExpression not_before;
  bool optional = false;  ///< nothing arriving is no fault
  /// Requirement that is broken when nothing arrives; "" = the general "a request is answered"
  /// rule.
  std::string verifies;
  std::vector<Check> checks;
  SourcePlace place;
};

/// Nothing may arrive at the actor (but retransmissions of what was there already).
struct SilenceStep {
  std::string actor;
  std::string response_to;  ///< only responses to this send count; "" = anything
  TimeExpression span;
  std::string verifies;
  SourcePlace place;
};

struct PauseStep {
  TimeExpression span;
  SourcePlace place;
};

/// Closes or resets the actor's stream connection.
struct CloseStep {
  std::string actor;
  bool reset = false;
  SourcePlace place;
};

/// What the device's user must have seen (through the profile's delivery hook). Without a hook the
/// step is NOT_APPLICABLE and recorded as such.
struct DeliveredStep {
  std::string of;  ///< send id
  std::uint32_t min = 1, max = 1;
  TimeExpression within;
  std::string verifies;
  SourcePlace place;
};

/// Responds to a request of the device that an ExpectStep received.
struct RespondStep {
  std::string id;
  std::string to;  ///< expect id
  int status = 200;
  std::string reason;
  std::vector<FieldEdit> edits;
  std::optional<BodySpec> body;
  SourcePlace place;
};

using Step = std::variant<SendStep, ResendStep, ExpectStep, SilenceStep, PauseStep, CloseStep,
                          DeliveredStep, RespondStep>;

/// Place of any step.
const SourcePlace& place_of(const Step& step);

// --- The scenario --------------------------------------------------------------------------------

struct Actor {
  std::string id;
  std::string user;  ///< user part of its identity; default: the id
  SourcePlace place;
};

struct KnownBug {
  std::string ref;
  std::string text;
};

/// Which mutant of the reference device must make this case fail, and with which finding.
struct Proof {
  std::string mutant;
  std::string finding;  ///< requirement id
  SourcePlace place;
};

/// What the case as a whole says of a device that gives no answer or leaves it open.
struct Scenario {
  std::string id;  ///< "rfc3428/7/no-contact-in-2xx"
  DeviceRole role = DeviceRole::uas;
  std::vector<stack::Transport> transports;
  std::vector<std::string> tags;
  std::vector<std::string> needs;  ///< capabilities of the profile: "message.receive"
  bool exclusive = false;          ///< the device must be alone with this case
  TimeExpression timeout;          ///< upper bound of the whole case
  std::string title;
  std::string purpose;
  std::vector<KnownBug> known_bugs;
  std::vector<Actor> actors;  ///< at least one
  std::vector<Step> steps;
  std::vector<Proof> proofs;
  SourcePlace place;

  /// Requirement ids that any step names, in order, without repeats.
  std::vector<std::string> verifies() const;
};

}  // namespace sipspec::harness
