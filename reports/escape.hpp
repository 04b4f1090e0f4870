#pragma once

// The one place where octets that a device sent become text that is safe to show. What is not a
// harmless character becomes visible: `\r`, `\n`, `\t`, or `\xNN` for each octet. Escaping twice
// changes nothing, so that a report rendered from a report of events is the same report.
//
//   visible("a\x1b[31m\xff")        // a\x1b[31m\xff, in plain ASCII
//   xml_text("<b>\0")               // &lt;b&gt;\x00

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::reports {

enum class Newlines : std::uint8_t {
  escape,  ///< CR, LF and TAB become \r \n \t
  keep,    ///< LF stays; CR before LF vanishes; other CR become \r
};

/// Valid UTF-8 without anything that steers a terminal or a reader's eye: no C0 and C1 controls, no
/// DEL, no bidirectional overrides and isolates (U+061C, U+200E, U+200F, U+202A..U+202E,
/// U+2066..U+2069), no line and paragraph separators, no invisible spaces (U+200B, U+2060, U+FEFF),
/// no surrogates, no noncharacters.
std::string visible(std::string_view octets, Newlines newlines = Newlines::escape);

/// visible(), with the five XML characters as entities: XML 1.0 text and attribute values, and
/// HTML. Newlines are kept in text; use xml_attribute() inside quotes.
std::string xml_text(std::string_view octets);
std::string xml_attribute(std::string_view octets);

/// "<![CDATA[...]]>" around visible(); an end mark inside is split.
std::string cdata(std::string_view octets);

/// Length in octets of the harmless character at the start of `octets`, 0: must be escaped.
std::size_t harmless_length(std::string_view octets);

/// `\xNN` (or \r \n \t) for one octet.
std::string escaped_octet(unsigned char octet);

/// Columns that a terminal needs for text out of visible(): wide characters take two, combining
/// none.
std::size_t display_width(std::string_view text);

/// At most `columns` wide, cut with "…" at a character's edge.
std::string clip(std::string_view text, std::size_t columns);

/// A case id or name as a relative path: '/' separates, letters, digits and "._-" stay, every other
/// octet is %XX. No two names share a path; never "." or ".."; at most 200 octets (longer ones end
/// in
/// '~' and a hash).
std::string file_name(std::string_view case_name);

}  // namespace sipspec::reports
