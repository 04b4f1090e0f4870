#include "reports/escape.hpp"

#include "reports/sha256.hpp"
#include "reports/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sipspec::reports {

namespace {

constexpr std::size_t path_limit = 200;

using Range = std::pair<char32_t, char32_t>;  // first and last

bool in_ranges(char32_t c, const auto& ranges) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.second; });
}

bool is_harmful(char32_t c) {
  static constexpr std::array ranges = {
      Range{0x0, 0x1F},        Range{0x7F, 0x9F},     Range{0xAD, 0xAD},     Range{0x61C, 0x61C},
      Range{0x180E, 0x180E},   Range{0x200B, 0x200B}, Range{0x200E, 0x200F}, Range{0x2028, 0x202E},
      Range{0x2060, 0x206F},   Range{0xFDD0, 0xFDEF}, Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB},
      Range{0xE0000, 0xE007F},
  };
  return in_ranges(c, ranges) || (c & 0xFFFEU) == 0xFFFEU;
}

bool is_wide(char32_t c) {
  static constexpr std::array ranges = {
      Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},
      Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
      Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
      Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
  };
  return in_ranges(c, ranges);
}

bool is_combining(char32_t c) {
  static constexpr std::array ranges = {
      Range{0x300, 0x36F},   Range{0x483, 0x489},   Range{0x591, 0x5BD},   Range{0x610, 0x61A},
      Range{0x64B, 0x65F},   Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x200C, 0x200D},
      Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};
  return in_ranges(c, ranges);
}

std::size_t columns_of(char32_t c) {
  if (is_combining(c)) {
    return 0;
  }
  return is_wide(c) ? 2 : 1;
}

std::string entities(std::string_view text) {
  std::string out;
  out.reserve(text.size() + (text.size() / 8));
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

bool stays_in_path(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

std::string path_component(std::string_view name) {
  if (name.empty()) {
    return "%";
  }
  if (name.find_first_not_of('.') == std::string_view::npos) {
    std::string dots;
    for (std::size_t i = 0; i < name.size(); ++i) {
      dots += "%2E";
    }
    return dots;
  }
  std::string out;
  for (const char c : name) {
    out += stays_in_path(c) ? std::string(1, c)
                            : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::size_t harmless_length(std::string_view octets) {
  const auto decoded = decode_utf8(octets);
  return decoded.length == 0 || is_harmful(decoded.code_point) ? 0 : decoded.length;
}

std::string escaped_octet(unsigned char octet) {
  switch (octet) {
    case '\r':
      return "\\r";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    default:
      return fmt::format("\\x{:02x}", octet);
  }
}

std::string visible(std::string_view octets, Newlines newlines) {
  std::string out;
  out.reserve(octets.size());
  while (!octets.empty()) {
    if (const std::size_t length = harmless_length(octets); length != 0) {
      out += octets.substr(0, length);
      octets.remove_prefix(length);
      continue;
    }
    const bool keep = newlines == Newlines::keep;
    if (keep && octets.front() == '\n') {
      out += '\n';
    } else if (!(keep && octets.starts_with("\r\n"))) {
      out += escaped_octet(static_cast<unsigned char>(octets.front()));
    }
    octets.remove_prefix(1);
  }
  return out;
}

std::string xml_text(std::string_view octets) {
  return entities(visible(octets, Newlines::keep));
}

std::string xml_attribute(std::string_view octets) {
  return entities(visible(octets));
}

std::string cdata(std::string_view octets) {
  std::string text = visible(octets, Newlines::keep);
  for (std::size_t at = 0; (at = text.find("]]>", at)) != std::string::npos;) {
    text.replace(at, 3, "]]]]><![CDATA[>");
    at += 15;
  }
  return "<![CDATA[" + text + "]]>";
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto decoded = decode_utf8(text);
    width += decoded.length == 0 ? 1 : columns_of(decoded.code_point);
    text.remove_prefix(std::max<std::size_t>(decoded.length, 1));
  }
  return width;
}

std::string clip(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) {
    return std::string(text);
  }
  std::string out;
  std::size_t width = 0;
  while (!text.empty() && columns > 0) {
    const auto decoded = decode_utf8(text);
    const std::size_t length = std::max<std::size_t>(decoded.length, 1);
    width += decoded.length == 0 ? 1 : columns_of(decoded.code_point);
    if (width > columns - 1) {
      return out + "…";
    }
    out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

std::string file_name(std::string_view case_name) {
  std::string path;
  std::string_view rest = case_name;
  while (true) {
    const std::size_t slash = rest.find('/');
    path += path_component(rest.substr(0, slash));
    if (slash == std::string_view::npos) {
      break;
    }
    path += '/';
    rest.remove_prefix(slash + 1);
  }
  if (path.size() <= path_limit) {
    return path;
  }
  const std::string tail = "~" + sha256_hex(case_name).substr(0, 32);
  std::string head = path.substr(0, path_limit - tail.size());
  if (head.ends_with('/')) {
    head.back() = '_';
  }
  return head + tail;
}

}  // namespace sipspec::reports
