#include "stack/agent/uas_core.hpp"

#include "stack/agent/dialog_keeper.hpp"
#include "stack/agent/uas_pickiness.hpp"
#include "stack/dialog/offer_answer.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace sipspec::stack {
namespace {

constexpr std::string_view allow = "MESSAGE, OPTIONS, INVITE, ACK, BYE, CANCEL";
constexpr std::string_view accept = "text/plain, message/cpim, multipart/mixed";

Answer plain(int status, std::string_view reason) {
  Answer answer;
  answer.status = status;
  answer.reason = reason;
  return answer;
}

bool has_defect(const Message& request, std::initializer_list<DefectCode> codes) {
  for (const Defect& defect : request.defects()) {
    if (std::find(codes.begin(), codes.end(), defect.code) != codes.end()) {
      return true;
    }
  }
  return false;
}

/// Fields without which a request cannot be answered or matched: a fault there is a 400. Faults
/// elsewhere are ignored (RFC 3261 8.2.2).
bool is_needed(HeaderName name) {
  constexpr std::array needed{HeaderName::via,          HeaderName::from,
                              HeaderName::to,           HeaderName::call_id,
                              HeaderName::cseq,         HeaderName::content_length,
                              HeaderName::max_forwards, HeaderName::content_type};
  return std::find(needed.begin(), needed.end(), name) != needed.end();
}

bool needed_value_is_malformed(const Message& request) {
  const DefectList defects = validate(request);
  for (const Defect& defect : defects.span()) {
    if (is_needed(defect.header) && describe(defect.code).severity == Severity::malformed) {
      return true;
    }
  }
  return false;
}

}  // namespace

UasCore::UasCore(const AgentConfig& config, Fault fault) : user_(config.user), fault_(fault) {}

std::optional<Answer> UasCore::check_version(const Message& request) const {
  if (is(Fault::version_case_sensitive) && has_defect(request, {DefectCode::version_case})) {
    return plain(505, "Version Not Supported");
  }
  if (!is(Fault::version_7_accepted) && !is(Fault::malformed_accepted) &&
      has_defect(request, {DefectCode::version_unsupported})) {
    return plain(505, "Version Not Supported");
  }
  return std::nullopt;
}

std::optional<Answer> UasCore::check_shape(const Message& request,
                                           const RequestContext& context) const {
  const bool lost_fields = has_defect(
      request, {DefectCode::missing_via, DefectCode::missing_from, DefectCode::missing_to,
                DefectCode::missing_call_id, DefectCode::missing_cseq});
  const bool broken_lines = has_defect(
      request, {DefectCode::start_line_unreadable, DefectCode::start_line_extra_space,
                DefectCode::start_line_trailing_space, DefectCode::start_line_leading_space,
                DefectCode::start_line_tab, DefectCode::request_uri_whitespace,
                DefectCode::request_uri_angle_brackets, DefectCode::request_uri_missing,
                DefectCode::method_invalid, DefectCode::version_invalid,
                DefectCode::header_field_repeated, DefectCode::content_length_invalid,
                DefectCode::content_length_negative, DefectCode::content_length_overflow,
                DefectCode::content_length_conflict, DefectCode::content_length_repeated});
  const auto sequence = cseq(request);
  const bool mismatch = sequence && sequence->method != request.method();
  const bool short_body = (!context.whole || has_defect(request, {DefectCode::body_short})) &&
                          !is(Fault::short_body_accepted);
  const bool no_length =
      (!is_message_oriented(context.transport) || is(Fault::websocket_length_needed)) &&
      is_reliable(context.transport) && !request.has(HeaderName::content_length);
  const auto via = top_via(request);
  const bool refused_host =
      is(Fault::websocket_invalid_host_refused) && via && via->host.ends_with(".invalid");
  const bool broken = lost_fields || broken_lines || mismatch || short_body || no_length ||
                      refused_host || needed_value_is_malformed(request);
  if (!broken || is(Fault::malformed_accepted)) {
    return std::nullopt;
  }
  if (is(Fault::malformed_500)) {
    return plain(500, "Server Internal Error");
  }
  return plain(400, mismatch ? "CSeq Method Mismatch" : "Bad Request");
}

