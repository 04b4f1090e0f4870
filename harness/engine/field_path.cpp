#include "harness/engine/field_path.hpp"

#include "harness/engine/body_values.hpp"
#include "harness/engine/header_values.hpp"
#include "harness/engine/text_tools.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

using stack::Message;

FieldValue number_value(std::uint64_t number) {
  return single(ValueKind::number, std::to_string(number));
}

FieldValue placed(ValueKind kind, const Message& message, std::string_view view) {
  FieldValue value = single(kind, std::string(view));
  mark(value, message, view);
  value.present = !view.empty();
  return value;
}

FieldValue arrival_of(const Subject& subject) {
  if (subject.request == nullptr) {
    return {.kind = ValueKind::number};
  }
  const auto span = subject.message->at - subject.request->at;
  return number_value(static_cast<std::uint64_t>(std::max<std::int64_t>(
      0, std::chrono::duration_cast<std::chrono::milliseconds>(span).count())));
}

/// Octets as a whole: the body may be there and empty, so it is present whatever its length.
FieldValue octets_value(const Message& message, std::string_view view) {
  FieldValue value = placed(ValueKind::octets, message, view);
  value.present = true;
  return value;
}

std::optional<FieldValue> start_line_value(const FieldPath& path, const Subject& subject) {
  const Message& message = subject.message->message;
  if (path.base == "status") {
    FieldValue value = number_value(static_cast<std::uint64_t>(std::max(0, message.status())));
    value.present = message.is_response();
    value.length = start_line_length(message);
    return value;
  }
  if (path.base == "reason") {
    return placed(ValueKind::text, message, message.reason());
  }
  if (path.base == "version") {
    return placed(ValueKind::text, message, message.version());
  }
  if (path.base == "method") {
    return placed(ValueKind::text, message, message.method());
  }
  if (path.base == "request-uri") {
    return uri_part(message, message.request_uri(), path.parts);
  }
  if (path.base == "start-line") {
    return placed(ValueKind::text, message, message.start_line());
  }
  return std::nullopt;
}

std::optional<FieldValue> whole_value(const FieldPath& path, const Subject& subject) {
  const Message& message = subject.message->message;
  if (path.base == "body") {
    return path.parts.empty() ? octets_value(message, message.body())
                              : body_value(message, path.parts);
  }
  if (path.base == "octets") {
    return octets_value(message, message.bytes());
  }
  if (path.base == "arrival") {
    return arrival_of(subject);
  }
  if (path.base == "connection") {
    return number_value(subject.message->connection);
  }
  return start_line_value(path, subject);
}

bool valid_base(std::string_view text) {
  static constexpr std::string_view extra = "-.!%*_+`'~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const char l = ascii_lower(c);
    return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') ||
           extra.find(c) != std::string_view::npos;
  });
}

/// Takes "[3]" off the front of `rest`; false when it is broken.
bool take_index(std::string_view& rest, FieldPath& path) {
  if (!rest.starts_with('[')) {
    return true;
  }
  const std::size_t end = rest.find(']');
  if (end == std::string_view::npos) {
    return false;
  }
  path.index = number_from<std::uint32_t>(rest.substr(1, end - 1));
  rest.remove_prefix(end + 1);
  return path.index.has_value();
}

/// Takes the base name: "via" or "header(X-Name)".
bool take_base(std::string_view& rest, FieldPath& path) {
  static constexpr std::string_view by_name = "header(";
  if (rest.starts_with(by_name)) {
    const std::size_t end = rest.find(')');
    if (end == std::string_view::npos) {
      return false;
    }
    path.base = lowered(rest.substr(by_name.size(), end - by_name.size()));
    rest.remove_prefix(end + 1);
    return valid_base(path.base);
  }
  const std::size_t end = std::min(rest.find_first_of(".["), rest.size());
  path.base = lowered(rest.substr(0, end));
  rest.remove_prefix(end);
  return valid_base(path.base);
}

/// A part behind the base; those of a body may have an index: "part[1]".
bool valid_part(std::string_view text, std::string_view base) {
  const std::size_t open = base == "body" ? text.find('[') : std::string_view::npos;
  if (open == std::string_view::npos) {
    return valid_base(text);
  }
  const std::string_view digits = text.substr(open + 1, text.size() - open - 2);
  return text.ends_with(']') && number_from<std::uint32_t>(digits) &&
         valid_base(text.substr(0, open));
}

FieldValue length_of(const FieldValue& value) {
  FieldValue length = number_value(value.text.size());
  length.present = value.present;
  length.offset = value.offset;
  length.length = value.length;
  return length;
}

}  // namespace

std::optional<FieldPath> FieldPath::parse(std::string_view text) {
  FieldPath path{.text = std::string(text)};
  std::string_view rest = text;
  if (!take_base(rest, path) || !take_index(rest, path)) {
    return std::nullopt;
  }
  while (!rest.empty()) {
    if (rest.front() != '.' || rest.size() == 1) {
      return std::nullopt;
    }
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find('.'), rest.size());
    if (!valid_part(rest.substr(0, end), path.base)) {
      return std::nullopt;
    }
    path.parts.push_back(lowered(rest.substr(0, end)));
    rest.remove_prefix(end);
  }
  return path;
}

FieldValue read(const FieldPath& path, const Subject& subject) {
  if (!path.parts.empty() && path.parts.back() == "length") {
    FieldPath whole = path;
    whole.parts.pop_back();
    return length_of(read(whole, subject));
  }
  if (auto value = whole_value(path, subject)) {
    return *std::move(value);
  }
  return header_value(subject.message->message, path.base, path.index, path.parts);
}

std::uint32_t start_line_length(const Message& message) {
  return static_cast<std::uint32_t>(message.start_line().size());
}

}  // namespace sipspec::harness
