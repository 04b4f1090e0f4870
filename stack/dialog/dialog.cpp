#include "stack/dialog/dialog.hpp"

#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>

namespace sipspec::stack {
namespace {

/// Numbers stay below 2^31 (RFC 3261 8.1.1.5).
constexpr std::uint32_t largest_cseq = 0x7FFFFFFFU;

/// A From or To value without its tag parameter, in angle brackets.
std::string without_tag(const NameAddr& address) {
  std::string text;
  if (!address.display_name.empty()) {
    text += std::string(address.display_name) + ' ';
  }
  text += '<' + std::string(address.uri) + '>';
  std::string_view rest = address.parameters.text();
  while (const auto parameter = Parameters::next(rest)) {
    if (!equals_ignoring_case(parameter->name, "tag")) {
      text += ';' + std::string(parameter->name);
      text += parameter->has_value ? '=' + std::string(parameter->value) : std::string();
    }
  }
  return text;
}

std::string with_tag(const std::string& value, const std::string& tag) {
  return tag.empty() ? value : value + ";tag=" + tag;
}

std::optional<NameAddr> contact_of(const Message& message) {
  ListCursor contacts(message, HeaderName::contact);
  const auto element = contacts.next();
  if (!element) {
    return std::nullopt;
  }
  const auto contact = parse_name_addr(*element);
  return contact && !contact->wildcard && !contact->uri.empty() ? std::optional(*contact)
                                                                : std::nullopt;
}

bool is_loose(std::string_view route_uri) {
  const auto uri = parse_uri(route_uri);
  return uri && uri->parameters.has("lr");
}

/// RFC 3261 19.1.1: neither a method parameter nor header fields may stand in a Request-URI.
std::string as_request_uri(std::string_view text) {
  const auto uri = parse_uri(text);
  if (!uri || (uri->scheme != UriScheme::sip && uri->scheme != UriScheme::sips)) {
    return std::string(text);
  }
  const std::string_view parameters = uri->parameters.text();
  std::size_t end = text.find('?');
  end = end == std::string_view::npos ? text.size() : end;
  std::string out(text.substr(0, end - parameters.size()));
  std::string_view rest = parameters;
  while (const auto parameter = Parameters::next(rest)) {
    if (!equals_ignoring_case(parameter->name, "method")) {
      out += ';' + std::string(parameter->name);
      out += parameter->has_value ? '=' + std::string(parameter->value) : std::string();
    }
  }
  return out;
}

/// The response is one that sets up a dialog: not 100, no refusal.
bool makes_dialog(int status) {
  return status > 100 && status < 300;
}

bool refreshes_target(std::string_view method) {
  return method == "INVITE" || method == "UPDATE";
}

/// Both sides' names as the two messages have them.
struct Ends {
  NameAddr from, to;
  std::uint32_t number = 0;
};

std::optional<Ends> ends_of(const Message& request, const Message& response) {
  const auto caller = from(request);
  const auto callee = to(response);
  const auto sequence = cseq(request);
  const bool complete = caller && callee && sequence && !callee->tag().empty() &&
                        !call_id(request).empty() && makes_dialog(response.status());
  return complete ? std::optional(Ends{*caller, *callee, sequence->number}) : std::nullopt;
}

}  // namespace

void Dialog::set_routes(const Message& message, Order order) {
  route_set_.clear();
  first_route_uri_.clear();
  for (ListCursor routes(message, HeaderName::record_route); const auto route = routes.next();) {
    route_set_.emplace_back(*route);
  }
  if (order == Order::reversed) {
    std::ranges::reverse(route_set_);
  }
  if (!route_set_.empty()) {
    const auto first = parse_name_addr(route_set_.front());
    first_route_uri_ = first ? std::string(first->uri) : route_set_.front();
  }
}

std::optional<Dialog> Dialog::of_caller(const Message& request, const Message& response) {
  const auto ends = ends_of(request, response);
  const auto contact = contact_of(response);
  if (!ends || !contact) {
    return std::nullopt;
  }
  Dialog dialog;
  dialog.state_ = response.status() < 200 ? State::early : State::confirmed;
  dialog.id_ = {std::string(call_id(request)), std::string(ends->from.tag()),
                std::string(ends->to.tag())};
  dialog.local_uri_ = without_tag(ends->from);
  dialog.remote_uri_ = without_tag(ends->to);
  dialog.remote_target_ = contact->uri;
  dialog.set_routes(response, Order::reversed);
  dialog.local_cseq_ = ends->number;
  return dialog;
}

std::optional<Dialog> Dialog::of_callee(const Message& request, const Message& response) {
  const auto ends = ends_of(request, response);
  const auto contact = contact_of(request);
  if (!ends || !contact) {
    return std::nullopt;
  }
  Dialog dialog;
  dialog.state_ = response.status() < 200 ? State::early : State::confirmed;
  dialog.id_ = {std::string(call_id(request)), std::string(ends->to.tag()),
                std::string(ends->from.tag())};
  dialog.local_uri_ = without_tag(ends->to);
  dialog.remote_uri_ = without_tag(ends->from);
  dialog.remote_target_ = contact->uri;
  dialog.set_routes(request, Order::as_written);
  dialog.remote_cseq_ = ends->number;
  return dialog;
}

void Dialog::confirm(const Message& response) {
  if (state_ != State::early || response.status() / 100 != 2) {
    return;
  }
  state_ = State::confirmed;
  // Only the caller learns anything by the 2xx: the callee made it.
  if (!local_cseq_) {
    return;
  }
  set_routes(response, Order::reversed);
  if (const auto contact = contact_of(response)) {
    remote_target_ = contact->uri;
  }
}

bool Dialog::matches_received(const Message& request) const {
  const auto caller = from(request);
  const auto callee = to(request);
  return caller && callee && call_id(request) == id_.call_id && callee->tag() == id_.local_tag &&
         caller->tag() == id_.remote_tag;
}

bool Dialog::matches_response(const Message& response) const {
  const auto caller = from(response);
  const auto callee = to(response);
  return caller && callee && call_id(response) == id_.call_id && caller->tag() == id_.local_tag &&
         callee->tag() == id_.remote_tag;
}

Dialog::Verdict Dialog::judge(const Message& request) {
  const auto sequence = cseq(request);
  if (state_ == State::terminated || !sequence || !matches_received(request)) {
    return Verdict::not_in_it;
  }
  if (request.method() == "ACK") {
    return Verdict::accepted;
  }
  if (remote_cseq_ && sequence->number < *remote_cseq_) {
    return Verdict::out_of_order;
  }
  remote_cseq_ = sequence->number;
  const auto contact = contact_of(request);
  if (refreshes_target(request.method()) && contact) {
    remote_target_ = contact->uri;
  }
  return Verdict::accepted;
}

void Dialog::on_response(int status) {
  if (status == 481 || status == 408) {
    terminate();
  }
}

MessageBuilder Dialog::request(std::string_view method) {
  local_cseq_ = local_cseq_ && *local_cseq_ < largest_cseq ? *local_cseq_ + 1 : 1;
  return make(method, *local_cseq_);
}

void Dialog::note_sent(std::uint32_t number) {
  local_cseq_ = std::max(local_cseq_.value_or(0), number);
}

MessageBuilder Dialog::ack(std::uint32_t invite_number) const {
  return make("ACK", invite_number);
}

MessageBuilder Dialog::make(std::string_view method, std::uint32_t number) const {
  const bool strict = !route_set_.empty() && !is_loose(first_route_uri_);
  MessageBuilder made =
      MessageBuilder::request(method, strict ? as_request_uri(first_route_uri_) : remote_target_);
  made.add("Max-Forwards", "70");
  for (std::size_t i = strict ? 1 : 0; i < route_set_.size(); ++i) {
    made.add("Route", route_set_[i]);
  }
  if (strict) {
    made.add("Route", '<' + remote_target_ + '>');
  }
  made.add("From", with_tag(local_uri_, id_.local_tag));
  made.add("To", with_tag(remote_uri_, id_.remote_tag));
  made.add("Call-ID", id_.call_id);
  made.add("CSeq", std::to_string(number) + ' ' + std::string(method));
  return made;
}

}  // namespace sipspec::stack
