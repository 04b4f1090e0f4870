#include "harness/catalogue/suggestion.hpp"
#include "harness/scenario/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

namespace sipspec::harness {

namespace {

using Name = std::string_view;

constexpr std::uint32_t most_repeats = std::uint32_t{16} << 20U;

constexpr std::array<Name, 7> device_parts = {"host",   "ip",  "port",    "user",
                                              "domain", "uri", "identity"};
constexpr std::array<Name, 6> actor_parts = {"host", "ip", "port", "user", "uri", "contact"};
constexpr std::array<Name, 4> own_names = {"branch", "call-id", "from-tag", "cseq"};
/// Short names of fields that name a message of any step.
constexpr std::array<Name, 4> short_names = {"branch", "from-tag", "to-tag", "cseq"};

bool holds(std::span<const Name> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string part_mistake(std::string_view whole, std::string_view part,
                         std::span<const Name> parts) {
  return holds(parts, part) ? std::string()
                            : fmt::format("'{}' has no '{}', only {}{}", whole, part,
                                          fmt::join(parts, " "), suggestion(part, parts));
}

std::string repeat_mistake(std::string_view rest) {
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return "a repetition is written {repeat:text:count}";
  }
  const std::string_view digits = rest.substr(colon + 1);
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
    return fmt::format("'{}' is no count", digits);
  }
  return count > most_repeats / colon
             ? fmt::format("the repetition makes more than {} octets", most_repeats)
             : std::string();
}

std::string bare_mistake(std::string_view name, const NameScope& scope, NameUser user) {
  if (name == "transport" || name == "random") {
    return {};
  }
  if (holds(own_names, name)) {
    return user.makes_request ? std::string()
                              : fmt::format(
                                    "'{{{}}}' is known only inside of a send; name the "
                                    "message, like {{m1.{}}}",
                                    name, name);
  }
  if (name == "device" || scope.has_actor(name) || scope.find(name) != nullptr) {
    return fmt::format("'{{{}}}' does not say what of '{}' is meant, like {{{}.{}}}", name, name,
                       name, scope.find(name) != nullptr ? "call-id" : "host");
  }
  static constexpr std::array<Name, 7> bare = {"transport", "random", "branch",     "call-id",
                                               "from-tag",  "cseq",   "repeat:X:10"};
  return fmt::format("there is no reference '{{{}}}'{}", name, suggestion(name, bare));
}

std::string unknown_whole(std::string_view whole, const NameScope& scope) {
  std::vector<std::string_view> known = {"device"};
  known.insert(known.end(), scope.actors().begin(), scope.actors().end());
  for (const NamedStep& step : scope.steps()) {
    known.emplace_back(step.id);
  }
  return fmt::format("'{}' is neither an actor nor a step{}", whole, suggestion(whole, known));
}

class TemplateCheck {
 public:
  TemplateCheck(std::string_view text, TemplateKind kind, const NameScope& scope, NameUser user)
      : text_(text), kind_(kind), scope_(&scope), user_(user) {}

  std::vector<TemplateMistake> run() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '{') {
        brace();
      } else if (c == '\\' && kind_ != TemplateKind::body) {
        escape();
      } else {
        plain(c);
      }
    }
    return std::move(mistakes_);
  }

 private:
  void fail(std::string sentence) { mistakes_.push_back({at_, std::move(sentence)}); }

  void plain(char c) {
    if (kind_ == TemplateKind::row && c == '\n' && !broken_) {
      broken_ = true;
      fail("a line break in here is written \\r\\n");
    }
    ++at_;
  }

  void brace() {
    if (text_.substr(at_).starts_with("{{")) {
      at_ += 2;
      return;
    }
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      fail("'{' without '}'; a literal brace is written {{");
      at_ = text_.size();
      return;
    }
    auto mistake = reference_mistake(text_.substr(at_ + 1, end - at_ - 1), *scope_, user_);
    if (!mistake.empty()) {
      fail(std::move(mistake));
    }
    at_ = end + 1;
  }

  void escape() {
    const std::string_view rest = text_.substr(at_);
    const char kind = rest.size() > 1 ? rest[1] : '\0';
    if (std::string_view("rnt\\").find(kind) != std::string_view::npos) {
      at_ += 2;
      return;
    }
    const bool hexadecimal =
        kind == 'x' && rest.size() > 3 &&
        rest.substr(2, 2).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (!hexadecimal) {
      fail(R"(no escape; known are \r \n \t \\ and \xNN with two hexadecimal digits)");
    }
    at_ += hexadecimal ? 4 : 1;
  }

  std::string_view text_;
  TemplateKind kind_;
  const NameScope* scope_;
  NameUser user_;
  std::size_t at_ = 0;
  bool broken_ = false;
  std::vector<TemplateMistake> mistakes_;
};

}  // namespace

std::string reference_mistake(std::string_view reference, const NameScope& scope, NameUser user) {
  static constexpr std::string_view repeat = "repeat:";
  if (reference.starts_with(repeat)) {
    return repeat_mistake(reference.substr(repeat.size()));
  }
  const std::size_t dot = reference.find('.');
  if (dot == std::string_view::npos) {
    return bare_mistake(reference, scope, user);
  }
  const std::string_view whole = reference.substr(0, dot);
  const std::string_view part = reference.substr(dot + 1);
  if (whole == "device") {
    return part_mistake(whole, part, device_parts);
  }
  if (scope.has_actor(whole)) {
    return part_mistake(whole, part, actor_parts);
  }
  const NamedStep* const step = scope.find(whole);
  if (step == nullptr) {
    return unknown_whole(whole, scope);
  }
  auto mistake =
      scope.step_mistake(whole, {StepKind::send, StepKind::expect, StepKind::respond}, user);
  if (!mistake.empty() || holds(short_names, part)) {
    return mistake;
  }
  return field_mistake(part);
}

std::vector<TemplateMistake> check_template(std::string_view text, TemplateKind kind,
                                            const NameScope& scope, NameUser user) {
  return TemplateCheck(text, kind, scope, user).run();
}

}  // namespace sipspec::harness
