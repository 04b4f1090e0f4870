#include "stack/transaction/matching.hpp"

#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"

namespace sipspec::stack {
namespace {

/// Parts joined so that no two lists of parts give one text.
class Key {
 public:
  Key& add(std::string_view part) {
    text_ += std::to_string(part.size());
    text_ += ':';
    text_ += part;
    return *this;
  }

  Key& add_token(std::string_view part) { return add(to_lower(part)); }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// sent-by compared as a host and a port, the default one filled in.
std::string sent_by(const Via& via) {
  return to_lower(via.host) + ':' + std::to_string(via.port.value_or(5060));
}

std::string_view transaction_method(std::string_view method) {
  return method == "ACK" ? std::string_view("INVITE") : method;
}

std::string rfc2543_key(const Message& request, const Via& via) {
  const auto target = to(request);
  const auto caller = from(request);
  const auto sequence = cseq(request);
  Key key;
  key.add("2543").add(request.request_uri()).add(transaction_method(request.method()));
  key.add(target ? target->tag() : "").add(caller ? caller->tag() : "");
  key.add(call_id(request)).add(sequence ? std::to_string(sequence->number) : "");
  key.add(unfold(via.raw));
  return key.take();
}

}  // namespace

bool has_magic_cookie(std::string_view branch) {
  return branch.size() > magic_cookie.size() && starts_ignoring_case(branch, magic_cookie);
}

std::optional<std::string> client_key(const Message& message) {
  const auto via = top_via(message);
  const auto sequence = cseq(message);
  if (!via || via->branch().empty() || !sequence) {
    return std::nullopt;
  }
  return Key().add_token(via->branch()).add(sequence->method).take();
}

std::optional<std::string> server_key(const Message& request) {
  const auto via = top_via(request);
  if (!via) {
    return std::nullopt;
  }
  if (!has_magic_cookie(via->branch())) {
    return rfc2543_key(request, *via);
  }
  return Key()
      .add_token(via->branch())
      .add(sent_by(*via))
      .add(transaction_method(request.method()))
      .take();
}

std::optional<std::string> merge_key(const Message& request) {
  const auto target = to(request);
  const auto caller = from(request);
  const auto sequence = cseq(request);
  const std::string_view call = call_id(request);
  if (!target || !target->tag().empty() || !caller || !sequence || call.empty()) {
    return std::nullopt;
  }
  return Key()
      .add(caller->tag())
      .add(call)
      .add(std::to_string(sequence->number))
      .add(sequence->method)
      .take();
}

}  // namespace sipspec::stack
