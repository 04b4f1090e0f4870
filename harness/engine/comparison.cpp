#include "harness/engine/comparison.hpp"

#include "harness/engine/text_tools.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

constexpr std::size_t printable_limit = 200;

using Items = std::vector<std::string>;

bool same_numbers(std::string_view a, std::string_view b) {
  const auto x = number_from<std::uint64_t>(trimmed(a));
  const auto y = number_from<std::uint64_t>(trimmed(b));
  return x && y && *x == *y;
}

std::string unquoted(std::string_view text) {
  return text.starts_with('"') ? stack::unquote(text) : std::string(text);
}

Items parameters_of(const stack::MediaType& media) {
  Items out;
  std::string_view rest = media.parameters.text();
  while (const auto parameter = stack::Parameters::next(rest)) {
    out.push_back(lowered(parameter->name) + "=" + lowered(unquoted(parameter->value)));
  }
  std::ranges::sort(out);
  return out;
}

bool same_media(std::string_view a, std::string_view b) {
  const auto x = stack::parse_media_type(a);
  const auto y = stack::parse_media_type(b);
  if (!x || !y) {
    return same_ignoring_case(a, b);
  }
  return same_ignoring_case(x->type, y->type) && same_ignoring_case(x->subtype, y->subtype) &&
         parameters_of(*x) == parameters_of(*y);
}

bool same_items(ValueKind kind, std::string_view a, std::string_view b) {
  switch (kind) {
    case ValueKind::token:
    case ValueKind::token_set:
      return same_ignoring_case(a, b);
    case ValueKind::number:
      return same_numbers(a, b);
    case ValueKind::uri:
      return stack::uris_equivalent(a, b);
    case ValueKind::media_type:
      return same_media(a, b);
    default:
      return a == b;
  }
}

bool is_set(ValueKind kind) {
  return kind == ValueKind::token_set || kind == ValueKind::text_set;
}

bool holds(const Items& items, ValueKind kind, std::string_view word) {
  return std::ranges::any_of(items,
                             [&](const std::string& item) { return same_items(kind, item, word); });
}

bool same_sets(const Items& a, const Items& b, ValueKind kind) {
  const auto all_in = [kind](const Items& from, const Items& in) {
    return std::ranges::all_of(from,
                               [&](const std::string& item) { return holds(in, kind, item); });
  };
  return all_in(a, b) && all_in(b, a);
}

std::string octet_name(std::string_view text, std::size_t at) {
  if (at >= text.size()) {
    return "the end";
  }
  return fmt::format("0x{:02X} '{}'", static_cast<unsigned char>(text[at]),
                     printable(text.substr(at, 1)));
}

}  // namespace

bool equal(const FieldValue& value, std::string_view text) {
  if (!value.present) {
    return false;
  }
  if (is_set(value.kind)) {
    return same_sets(value.items, words(text), value.kind);
  }
  return same_items(value.kind, value.text, text);
}

bool equal(const FieldValue& a, const FieldValue& b) {
  if (!a.present || !b.present) {
    return a.present == b.present;
  }
  if (is_set(a.kind)) {
    return same_sets(a.items, b.items, a.kind);
  }
  return same_items(a.kind, a.text, b.text);
}

bool contains(const FieldValue& value, std::string_view word) {
  if (!value.present) {
    return false;
  }
  if (is_set(value.kind)) {
    return holds(value.items, value.kind, word);
  }
  if (value.kind == ValueKind::token) {
    return lowered(value.text).find(lowered(word)) != std::string::npos;
  }
  return value.text.find(word) != std::string::npos;
}

Difference first_difference(std::string_view actual, std::string_view expected) {
  const auto [a, e] = std::ranges::mismatch(actual, expected);
  const auto at = static_cast<std::size_t>(a - actual.begin());
  if (a == actual.end() && e == expected.end()) {
    return {};
  }
  return {.differs = true,
          .offset = at,
          .text = fmt::format(
              "first difference at octet {}: {} instead of {} ({} octets, {} expected)", at,
              octet_name(actual, at), octet_name(expected, at), actual.size(), expected.size())};
}

std::string printable(std::string_view octets) {
  std::string out;
  for (const char c : octets.substr(0, printable_limit)) {
    switch (c) {
      case '\r':
        out += "\\r";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (c >= ' ' && c <= '~') {
          out += c;
        } else {
          out += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
        }
    }
  }
  if (octets.size() > printable_limit) {
    out += fmt::format("... ({} octets)", octets.size());
  }
  return out;
}

}  // namespace sipspec::harness
