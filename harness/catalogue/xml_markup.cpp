#include "harness/catalogue/xml_markup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace sipspec::harness {

namespace {

constexpr std::size_t longest_reference = 12;

std::uint8_t octet(char c) {
  return static_cast<std::uint8_t>(c);
}

/// Length of the well-formed UTF-8 sequence at the start of `text` (RFC 3629 section 4), 0 for
/// none.
std::size_t sequence_length(std::string_view text) {
  const std::uint8_t first = octet(text[0]);
  const std::uint8_t second = text.size() > 1 ? octet(text[1]) : 0;
  const auto tails = [text](std::size_t from, std::size_t to) {
    return text.size() >= to && std::ranges::all_of(text.substr(from, to - from), [](char c) {
             return (octet(c) & 0xC0U) == 0x80U;
           });
  };
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return tails(1, 2) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return tails(1, 3) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool beyond = first == 0xF4 && second > 0x8F;
    return tails(1, 4) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

bool is_xml_character(std::uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code <= 0xD7FF) ||
         (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

std::size_t utf8_size(std::uint32_t code) {
  if (code < 0x80) {
    return 1;
  }
  if (code < 0x800) {
    return 2;
  }
  return code < 0x10000 ? 3 : 4;
}

std::size_t decoded_number(std::string_view digits) {
  const bool hexadecimal = digits.starts_with('x');
  digits.remove_prefix(hexadecimal ? 1 : 0);
  std::uint32_t code = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  const bool read = !digits.empty() && error == std::errc{} && end == digits.data() + digits.size();
  return read && is_xml_character(code) ? utf8_size(code) : 0;
}

class MarkupScan {
 public:
  explicit MarkupScan(std::string_view text) : text_(text) {}

  std::optional<MarkupMistake> run() {
    while (at_ < text_.size() && !mistake_) {
      if (text_[at_] == '<') {
        markup();
      } else {
        reference_or_character();
      }
    }
    return mistake_;
  }

 private:
  void markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      skip_past("-->", 4, "a comment");
    } else if (rest.starts_with("<![CDATA[")) {
      skip_past("]]>", 9, "a CDATA section");
    } else if (rest.starts_with("<?")) {
      skip_past("?>", 2, "a processing instruction");
    } else if (rest.starts_with("<!")) {
      mistake_ = {
          .offset = at_,
          .sentence =
              "a document type (DOCTYPE) is refused: data files have no entities of their own"};
    } else {
      tag();
    }
  }

  void skip_past(std::string_view end, std::size_t opening, std::string_view what) {
    const std::size_t found = text_.find(end, at_ + opening);
    if (found == std::string_view::npos) {
      mistake_ = {.offset = at_, .sentence = fmt::format("{} is not closed by '{}'", what, end)};
      return;
    }
    at_ = found + end.size();
  }

  void tag() {
    char quote = '\0';
    ++at_;
    while (at_ < text_.size() && !mistake_) {
      const char c = text_[at_];
      if (quote == '\0' && c == '>') {
        ++at_;
        return;
      }
      if (c == '<') {
        if (quote != '\0') {
          mistake_ = {.offset = at_, .sentence = "'<' in an attribute is written &lt;"};
        }
        return;
      }
      if (quote == '\0' && (c == '"' || c == '\'')) {
        quote = c;
      } else if (quote == c) {
        quote = '\0';
      }
      reference_or_character();
    }
  }

  void reference_or_character() {
    if (text_[at_] != '&') {
      ++at_;
      return;
    }
    const std::string_view window = text_.substr(at_ + 1, longest_reference);
    const std::size_t end = window.find(';');
    const std::string_view name = window.substr(0, end);
    if (end == std::string_view::npos) {
      mistake_ = {.offset = at_, .sentence = "'&' is written &amp;"};
    } else if (decoded_size(name) == 0) {
      mistake_ = {.offset = at_,
                  .sentence = fmt::format("'&{};' is no reference that XML knows", name)};
    }
    at_ += end == std::string_view::npos ? 1 : end + 2;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<MarkupMistake> mistake_;
};

}  // namespace

std::optional<MarkupMistake> find_bad_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text.substr(at));
    if (length == 0) {
      return MarkupMistake{.offset = at,
                           .sentence = fmt::format("octet 0x{:02X} is no UTF-8", octet(text[at]))};
    }
    const std::uint8_t first = octet(text[at]);
    const bool control = first < 0x20 && first != '\t' && first != '\n' && first != '\r';
    const std::string_view sequence = text.substr(at, length);
    if (control || sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF") {
      return MarkupMistake{
          .offset = at,
          .sentence = fmt::format("XML forbids the character with the octet 0x{:02X} here", first)};
    }
    at += length;
  }
  return std::nullopt;
}

std::optional<MarkupMistake> find_bad_markup(std::string_view text) {
  return MarkupScan(text).run();
}

std::size_t decoded_size(std::string_view reference) {
  static constexpr std::array<std::string_view, 5> named = {"amp", "lt", "gt", "quot", "apos"};
  if (reference.starts_with('#')) {
    return decoded_number(reference.substr(1));
  }
  return std::ranges::find(named, reference) != named.end() ? 1 : 0;
}

}  // namespace sipspec::harness
