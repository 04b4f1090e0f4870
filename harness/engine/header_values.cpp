#include "harness/engine/header_values.hpp"

#include "harness/engine/text_tools.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"

namespace sipspec::harness {

namespace {

using stack::HeaderName;
using stack::Message;
using stack::Parameters;
using Parts = std::span<const std::string>;

/// What the value of a header field is made of.
enum class Shape : std::uint8_t {
  plain_text,
  plain_token,
  plain_number,
  via,
  name_addr,
  cseq,
  media,
  token_list,
  text_list,
  challenge,
  with_parameters,
};

Shape shape_of(HeaderName name) {
  switch (name) {
    case HeaderName::via:
      return Shape::via;
    case HeaderName::from:
    case HeaderName::to:
    case HeaderName::contact:
    case HeaderName::route:
    case HeaderName::record_route:
    case HeaderName::reply_to:
    case HeaderName::refer_to:
    case HeaderName::referred_by:
    case HeaderName::path:
    case HeaderName::service_route:
    case HeaderName::p_asserted_identity:
    case HeaderName::p_preferred_identity:
    case HeaderName::p_called_party_id:
    case HeaderName::history_info:
    case HeaderName::alert_info:
    case HeaderName::call_info:
    case HeaderName::error_info:
      return Shape::name_addr;
    case HeaderName::cseq:
      return Shape::cseq;
    case HeaderName::content_type:
      return Shape::media;
    case HeaderName::content_length:
    case HeaderName::max_forwards:
    case HeaderName::max_breadth:
    case HeaderName::expires:
    case HeaderName::min_expires:
    case HeaderName::rseq:
      return Shape::plain_number;
    case HeaderName::supported:
    case HeaderName::unsupported:
    case HeaderName::require:
    case HeaderName::proxy_require:
    case HeaderName::accept:
    case HeaderName::accept_encoding:
    case HeaderName::accept_language:
    case HeaderName::allow_events:
    case HeaderName::content_encoding:
    case HeaderName::content_language:
      return Shape::token_list;
    case HeaderName::allow:
    case HeaderName::in_reply_to:
      return Shape::text_list;
    case HeaderName::www_authenticate:
    case HeaderName::proxy_authenticate:
    case HeaderName::authorization:
    case HeaderName::proxy_authorization:
    case HeaderName::authentication_info:
    case HeaderName::proxy_authentication_info:
      return Shape::challenge;
    case HeaderName::priority:
    case HeaderName::mime_version:
      return Shape::plain_token;
    case HeaderName::content_disposition:
    case HeaderName::retry_after:
    case HeaderName::event:
    case HeaderName::subscription_state:
    case HeaderName::session_expires:
      return Shape::with_parameters;
    default:
      return Shape::plain_text;
  }
}

FieldValue absent(ValueKind kind = ValueKind::text) {
  return {.kind = kind};
}

FieldValue placed(ValueKind kind, const Message& message, std::string_view view) {
  FieldValue value = single(kind, stack::unfold(view));
  mark(value, message, view);
  return value;
}

FieldValue when_there(ValueKind kind, const Message& message, std::string_view view) {
  return view.empty() ? absent(kind) : placed(kind, message, view);
}

ValueKind kind_of_parameter(std::string_view name) {
  static constexpr std::string_view numbers[] = {"rport", "ttl", "expires", "nc"};
  static constexpr std::string_view tokens[] = {"charset",   "handling", "algorithm", "qop",
                                                "transport", "stale",    "refresher", "reason"};
  static constexpr std::string_view texts[] = {"branch", "tag"};
  if (std::ranges::find(numbers, name) != std::end(numbers)) {
    return ValueKind::number;
  }
  if (std::ranges::find(tokens, name) != std::end(tokens)) {
    return ValueKind::token;
  }
  return std::ranges::find(texts, name) != std::end(texts) ? ValueKind::text : ValueKind::quoted;
}

FieldValue parameter_value(const Message& message, const Parameters& parameters,
                           std::string_view name) {
  const auto parameter = parameters.find(name);
  const ValueKind kind = kind_of_parameter(name);
  if (!parameter) {
    return absent(kind);
  }
  FieldValue value =
      single(kind, parameter->value.starts_with('"') ? stack::unquote(parameter->value)
                                                     : std::string(parameter->value));
  mark(value, message, parameter->has_value ? parameter->value : parameter->name);
  return value;
}

FieldValue port_value(std::optional<std::uint16_t> port) {
  return port ? single(ValueKind::number, std::to_string(*port)) : absent(ValueKind::number);
}

FieldValue via_part(const Message& message, std::string_view element, Parts parts) {
  const auto via = stack::parse_via(element);
  if (!via) {
    return absent();
  }
  const std::string& part = parts.front();
  if (part == "host") {
    return when_there(ValueKind::token, message, via->host);
  }
  if (part == "transport") {
    return when_there(ValueKind::token, message, via->transport);
  }
  if (part == "protocol") {
    return when_there(ValueKind::token, message, via->protocol_name);
  }
  if (part == "version") {
    return when_there(ValueKind::token, message, via->protocol_version);
  }
  if (part == "port") {
    return port_value(via->port);
  }
  return parameter_value(message, via->parameters, part);
}

FieldValue address_part(const Message& message, std::string_view element, Parts parts) {
  const auto address = stack::parse_name_addr(element);
  if (!address) {
    return absent();
  }
  const std::string& part = parts.front();
  if (part == "uri") {
    return uri_part(message, address->uri, parts.subspan(1));
  }
  if (part == "display") {
    FieldValue value = when_there(ValueKind::quoted, message, address->display_name);
    if (address->display_name.starts_with('"')) {
      value.text = stack::unquote(address->display_name);
      value.items = {value.text};
    }
    return value;
  }
  return parameter_value(message, address->parameters, part);
}

FieldValue cseq_part(const Message& message, std::string_view row, Parts parts) {
  const auto cseq = stack::parse_cseq(row);
  if (!cseq) {
    return absent();
  }
  if (parts.front() == "number") {
    FieldValue value = single(ValueKind::number, std::to_string(cseq->number));
    mark(value, message, row);
    return value;
  }
  return parts.front() == "method" ? when_there(ValueKind::text, message, cseq->method) : absent();
}

FieldValue media_part(const Message& message, std::string_view row, Parts parts) {
  const auto media = stack::parse_media_type(row);
  if (!media) {
    return absent();
  }
  if (parts.front() == "type") {
    return when_there(ValueKind::token, message, media->type);
  }
  if (parts.front() == "subtype") {
    return when_there(ValueKind::token, message, media->subtype);
  }
  return parameter_value(message, media->parameters, parts.front());
}

/// Offset of the comma that ends the first pair; commas in quotes do not.
std::size_t end_of_pair(std::string_view text) {
  bool quoted = false;
  std::size_t i = 0;
  while (i < text.size() && (quoted || text[i] != ',')) {
    quoted = quoted != (text[i] == '"');
    i += quoted && text[i] == '\\' ? 2U : 1U;
  }
  return std::min(i, text.size());
}

/// `Digest realm="x", nonce=...`: comma separated, so not a Parameters list.
FieldValue challenge_part(const Message& message, std::string_view row, Parts parts) {
  const std::size_t blank = std::min(row.find_first_of(" \t"), row.size());
  if (parts.front() == "scheme") {
    return when_there(ValueKind::token, message, row.substr(0, blank));
  }
  std::string_view rest = row.find('=') < blank ? row : row.substr(blank);
  while (!rest.empty()) {
    const std::size_t end = end_of_pair(rest);
    const std::string_view pair = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos ||
        !same_ignoring_case(trimmed(pair.substr(0, equals)), parts.front())) {
      continue;
    }
    const std::string_view text = trimmed(pair.substr(equals + 1));
    FieldValue value = single(kind_of_parameter(parts.front()),
                              text.starts_with('"') ? stack::unquote(text) : std::string(text));
    mark(value, message, pair);
    return value;
  }
  return absent();
}

FieldValue parameterised_part(const Message& message, std::string_view row, Parts parts) {
  const std::size_t semicolon = row.find(';');
  if (parts.front() == "value") {
    return when_there(ValueKind::token, message, trimmed(row.substr(0, semicolon)));
  }
  return semicolon == std::string_view::npos
             ? absent()
             : parameter_value(message, Parameters(row.substr(semicolon)), parts.front());
}

FieldValue part_of(const Message& message, Shape shape, std::string_view element, Parts parts) {
  switch (shape) {
    case Shape::via:
      return via_part(message, element, parts);
    case Shape::name_addr:
      return address_part(message, element, parts);
    case Shape::cseq:
      return cseq_part(message, element, parts);
    case Shape::media:
      return media_part(message, element, parts);
    case Shape::challenge:
      return challenge_part(message, element, parts);
    default:
      return parameterised_part(message, element, parts);
  }
}

ValueKind whole_kind(Shape shape) {
  switch (shape) {
    case Shape::plain_number:
      return ValueKind::number;
    case Shape::plain_token:
    case Shape::with_parameters:
      return ValueKind::token;
    case Shape::media:
      return ValueKind::media_type;
    case Shape::token_list:
      return ValueKind::token;
    default:
      return ValueKind::text;
  }
}

/// Elements of a list header field, rows of any other.
std::vector<std::string_view> elements_of(const Message& message, std::string_view name) {
  std::vector<std::string_view> out;
  const HeaderName id = stack::header_name(name);
  if (id != HeaderName::unknown && stack::arity(id) == stack::Arity::list) {
    stack::ListCursor cursor(message, id);
    while (const auto element = cursor.next()) {
      out.push_back(*element);
    }
    return out;
  }
  for (const stack::HeaderField& field : message.header_fields()) {
    const bool same =
        id != HeaderName::unknown ? field.id == id : same_ignoring_case(message.name(field), name);
    if (same) {
      out.push_back(message.value(field));
    }
  }
  return out;
}

FieldValue whole_list(const Message& message, ValueKind kind, HeaderName id,
                      std::span<const std::string_view> elements) {
  FieldValue value{.kind = kind, .present = message.has(id)};
  for (const std::string_view element : elements) {
    value.items.push_back(stack::unfold(element));
    value.text += (value.text.empty() ? "" : ", ") + value.items.back();
  }
  if (const stack::HeaderField* first = message.find(id)) {
    mark(value, message, message.value(*first));
  }
  return value;
}

}  // namespace

