#include "stack/agent/gatekeeper.hpp"

#include "stack/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {
namespace {

DigestServerConfig spoiled(DigestServerConfig config, Fault fault) {
  if (fault == Fault::challenge_without_qop) {
    config.qop.clear();
  }
  if (fault == Fault::algorithm_challenged_twice && !config.algorithms.empty()) {
    config.algorithms.push_back(config.algorithms.front());
  }
  return config;
}

bool is_basic(const Message& request) {
  return starts_ignoring_case(request.value_of(HeaderName::authorization), "Basic ");
}

}  // namespace

Gatekeeper::Gatekeeper(DigestServerConfig config, Fault fault, std::uint64_t seed)
    : fault_(fault), server_(spoiled(std::move(config), fault)), random_(seed ^ 0xA074U) {}

bool Gatekeeper::exempt(const Message& request, const Answer& decided) const {
  if (request.method() == "ACK") {
    return !is(Fault::ack_challenged);
  }
  if (request.method() == "CANCEL") {
    return !is(Fault::cancel_challenged);
  }
  constexpr int unreadable[] = {0, 400, 503, 505};
  return std::ranges::find(unreadable, decided.status) != std::end(unreadable);
}

bool Gatekeeper::lets_pass(TimePoint now, const Message& request, const DigestVerdict& verdict) {
  const auto was = [&verdict](DigestOutcome outcome) { return verdict.outcome == outcome; };
  switch (fault_) {
    case Fault::wrong_password_accepted:
      return was(DigestOutcome::wrong_response);
    case Fault::unknown_account_accepted:
      return was(DigestOutcome::unknown_user);
    case Fault::foreign_nonce_accepted:
      return was(DigestOutcome::foreign_nonce);
    case Fault::replay_accepted:
      return was(DigestOutcome::replayed);
    case Fault::basic_accepted:
      return is_basic(request);
    case Fault::protected_body_ignored:
      return was(DigestOutcome::wrong_response) && verdict.credentials->qop() == Qop::auth_int;
    case Fault::digest_method_ignored: {
      const std::string other =
          "INVITE" + std::string(request.bytes().substr(request.method().size()));
      return was(DigestOutcome::wrong_response) &&
             server_.judge(now, Message::parse(other)).accepted();
    }
    default:
      return false;
  }
}

Answer Gatekeeper::pass(TimePoint now, const Message& request, Answer decided) {
  if (exempt(request, decided)) {
    return decided;
  }
  const DigestVerdict verdict = server_.judge(now, request);
  if (!verdict.accepted() && !lets_pass(now, request, verdict)) {
    Answer refused = challenge(now, verdict);
    refused.deliver = is(Fault::unverified_delivered) && decided.deliver;
    return refused;
  }
  Answer refused;
  if (verdict.accepted() && is(Fault::right_password_refused)) {
    refused.status = 403;
    refused.reason = "Forbidden";
    return refused;
  }
  if (verdict.accepted() && is(Fault::digest_uri_compared) &&
      verdict.credentials->uri != request.request_uri()) {
    refused.status = 400;
    refused.reason = "Digest URI Mismatch";
    return refused;
  }
  if (verdict.accepted() && decided.status / 100 == 2) {
    prove(decided, verdict);
  }
  return decided;
}

Answer Gatekeeper::challenge(TimePoint now, const DigestVerdict& verdict) {
  DigestVerdict told = verdict;
  if (is(Fault::always_stale) && verdict.credentials) {
    told.outcome = DigestOutcome::expired_nonce;
  }
  const std::string fresh = random_.token() + random_.token();
  auto rows = server_.challenge(now, is(Fault::constant_nonce) ? "constant" : fresh, told);
  spoil(rows);
  Answer answer;
  answer.status = 401;
  answer.reason = "Unauthorized";
  for (AuthRow& row : rows) {
    answer.fields.emplace_back(std::move(row.field), std::move(row.value));
  }
  return answer;
}

void Gatekeeper::spoil(std::vector<AuthRow>& rows) const {
  if (is(Fault::challenge_missing)) {
    rows.clear();
  }
  if (is(Fault::basic_challenged)) {
    rows.push_back({"WWW-Authenticate", "Basic realm=\"" + server_.config().realm + "\""});
  }
  if (is(Fault::algorithm_quoted)) {
    for (AuthRow& row : rows) {
      const std::size_t begin = row.value.find("algorithm=") + 10;
      row.value.insert(std::min(row.value.find(',', begin), row.value.size()), "\"");
      row.value.insert(begin, "\"");
    }
  }
}

void Gatekeeper::prove(Answer& answer, const DigestVerdict& verdict) const {
  AuthRow row = server_.authentication_info(verdict, answer.body);
  if (is(Fault::wrong_server_proof)) {
    const std::size_t digit = row.value.find("rspauth=\"") + 9;
    row.value[digit] = row.value[digit] == '0' ? '1' : '0';
  }
  answer.fields.emplace_back(std::move(row.field), std::move(row.value));
}

}  // namespace sipspec::stack