std::optional<Answer> UasCore::check_method(const Message& request,
                                            const RequestContext& context) const {
  const std::string_view method = request.method();
  const bool any_case = is(Fault::method_case_ignored) && equals_ignoring_case(method, "MESSAGE");
  const bool decoded = is(Fault::escaped_method_accepted) && unescape(method) == "MESSAGE";
  if (method == "MESSAGE" || any_case || decoded || is(Fault::unknown_method_accepted)) {
    return std::nullopt;
  }
  return answer_other_method(request, context);
}

std::optional<Answer> UasCore::answer_other_method(const Message& request,
                                                   const RequestContext& context) const {
  const std::string_view method = request.method();
  if (method == "ACK") {
    return is(Fault::ack_answered) ? plain(200, "OK") : Answer{};
  }
  if (method == "CANCEL") {
    if (is(Fault::cancel_unanswered)) {
      return Answer{};
    }
    return context.in_transaction ? plain(200, "OK")
                                  : plain(481, "Call/Transaction Does Not Exist");
  }
  if (method == "OPTIONS" || method == "INVITE" || method == "BYE") {
    return std::nullopt;
  }
  constexpr std::array known{"REGISTER", "SUBSCRIBE", "NOTIFY", "PUBLISH",
                             "PRACK",    "UPDATE",    "REFER",  "INFO"};
  const bool is_known = std::find(known.begin(), known.end(), method) != known.end();
  Answer answer = is_known ? plain(405, "Method Not Allowed") : plain(501, "Not Implemented");
  if (!is(Fault::allow_missing_in_405) || !is_known) {
    answer.fields.emplace_back("Allow", allow);
  }
  return answer;
}

std::optional<Answer> UasCore::check_target(const Message& request) const {
  const auto uri = parse_uri(request.request_uri());
  if (!uri) {
    return is(Fault::malformed_accepted) ? std::nullopt
                                         : std::optional(plain(400, "Bad Request-URI"));
  }
  if (uri->scheme == UriScheme::sips && is(Fault::sips_refused)) {
    return plain(416, "Unsupported URI Scheme");
  }
  if (uri->scheme == UriScheme::im && is(Fault::im_request_uri_500)) {
    return plain(500, "Server Internal Error");
  }
  if (uri->scheme != UriScheme::sip && uri->scheme != UriScheme::sips) {
    return is(Fault::unknown_scheme_accepted) ? std::nullopt
                                              : std::optional(plain(416, "Unsupported URI Scheme"));
  }
  if (!uri->headers.empty() && !is(Fault::malformed_accepted)) {
    return is(Fault::malformed_500) ? plain(500, "Server Internal Error")
                                    : plain(400, "Header Fields in Request-URI");
  }
  const bool raw = is(Fault::escapes_undecoded);
  std::string user = raw ? std::string(uri->user) : unescape(uri->user);
  if (is(Fault::null_ends_user)) {
    user = user.substr(0, user.find('\0'));
  }
  if (is(Fault::semicolon_ends_user)) {
    user = user.substr(0, user.find(';'));
  }
  const bool mine = !uri->has_user || user == user_;
  return mine || is(Fault::unknown_user_accepted) ? std::nullopt
                                                  : std::optional(plain(404, "Not Found"));
}

std::optional<Answer> UasCore::check_require(const Message& request) const {
  std::string unknown;
  for (ListCursor tags(request, HeaderName::require); auto tag = tags.next();) {
    unknown += unknown.empty() ? "" : ", ";
    unknown += *tag;
  }
  if (is(Fault::proxy_require_refused) && request.has(HeaderName::proxy_require)) {
    unknown = request.value_of(HeaderName::proxy_require);
  }
  if (is(Fault::supported_refused) && request.has(HeaderName::supported)) {
    unknown = request.value_of(HeaderName::supported);
  }
  if (unknown.empty() || is(Fault::require_ignored)) {
    return std::nullopt;
  }
  Answer answer = plain(420, "Bad Extension");
  if (!is(Fault::unsupported_missing_in_420)) {
    answer.fields.emplace_back("Unsupported", unknown);
  }
  return answer;
}

/// RFC 3261 12.2.2 for a request with a To tag; BYE has no meaning outside of a dialog (15.1.2).
std::optional<Answer> UasCore::check_dialog(const Message& request,
                                            const RequestContext& context) const {
  const auto target = to(request);
  const bool bye = request.method() == "BYE";
  const bool tagged = target && !target->tag().empty();
  if (!tagged && !bye) {
    return std::nullopt;
  }
  const auto verdict =
      context.dialogs != nullptr ? context.dialogs->judge(request) : Dialog::Verdict::not_in_it;
  if (verdict == Dialog::Verdict::accepted) {
    return std::nullopt;
  }
  if (verdict == Dialog::Verdict::out_of_order) {
    return plain(500, "CSeq Out of Order");
  }
  const bool lenient =
      (is(Fault::unknown_dialog_accepted) && !bye) || is(Fault::dialog_from_message);
  return lenient ? std::nullopt : std::optional(plain(481, "Call/Transaction Does Not Exist"));
}

