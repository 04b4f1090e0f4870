#include "harness/catalogue/suggestion.hpp"
#include "harness/catalogue/xml_grammar.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace sipspec::harness {

namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

bool is_name(std::string_view text) {
  return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_';
  });
}

bool is_token(std::string_view text) {
  static constexpr std::string_view marks = "-.!%*_+`'~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
  });
}

bool is_word(std::string_view text) {
  return !text.empty() && (is_letter(text.front()) || is_digit(text.front())) &&
         std::ranges::all_of(text, [](char c) {
           return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
         });
}

bool is_words(std::string_view text) {
  return std::ranges::all_of(split_blanks(text), is_word);
}

/// Applies `test` to each part between separators; empty parts count.
template <class Test>
bool all_parts(std::string_view text, char separator, Test test) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!test(text.substr(0, end))) {
      return false;
    }
    if (end == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(end + 1);
  }
}

bool is_case_id(std::string_view text) {
  return all_parts(text, '/', [](std::string_view part) {
    return is_word(part) &&
           std::ranges::none_of(part, [](char c) { return is_letter(c) && !is_lower(c); });
  });
}

bool is_requirement_id(std::string_view text) {
  const std::size_t first = text.find('-');
  const std::size_t last = text.rfind('-');
  if (first == std::string_view::npos || first == last) {
    return false;
  }
  const std::string_view document = text.substr(0, first);
  const std::string_view section = text.substr(first + 1, last - first - 1);
  const std::string_view number = text.substr(last + 1);
  const auto digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, is_digit);
  };
  return !document.empty() && number.size() == 2 && digits(number) &&
         std::ranges::all_of(
             document, [](char c) { return is_digit(c) || (is_letter(c) && !is_lower(c)); }) &&
         all_parts(section, '.', digits);
}

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size()
             ? std::optional(value)
             : std::nullopt;
}

bool is_offsets(std::string_view text) {
  const auto parts = split_blanks(text);
  return !parts.empty() && std::ranges::all_of(parts, [](std::string_view part) {
    return number(part).value_or(0) > 0;
  });
}

bool is_status(std::string_view text) {
  return text.size() == 3 && number(text).value_or(0) >= 100;
}

bool is_statuses(std::string_view text) {
  const auto parts = split_blanks(text);
  return !parts.empty() && std::ranges::all_of(parts, [](std::string_view part) {
    return is_status(part) ||
           (part.size() == 3 && part[0] >= '1' && part[0] <= '6' && part.substr(1) == "xx");
  });
}

struct FormatTest {
  ValueFormat format;
  bool (*fits)(std::string_view);
  std::string_view wanted;
};

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr FormatTest format_tests[] = {
    {ValueFormat::non_empty, [](std::string_view text) { return !text.empty(); },
     "something; it is empty"},
    {ValueFormat::time, [](std::string_view text) { return !text.empty(); },
     "a time like 500ms or 64*T1"},
    {ValueFormat::name, is_name, "a name: a letter, then letters, digits, '-' or '_'"},
    {ValueFormat::token, is_token, "a token of RFC 3261"},
    {ValueFormat::word, is_word, "a word of letters, digits, '.', '_', '-'"},
    {ValueFormat::words, is_words, "words of letters, digits, '.', '_', '-', separated by blanks"},
    {ValueFormat::case_id, is_case_id, "lower-case words separated by '/'"},
    {ValueFormat::requirement_id, is_requirement_id, "a requirement id like RFC3428-7-05"},
    {ValueFormat::count, [](std::string_view text) { return number(text).has_value(); },
     "a number from 0 to 4294967295"},
    {ValueFormat::offsets, is_offsets, "numbers above 0, separated by blanks"},
    {ValueFormat::status, is_status, "a status code from 100 to 999"},
    {ValueFormat::statuses, is_statuses, "status codes or classes like '2xx 405'"},
};

// NOLINTEND(modernize-use-designated-initializers)

std::string word_mistake(const AttributeRule& rule, std::string_view word) {
  if (std::ranges::find(rule.words, word) != rule.words.end()) {
    return {};
  }
  return fmt::format("'{}' is not one of the words of '{}': {}{}", word, rule.name,
                     fmt::join(rule.words, " "), suggestion(word, rule.words));
}

std::string words_mistake(const AttributeRule& rule, std::string_view value) {
  const auto parts = split_blanks(value);
  if (parts.empty()) {
    return fmt::format("'{}' wants one or more of: {}", rule.name, fmt::join(rule.words, " "));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (auto mistake = word_mistake(rule, parts[i]); !mistake.empty()) {
      return mistake;
    }
    if (std::ranges::find(parts, parts[i]) != parts.begin() + static_cast<std::ptrdiff_t>(i)) {
      return fmt::format("'{}' stands twice in '{}'", parts[i], rule.name);
    }
  }
  return {};
}

}  // namespace

std::string value_mistake(const AttributeRule& rule, std::string_view value) {
  if (rule.format == ValueFormat::one_of) {
    return word_mistake(rule, value);
  }
  if (rule.format == ValueFormat::some_of) {
    return words_mistake(rule, value);
  }
  const auto* const test = std::ranges::find(format_tests, rule.format, &FormatTest::format);
  if (test == std::end(format_tests) || test->fits(value)) {
    return {};
  }
  return value.empty() ? fmt::format("'{}' wants {}", rule.name, test->wanted)
                       : fmt::format("'{}' wants {}, not '{}'", rule.name, test->wanted, value);
}

std::vector<std::string_view> split_blanks(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t at = text.find_first_not_of(blanks);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(blanks, end);
  }
  return parts;
}

std::string collapsed(std::string_view text) {
  return fmt::format("{}", fmt::join(split_blanks(text), " "));
}

}  // namespace sipspec::harness
