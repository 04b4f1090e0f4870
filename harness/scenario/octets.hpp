#pragma once

// From the text of an element to octets: indentation, line ends, hex and base64.

#include <boost/system/result.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sipspec::harness {

struct OctetMistake {
  std::size_t offset = 0;  ///< octets from the start of the text
  std::string sentence;
};

[[noreturn]] inline void throw_exception_from_error(const OctetMistake& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of octets that cannot be read: " + error.sentence);
}

using OctetResult = boost::system::result<std::string, OctetMistake>;

/// Pairs of hexadecimal digits; white space between pairs is skipped.
OctetResult from_hex(std::string_view text);
/// RFC 4648 section 4, with padding; white space is skipped.
OctetResult from_base64(std::string_view text);

/// Takes away the blank rest of the first line, the last line when it is blank (the line end before
/// it stays), and the indentation that all lines with something in them have in common. Lines of
/// nothing but blanks become empty.
std::string without_indentation(std::string_view text);

/// Each LF becomes CR LF.
std::string with_crlf(std::string_view text);

/// Writes octets so that expanding them as a template gives them back: `{` and `\` are doubled.
std::string as_template(std::string_view octets);

}  // namespace sipspec::harness
