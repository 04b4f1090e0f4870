#pragma once

// An XML data file with exact places: pugixml's tree, and for each element, attribute and octet of
// text the line and column where the author wrote it.
//
// Stricter than pugixml where an author would be misled: the file has to be UTF-8, without DOCTYPE
// (and so without entities but the five of XML), without characters that XML forbids, with one root
// element. Text is handed out octet by octet: entities decoded, line breaks LF, nothing trimmed.
// Not here: which elements a language has (xml_grammar.hpp).
//
//   XmlFile file("case.xml", text);
//   if (file.parse(errors)) { use(file.root()); errors.push_back(file.error(file.offset(node),
//   "no")); }

#include "harness/catalogue/catalogue.hpp"

#include <pugixml.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// Larger files are refused.
inline constexpr std::size_t max_xml_octets = std::size_t{4} << 20U;

/// Line and column, both from 1; a column is a character (UTF-8 code point), not an octet.
struct TextPosition {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// The text directly inside an element, with where each part of it stands in the file.
struct XmlText {
  struct Piece {
    std::size_t begin = 0;   ///< index into `octets`
    std::size_t source = 0;  ///< offset in the file
    bool verbatim = false;   ///< CDATA: no entities
  };

  std::string octets;
  std::vector<Piece> pieces;
};

class XmlFile {
 public:
  /// `name` is what errors call the file.
  XmlFile(std::string name, std::string text);

  /// Must be called first. False: the errors say why, and there is no tree.
  bool parse(std::vector<DataError>& errors);

  const std::string& name() const { return name_; }

  pugi::xml_node root() const { return document_.document_element(); }

  /// Offset of the '<' of an element.
  std::size_t offset(pugi::xml_node element) const;
  /// Offset of the name of an attribute.
  std::size_t offset(pugi::xml_node element, pugi::xml_attribute attribute) const;
  /// Offset of the octet `index` of an attribute's value.
  std::size_t value_offset(pugi::xml_node element, pugi::xml_attribute attribute,
                           std::size_t index) const;

  XmlText text(pugi::xml_node element) const;
  /// Offset of the octet `index` of a text.
  std::size_t offset(const XmlText& text, std::size_t index) const;

  TextPosition position(std::size_t offset) const;
  DataError error(std::size_t offset, std::string sentence) const;

 private:
  struct AttributePlace {
    std::size_t name = 0, value = 0;
  };

  bool check_characters(std::vector<DataError>& errors) const;
  bool check_markup(std::vector<DataError>& errors) const;
  bool check_document(std::vector<DataError>& errors) const;
  AttributePlace place_of(pugi::xml_node element, pugi::xml_attribute attribute) const;
  std::size_t characters_up_to(std::size_t offset) const;
  std::size_t walk(std::size_t source, std::size_t octets) const;

  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
  /// Characters before each block of the text, so that long lines cost no more than short ones.
  std::vector<std::size_t> characters_before_;
  pugi::xml_document document_;
};

/// The octets of a file; nullopt, with an error, when it cannot be read or is too large.
std::optional<std::string> read_data_file(const std::filesystem::path& path,
                                          std::vector<DataError>& errors);

}  // namespace sipspec::harness
