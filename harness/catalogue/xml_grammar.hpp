#pragma once

// A data language as a table: its elements, their attributes and children. One walk over the table
// refuses whatever is not in it; tests hold the table against the schema for editors.
//
//   static constexpr XmlGrammar grammar = {"urn:...", elements};
//   if (check_grammar(file, grammar, errors)) { ... every attribute read from here on is well
//   formed }

#include "harness/catalogue/xml_file.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// What an attribute may hold.
enum class ValueFormat : std::uint8_t {
  text,  ///< anything
  non_empty,
  time,            ///< non-empty here; read by the language itself
  name,            ///< letter, then letters, digits, '-', '_'
  token,           ///< RFC 3261 token
  word,            ///< letters, digits, '.', '_', '-'
  words,           ///< words, separated by blanks
  case_id,         ///< lower-case words separated by '/'
  requirement_id,  ///< "RFC3428-7-05"
  count,           ///< 0..2^32-1
  offsets,         ///< numbers above 0, separated by blanks
  status,          ///< 100..999
  statuses,        ///< "2xx 405"
  one_of,          ///< one of `words`
  some_of,         ///< one or more of `words`, none twice
};

enum class Presence : std::uint8_t { optional, required };

struct AttributeRule {
  std::string_view name;
  ValueFormat format = ValueFormat::text;
  Presence presence = Presence::optional;
  std::span<const std::string_view> words;
};

enum class Occurs : std::uint8_t { any_number, at_most_once, once };

struct ChildRule {
  std::string_view name;
  Occurs occurs = Occurs::any_number;
  std::uint8_t rank = 0;  ///< children stand in the order of their ranks
};

enum class TextRule : std::uint8_t {
  none,   ///< white space only
  prose,  ///< something; white space is collapsed by the reader
  exact,  ///< octet by octet, may be empty
};

struct ElementRule {
  std::string_view name;
  TextRule text = TextRule::none;
  std::span<const AttributeRule> attributes;
  std::span<const ChildRule> children;
};

struct XmlGrammar {
  std::string_view namespace_uri;
  std::span<const ElementRule> elements;  ///< the first is the root

  const ElementRule* find(std::string_view name) const;
};

/// True when the whole file fits the grammar; every mistake is added to the errors.
bool check_grammar(const XmlFile& file, const XmlGrammar& grammar, std::vector<DataError>& errors);

/// "" when the value fits, else the sentence that says why not.
std::string value_mistake(const AttributeRule& rule, std::string_view value);

/// Parts of a value that are separated by white space.
std::vector<std::string_view> split_blanks(std::string_view text);

/// Runs of white space become one blank; none at the ends.
std::string collapsed(std::string_view text);

}  // namespace sipspec::harness
