#include "harness/catalogue/xml_file.hpp"

#include "harness/catalogue/xml_markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace sipspec::harness {

namespace {

// Text is needed octet by octet, so white space between elements is kept. Line breaks become LF, as
// XML 1.0 section 2.11 asks, so that a checkout with CRLF sends the same octets; a CR that an
// author wants is "&#13;" or an escape of the scenario language, which that rule leaves alone.
constexpr unsigned parse_options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                                   pugi::parse_ws_pcdata | pugi::parse_wconv_attribute |
                                   pugi::parse_comments | pugi::parse_declaration |
                                   pugi::parse_fragment;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";

std::string_view sentence_of(pugi::xml_parse_status status) {
  switch (status) {
    case pugi::status_bad_pi:
      return "a '<?' without a name";
    case pugi::status_bad_start_element:
      return "a start tag is broken or not closed by '>'";
    case pugi::status_bad_attribute:
      return "an attribute is broken: it is written name=\"value\"";
    case pugi::status_bad_end_element:
      return "an end tag is broken or not closed by '>'";
    case pugi::status_end_element_mismatch:
      return "an end tag does not fit the element that is open, or is missing";
    case pugi::status_no_document_element:
      return "the file holds no element";
    default:
      return "this is no well-formed XML";
  }
}

constexpr std::size_t block_size = 512;

/// UTF-8 code points: octets that do not continue one.
std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(blanks) == std::string_view::npos;
}

}  // namespace

XmlFile::XmlFile(std::string name, std::string text) : name_(std::move(name)) {
  if (text.starts_with(byte_order_mark)) {
    text.erase(0, byte_order_mark.size());
  }
  text_ = std::move(text);
  line_starts_.push_back(0);
  for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
    line_starts_.push_back(at + 1);
  }
  characters_before_.push_back(0);
  for (std::size_t at = 0; at < text_.size(); at += block_size) {
    const std::string_view block = std::string_view(text_).substr(at, block_size);
    characters_before_.push_back(characters_before_.back() + characters_in(block));
  }
}

bool XmlFile::parse(std::vector<DataError>& errors) {
  if (text_.size() > max_xml_octets) {
    errors.push_back(error(
        0, fmt::format("the file has more than {} octets, the most that is read", max_xml_octets)));
    return false;
  }
  if (!check_characters(errors) || !check_markup(errors)) {
    return false;
  }
  const auto result =
      document_.load_buffer(text_.data(), text_.size(), parse_options, pugi::encoding_utf8);
  if (!result) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, result.offset));
    errors.push_back(error(std::min(at, text_.size()), std::string(sentence_of(result.status))));
    return false;
  }
  return check_document(errors);
}

bool XmlFile::check_characters(std::vector<DataError>& errors) const {
  const auto mistake = find_bad_character(text_);
  if (mistake) {
    errors.push_back(error(mistake->offset, mistake->sentence));
  }
  return !mistake;
}

bool XmlFile::check_markup(std::vector<DataError>& errors) const {
  const auto mistake = find_bad_markup(text_);
  if (mistake) {
    errors.push_back(error(mistake->offset, mistake->sentence));
  }
  return !mistake;
}

/// One root element, nothing but comments around it, and no other encoding declared.
bool XmlFile::check_document(std::vector<DataError>& errors) const {
  const std::size_t before = errors.size();
  bool has_root = false;
  for (const pugi::xml_node node : document_.children()) {
    if (node.type() == pugi::node_declaration) {
      const std::string_view encoding = node.attribute("encoding").value();
      if (!encoding.empty() && encoding != "UTF-8" && encoding != "utf-8") {
        errors.push_back(error(0, fmt::format("the encoding is UTF-8, not '{}'", encoding)));
      }
    } else if (node.type() == pugi::node_element) {
      if (has_root) {
        errors.push_back(error(offset(node), "a second root element"));
      }
      has_root = true;
    } else if ((node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) &&
               !is_blank(node.value())) {
      const std::size_t blank = std::string_view(node.value()).find_first_not_of(blanks);
      errors.push_back(error(static_cast<std::size_t>(node.offset_debug()) + blank,
                             "text outside of the root element"));
    }
  }
  if (!has_root && errors.size() == before) {
    errors.push_back(error(text_.size(), "the file holds no element"));
  }
  return errors.size() == before;
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): a place is one of this file
std::size_t XmlFile::offset(pugi::xml_node element) const {
  const std::ptrdiff_t name = element.offset_debug();
  return name > 0 ? static_cast<std::size_t>(name) - 1 : 0;
}

