#include "harness/engine/copied_fields.hpp"

#include "harness/engine/comparison.hpp"
#include "harness/engine/header_values.hpp"
#include "harness/engine/text_tools.hpp"
#include "harness/monitor/echo.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

using stack::HeaderName;
using stack::Message;

bool is_single(HeaderName id) {
  return id == HeaderName::from || id == HeaderName::to || id == HeaderName::call_id ||
         id == HeaderName::cseq;
}

/// A value outside its grammar is the grammar rule's.
bool is_readable(HeaderName id, std::string_view value) {
  switch (id) {
    case HeaderName::via:
      return stack::parse_via(value).has_value();
    case HeaderName::from:
    case HeaderName::to:
      return stack::parse_name_addr(value).has_value();
    case HeaderName::cseq:
      return stack::parse_cseq(value).has_value();
    default:
      return true;
  }
}

/// The element of the copy is that of the original, as the RFC compares this header field.
bool same_element(HeaderName id, std::uint32_t position, std::string_view copy,
                  std::string_view original, EchoedTag to_tag) {
  if (copy == original || !is_readable(id, copy)) {
    return true;
  }
  switch (id) {
    case HeaderName::via: {
      const auto sent = stack::parse_via(original);
      const auto got = stack::parse_via(copy);
      const ViaPlace place = position == 0 ? ViaPlace::topmost : ViaPlace::below;
      return sent && got && same_via(*sent, *got, place);
    }
    case HeaderName::from:
      return same_address(original, copy, EchoedTag::compared);
    case HeaderName::to:
      return same_address(original, copy, to_tag);
    case HeaderName::cseq:
      return same_cseq(original, copy);
    default:
      return stack::unfold(copy) == stack::unfold(original);
  }
}

}  // namespace

CopyDifference compare_copied(const Message& copy, const Message& original,
                              std::string_view header) {
  const HeaderName id = stack::header_name(header);
  const std::uint32_t wanted = header_count(original, header);
  const std::uint32_t found = header_count(copy, header);
  // The rule of single-value fields owns a second one.
  const bool once_too_often = wanted == 1 && found > 1 && is_single(id);
  if (wanted != found && !once_too_often) {
    return {.what = fmt::format("{} {} instead of {}", found, header, wanted),
            .expected = fmt::format("{} {}", wanted, header),
            .actual = fmt::format("{} {}", found, header)};
  }
  const auto to = stack::to(original);
  const EchoedTag to_tag = to && !to->tag().empty() ? EchoedTag::compared : EchoedTag::ignored;
  for (std::uint32_t i = 0; i < wanted; ++i) {
    const FieldValue mine = header_value(copy, header, i, {});
    const FieldValue theirs = header_value(original, header, i, {});
    if (!same_element(id, i, mine.text, theirs.text, to_tag)) {
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
