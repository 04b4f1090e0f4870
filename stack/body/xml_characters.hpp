#pragma once

// Characters and names of XML 1.0 (2.2, 2.3, 2.8). Not part of the public interface of stack/body.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// Char
bool is_xml_code_point(std::uint32_t code) noexcept;

struct NotXml {
  std::size_t offset = 0;
  bool utf8 = true;  ///< a character, but none that XML allows; false: no UTF-8
};

/// The first octet that begins no character of XML.
std::optional<NotXml> find_not_xml(std::string_view utf8) noexcept;

/// Octets of the run of name characters (colon included) at the start of `text`.
std::size_t xml_name_length(std::string_view text) noexcept;

/// A name that begins as names do. Beyond ASCII every character is taken for a letter.
bool is_xml_name(std::string_view text) noexcept;

/// "<?xml version=... ?>" with its parts in order.
bool is_xml_declaration(std::string_view text);

/// `text` begins with white space or `c`.
bool is_xml_white_or(std::string_view text, char c) noexcept;

void append_code_point(std::uint32_t code, std::string& out);

/// Takes one octet at `at`; CRLF and CR become LF (XML 1.0 2.11).
void append_with_line_end(std::string_view text, std::size_t& at, std::string& out);

}  // namespace sipspec::stack
