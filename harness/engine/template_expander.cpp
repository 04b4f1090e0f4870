#include "harness/engine/template_expander.hpp"

#include <fmt/format.h>

#include <charconv>

namespace sipspec::harness {

namespace {

constexpr std::size_t random_length = 10;

std::optional<unsigned> hex_digit(char c) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(&c, &c + 1, value, 16);
  if (error != std::errc{} || end != &c + 1) {
    return std::nullopt;
  }
  return value;
}

class Expander {
 public:
  Expander(std::string_view text, const Lookup& lookup, Random& random, Escapes escapes)
      : text_(text), lookup_(&lookup), random_(&random), escapes_(escapes) {}

  Expansion run() {
    while (at_ < text_.size() && !failed()) {
      one();
      if (out_.size() > max_expansion) {
        fail(at_, fmt::format("the text grows beyond {} octets", max_expansion));
      }
    }
    if (failed()) {
      return error_;
    }
    return std::move(out_);
  }

 private:
  bool failed() const { return !error_.sentence.empty(); }

  void fail(std::size_t offset, std::string sentence) {
    error_ = {.offset = static_cast<std::uint32_t>(offset), .sentence = std::move(sentence)};
  }

  void one() {
    if (text_[at_] == '{') {
      text_.substr(at_).starts_with("{{") ? literal_brace() : reference();
    } else if (text_[at_] == '\\' && escapes_ == Escapes::decode) {
      escape();
    } else {
      out_ += text_[at_++];
    }
  }

  void literal_brace() {
    out_ += '{';
    at_ += 2;
  }

  void reference() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      fail(at_, "'{' without '}' ('{{' gives one '{')");
      return;
    }
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    if (name == "random") {
      out_ += random_->token(random_length);
    } else if (name.starts_with("repeat:")) {
      repeat(name.substr(7));
    } else if (const auto value = (*lookup_)(name)) {
      out_ += *value;
    } else {
      fail(at_, fmt::format("'{{{}}}' has no value here", name));
      return;
    }
    at_ = end + 1;
  }

  void repeat(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) {
      fail(at_, "a repeat is written {repeat:text:count}");
      return;
    }
    const std::string_view number = text.substr(colon + 1);
    std::uint32_t count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (error != std::errc{} || end != number.data() + number.size()) {
      fail(at_, fmt::format("'{}' is no count", number));
      return;
    }
    const std::string_view unit = text.substr(0, colon);
    if (unit.size() * count > max_expansion) {
      fail(at_, fmt::format("the text grows beyond {} octets", max_expansion));
      return;
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      out_ += unit;
    }
  }

  void escape() {
    const char kind = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    static constexpr std::string_view names = "rnt\\";
    static constexpr std::string_view octets = "\r\n\t\\";
    if (const std::size_t i = names.find(kind); i != std::string_view::npos) {
      out_ += octets[i];
      at_ += 2;
    } else if (kind == 'x') {
      hex_escape();
    } else {
      fail(at_, R"(unknown escape; known are \r \n \t \\ \xNN)");
    }
  }

  void hex_escape() {
    const auto high = at_ + 2 < text_.size() ? hex_digit(text_[at_ + 2]) : std::nullopt;
    const auto low = at_ + 3 < text_.size() ? hex_digit(text_[at_ + 3]) : std::nullopt;
    if (!high || !low) {
      fail(at_, "\\x wants two hexadecimal digits");
      return;
    }
    out_ += static_cast<char>(static_cast<unsigned char>(*high * 16U + *low));
    at_ += 4;
  }

  std::string_view text_;
  const Lookup* lookup_;
  Random* random_;
  Escapes escapes_;
  std::size_t at_ = 0;
  std::string out_;
  TemplateError error_;
};

}  // namespace

Expansion expand(std::string_view text, const Lookup& lookup, Random& random, Escapes escapes) {
  return Expander(text, lookup, random, escapes).run();
}

}  // namespace sipspec::harness
