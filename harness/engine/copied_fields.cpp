#include "harness/engine/copied_fields.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/engine/header_values.hpp"
#include "harness/engine/text_tools.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using stack::HeaderName;
using stack::Message;

std::string without_parameters(std::string_view element, const stack::Parameters& parameters,
                               std::initializer_list<std::string_view> dropped) {
  const std::size_t tail = parameters.text().size();
  std::string out(trimmed(element.substr(0, element.size() - std::min(tail, element.size()))));
  std::string_view rest = parameters.text();
  while (const auto parameter = stack::Parameters::next(rest)) {
    const bool drop = std::ranges::any_of(
        dropped, [&](std::string_view name) { return same_ignoring_case(name, parameter->name); });
    if (!drop) {
      out += fmt::format(";{}{}{}", parameter->name, parameter->has_value ? "=" : "",
                         parameter->value);
    }
  }
  return out;
}

/// What has to be the same of one element.
std::string essence(HeaderName id, std::string_view element, std::size_t position,
                    bool original_has_tag) {
  if (id == HeaderName::via && position == 0) {
    if (const auto via = stack::parse_via(element)) {
      return stack::unfold(without_parameters(element, via->parameters, {"received", "rport"}));
    }
  }
  if (id == HeaderName::to && !original_has_tag) {
    if (const auto to = stack::parse_name_addr(element)) {
      return stack::unfold(without_parameters(element, to->parameters, {"tag"}));
    }
  }
  return stack::unfold(element);
}

}  // namespace

CopyDifference compare_copied(const Message& copy, const Message& original,
                              std::string_view header) {
  const HeaderName id = stack::header_name(header);
  const std::uint32_t wanted = header_count(original, header);
  const std::uint32_t found = header_count(copy, header);
  if (wanted != found) {
    return {.what = fmt::format("{} {} instead of {}", found, header, wanted),
            .expected = fmt::format("{} {}", wanted, header),
            .actual = fmt::format("{} {}", found, header)};
  }
  const auto to = stack::to(original);
  const bool original_has_tag = to && !to->tag().empty();
  for (std::uint32_t i = 0; i < wanted; ++i) {
    const FieldValue mine = header_value(copy, header, i, {});
    const FieldValue theirs = header_value(original, header, i, {});
    if (essence(id, mine.text, i, original_has_tag) !=
        essence(id, theirs.text, i, original_has_tag)) {
      return {.what = fmt::format("{} is not copied", header),
              .expected = fmt::format("{}: {}", header, printable(theirs.text)),
              .actual = fmt::format("{}: {}", header, printable(mine.text)),
              .offset = mine.offset,
              .length = mine.length};
    }
  }
  return {};
}

}  // namespace sipspec::harness