XmlFile::AttributePlace XmlFile::place_of(pugi::xml_node element,
                                          pugi::xml_attribute attribute) const {
  std::size_t at = text_.find_first_of(" \t\r\n/>", offset(element));
  for (const pugi::xml_attribute each : element.attributes()) {
    const std::size_t name = text_.find_first_not_of(blanks, at);
    const std::size_t quote = text_.find_first_of("\"'", name);
    if (quote == std::string::npos) {
      break;
    }
    if (each == attribute) {
      return {.name = name, .value = quote + 1};
    }
    at = text_.find(text_[quote], quote + 1);
    at = at == std::string::npos ? at : at + 1;
  }
  return {.name = offset(element), .value = offset(element)};
}

std::size_t XmlFile::offset(pugi::xml_node element, pugi::xml_attribute attribute) const {
  return place_of(element, attribute).name;
}

std::size_t XmlFile::value_offset(pugi::xml_node element, pugi::xml_attribute attribute,
                                  std::size_t index) const {
  return walk(place_of(element, attribute).value, index);
}

/// From `source` on, past what `octets` decoded octets stand for in the file.
std::size_t XmlFile::walk(std::size_t source, std::size_t octets) const {
  while (octets > 0 && source < text_.size()) {
    std::size_t written = 1, decoded = 1;
    if (text_[source] == '&') {
      const std::size_t end = text_.find(';', source);
      const std::string_view name = std::string_view(text_).substr(source + 1, end - source - 1);
      decoded = std::max<std::size_t>(1, decoded_size(name));
      written = name.size() + 2;
    } else if (text_.compare(source, 2, "\r\n") == 0) {
      written = 2;
    }
    if (decoded > octets) {
      break;
    }
    octets -= decoded;
    source += written;
  }
  return std::min(source, text_.size());
}

// NOLINTNEXTLINE(readability-convert-member-functions-to-static): its places are of this file
XmlText XmlFile::text(pugi::xml_node element) const {
  XmlText text;
  for (const pugi::xml_node child : element.children()) {
    const bool verbatim = child.type() == pugi::node_cdata;
    if (!verbatim && child.type() != pugi::node_pcdata) {
      continue;
    }
    text.pieces.push_back({.begin = text.octets.size(),
                           .source = static_cast<std::size_t>(child.offset_debug()),
                           .verbatim = verbatim});
    text.octets += child.value();
  }
  return text;
}

std::size_t XmlFile::offset(const XmlText& text, std::size_t index) const {
  const auto after = std::ranges::upper_bound(text.pieces, index, {}, &XmlText::Piece::begin);
  if (after == text.pieces.begin()) {
    return 0;
  }
  const XmlText::Piece& piece = *std::prev(after);
  const std::size_t within = index - piece.begin;
  return piece.verbatim ? std::min(piece.source + within, text_.size())
                        : walk(piece.source, within);
}

std::size_t XmlFile::characters_up_to(std::size_t offset) const {
  const std::size_t block = offset / block_size;
  const std::size_t begin = block * block_size;
  return characters_before_[block] +
         characters_in(std::string_view(text_).substr(begin, offset - begin));
}

TextPosition XmlFile::position(std::size_t offset) const {
  const auto after = std::ranges::upper_bound(line_starts_, offset);
  const std::size_t start = *std::prev(after);
  const std::size_t characters =
      characters_up_to(std::min(offset, text_.size())) - characters_up_to(start);
  return {.line = static_cast<std::uint32_t>(after - line_starts_.begin()),
          .column = static_cast<std::uint32_t>(characters) + 1};
}

DataError XmlFile::error(std::size_t offset, std::string sentence) const {
  const TextPosition at = position(offset);
  return {.file = name_, .line = at.line, .column = at.column, .sentence = std::move(sentence)};
}

std::optional<std::string> read_data_file(const std::filesystem::path& path,
                                          std::vector<DataError>& errors) {
  const auto refuse = [&](std::string sentence) {
    errors.push_back(
        {.file = path.string(), .line = 0, .column = 0, .sentence = std::move(sentence)});
    return std::nullopt;
  };
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path)) {
    return refuse("the file cannot be read");
  }
  std::string octets;
  std::array<char, 16384> chunk{};
  while (octets.size() <= max_xml_octets && stream) {
    stream.read(chunk.data(), chunk.size());
    octets.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (octets.size() > max_xml_octets) {
    return refuse(
        fmt::format("the file has more than {} octets, the most that is read", max_xml_octets));
  }
  return octets;
}

}  // namespace sipspec::harness