/// The body of an INVITE: an offer that can be answered, or none.
std::optional<Answer> UasCore::check_session(const Message& request) const {
  if (request.body().empty()) {
    return std::nullopt;
  }
  const auto type = content_type(request);
  const bool session = type && equals_ignoring_case(type->type, "application") &&
                       equals_ignoring_case(type->subtype, "sdp");
  if (!session) {
    Answer answer = plain(415, "Unsupported Media Type");
    answer.fields.emplace_back("Accept", session_type);
    return answer;
  }
  const Address anywhere{"192.0.2.1", 9};
  return session_answer(request.body(), anywhere).empty()
             ? std::optional(plain(488, "Not Acceptable Here"))
             : std::nullopt;
}

std::optional<Answer> UasCore::check_content(const Message& request) const {
  if (request.body().empty()) {
    return is(Fault::empty_message_refused) ? std::optional(plain(415, "Unsupported Media Type"))
                                            : std::nullopt;
  }
  const bool optional_body = equals_ignoring_case(disposition_handling(request), "optional") &&
                             !is(Fault::optional_body_refused);
  const std::string_view encoding = request.value_of(HeaderName::content_encoding);
  if (!encoding.empty() && !equals_ignoring_case(encoding, "identity") &&
      !is(Fault::content_encoding_ignored) && !optional_body) {
    Answer answer = plain(415, "Unsupported Media Type");
    const bool wrong_field = is(Fault::accept_encoding_missing_in_415);
    answer.fields.emplace_back(wrong_field ? "Accept" : "Accept-Encoding",
                               wrong_field ? accept : "identity");
    return answer;
  }
  const TypeVerdict type = judge_type(request, fault_);
  if (type == TypeVerdict::accepted || optional_body) {
    return std::nullopt;
  }
  if (type == TypeVerdict::malformed) {
    return plain(400, "Malformed Body");
  }
  if (type == TypeVerdict::crashes) {
    return plain(500, "Server Internal Error");
  }
  Answer answer = plain(415, "Unsupported Media Type");
  if (!is(Fault::accept_missing_in_415)) {
    answer.fields.emplace_back("Accept", accept);
  }
  return answer;
}

Answer UasCore::accepted(const Message& request) const {
  Answer answer = plain(200, "OK");
  const bool options = request.method() == "OPTIONS";
  answer.deliver = request.method() == "MESSAGE";
  if (!options || !is(Fault::options_without_allow)) {
    answer.fields.emplace_back("Allow", allow);
  }
  if (options && !is(Fault::options_without_allow)) {
    answer.fields.emplace_back("Accept", accept);
    answer.fields.emplace_back("Accept-Encoding", "identity");
    answer.fields.emplace_back("Accept-Language", "en");
    answer.fields.emplace_back("Supported", "");
  }
  return answer;
}

Answer UasCore::answer(const Message& request, const RequestContext& context) const {
  if (auto refused = check_version(request)) {
    return *refused;
  }
  // An ACK is never answered, however broken.
  if (request.method() == "ACK") {
    return *answer_other_method(request, context);
  }
  if (auto refused = check_shape(request, context)) {
    return *refused;
  }
  if (auto refused = refused_by_pickiness(request, context.transport, fault_)) {
    return plain(refused->status, refused->reason);
  }
  if (auto refused = check_method(request, context)) {
    return *refused;
  }
  if (auto refused = check_target(request)) {
    return *refused;
  }
  if (context.merged && !is(Fault::merged_accepted)) {
    return plain(482, "Loop Detected");
  }
  if (auto refused = check_require(request)) {
    return *refused;
  }
  if (auto refused = check_dialog(request, context)) {
    return *refused;
  }
  if (request.method() == "INVITE") {
    if (auto refused = check_session(request)) {
      return *refused;
    }
  } else if (request.method() != "OPTIONS" && request.method() != "BYE") {
    if (auto refused = check_content(request)) {
      return *refused;
    }
  }
  return accepted(request);
}

}  // namespace sipspec::stack
