#include "harness/scenario/time_expression.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace sipspec::harness {

namespace {

using Unit = TimeExpression::Term::Unit;

struct UnitName {
  std::string_view name;
  Unit unit;
  double scale;  ///< microseconds in one of a literal unit
};

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr std::array<UnitName, 3> timers = {
    {{"T1", Unit::t1, 1}, {"T2", Unit::t2, 1}, {"T4", Unit::t4, 1}}};
constexpr std::array<UnitName, 4> literals = {{{"us", Unit::microseconds, 1},
                                               {"ms", Unit::microseconds, 1e3},
                                               {"min", Unit::microseconds, 60e6},
                                               {"s", Unit::microseconds, 1e6}}};

// NOLINTEND(modernize-use-designated-initializers)

class TimeParser {
 public:
  explicit TimeParser(std::string_view text) : text_(text) {}

  boost::system::result<TimeExpression, TimeMistake> run() {
    TimeExpression expression{.terms = {}, .text = std::string(text_)};
    do {
      skip_blanks();
      term(expression);
      skip_blanks();
    } while (!mistake_ && take("+"));
    if (!mistake_ && at_ < text_.size()) {
      fail("'+' or the end is expected");
    }
    if (mistake_) {
      return *mistake_;
    }
    return expression;
  }

 private:
  void fail(std::string_view sentence) {
    if (!mistake_) {
      mistake_ = {
          .offset = at_,
          .sentence = fmt::format("'{}' is no time: {} at '{}'; a time is like 500ms, 64*T1 "
                                  "or T1+200ms",
                                  text_, sentence, text_.substr(at_))};
    }
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(' ', at_), text_.size()); }

  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) {
      return false;
    }
    at_ += word.size();
    return true;
  }

  template <class Names>
  const UnitName* take_unit(const Names& names) {
    for (const UnitName& unit : names) {
      if (take(unit.name)) {
        return &unit;
      }
    }
    return nullptr;
  }

  std::optional<double> take_number() {
    const std::string_view rest = text_.substr(at_);
    if (rest.empty() || rest.front() < '0' || rest.front() > '9') {
      return std::nullopt;
    }
    double value = 0;
    const auto [end, error] =
        std::from_chars(rest.data(), rest.data() + rest.size(), value, std::chars_format::fixed);
    if (error != std::errc{}) {
      return std::nullopt;
    }
    at_ += static_cast<std::size_t>(end - rest.data());
    return value;
  }

  void term(TimeExpression& expression) {
    const std::size_t begin = at_;
    const auto number = take_number();
    skip_blanks();
    const bool times = number && take("*");
    skip_blanks();
    const UnitName* unit = number && !times ? take_unit(literals) : take_unit(timers);
    if (unit == nullptr && !number) {
      fail("a number, T1, T2 or T4 is expected");
      return;
    }
    if (unit == nullptr) {
      fail(times ? "T1, T2 or T4 is expected" : "a unit (us, ms, s, min) is expected");
      return;
    }
    const double factor = number.value_or(1) * unit->scale;
    const double most = unit->unit == Unit::microseconds
                            ? std::chrono::duration<double, std::micro>(longest_time).count()
                            : largest_time_factor;
    if (factor > most) {
      at_ = begin;
      fail("too long a time");
      return;
    }
    expression.terms.push_back({.factor = factor, .unit = unit->unit});
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::optional<TimeMistake> mistake_;
};

}  // namespace

boost::system::result<TimeExpression, TimeMistake> parse_time(std::string_view text) {
  return TimeParser(text).run();
}

stack::Duration evaluate(const TimeExpression& expression, stack::Duration t1, stack::Duration t2,
                         stack::Duration t4) {
  double sum = 0;
  for (const TimeExpression::Term& term : expression.terms) {
    switch (term.unit) {
      case Unit::t1:
        sum += term.factor * static_cast<double>(t1.count());
        break;
      case Unit::t2:
        sum += term.factor * static_cast<double>(t2.count());
        break;
      case Unit::t4:
        sum += term.factor * static_cast<double>(t4.count());
        break;
      case Unit::microseconds:
        sum += term.factor;
        break;
    }
  }
  return stack::Duration(std::llround(sum));
}

}  // namespace sipspec::harness
