#pragma once

// What pugixml lets pass and XML does not: octets that are no UTF-8, characters that XML forbids,
// DOCTYPE, unknown entities, '<' in an attribute.

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::harness {

struct MarkupMistake {
  std::size_t offset = 0;
  std::string sentence;
};

/// The first octet that is no UTF-8 or no XML character.
std::optional<MarkupMistake> find_bad_character(std::string_view text);

/// The first DOCTYPE, bad reference, '<' in an attribute value, or comment without end.
std::optional<MarkupMistake> find_bad_markup(std::string_view text);

/// Octets that a reference like "&amp;" or "&#x20AC;" stands for, by its text between '&' and ';'.
/// 0 when it is none of XML.
std::size_t decoded_size(std::string_view reference);

}  // namespace sipspec::harness