FieldValue single(ValueKind kind, std::string text) {
  FieldValue value{.kind = kind, .present = true, .text = text};
  value.items.push_back(std::move(text));
  return value;
}

void mark(FieldValue& value, const Message& message, std::string_view view) {
  const std::string_view all = message.bytes();
  const bool inside = !view.empty() && view.data() >= all.data() &&
                      view.data() + view.size() <= all.data() + all.size();
  value.offset = inside ? static_cast<std::uint32_t>(view.data() - all.data()) : 0;
  value.length = inside ? static_cast<std::uint32_t>(view.size()) : 0;
}

FieldValue uri_part(const Message& message, std::string_view uri, Parts parts) {
  if (parts.empty()) {
    return when_there(ValueKind::uri, message, uri);
  }
  const auto read = stack::parse_uri(uri);
  if (!read) {
    return absent();
  }
  const std::string& part = parts.front();
  if (part == "user") {
    return when_there(ValueKind::text, message, read->user);
  }
  if (part == "host") {
    return when_there(ValueKind::token, message, read->host);
  }
  if (part == "scheme") {
    return when_there(ValueKind::token, message, read->scheme_text);
  }
  if (part == "headers") {
    return when_there(ValueKind::text, message, read->headers);
  }
  if (part == "port") {
    return port_value(read->port);
  }
  return parameter_value(message, read->parameters, part);
}

FieldValue header_value(const Message& message, std::string_view name,
                        std::optional<std::uint32_t> index, Parts parts) {
  const HeaderName id = stack::header_name(name);
  const Shape shape = shape_of(id);
  const std::vector<std::string_view> elements = elements_of(message, name);
  const bool list = shape == Shape::token_list || shape == Shape::text_list;
  if (list && !index && parts.empty()) {
    const ValueKind kind = shape == Shape::text_list ? ValueKind::text_set : ValueKind::token_set;
    return whole_list(message, kind, id, elements);
  }
  if (index.value_or(0) >= elements.size()) {
    return absent(whole_kind(shape));
  }
  const std::string_view element = elements[index.value_or(0)];
  if (!parts.empty()) {
    return part_of(message, shape, element, parts);
  }
  return placed(whole_kind(shape), message, element);
}

std::uint32_t header_count(const Message& message, std::string_view name) {
  return static_cast<std::uint32_t>(elements_of(message, name).size());
}

}  // namespace sipspec::harness
