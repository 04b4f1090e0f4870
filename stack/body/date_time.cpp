#include "stack/body/date_time.hpp"

#include "stack/text/number.hpp"

#include <array>
#include <cstddef>

namespace sipspec::stack {

namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  /// Exactly `digits` digits; -1 when there are others.
  int number(std::size_t digits) {
    const Number read = read_number(rest_.substr(0, digits));
    if (rest_.size() < digits || !read.ok()) {
      good_ = false;
      return -1;
    }
    rest_.remove_prefix(digits);
    return static_cast<int>(read.value);
  }

  bool take(char c) {
    const bool here = rest_.starts_with(c);
    rest_.remove_prefix(here ? 1 : 0);
    return here;
  }

  void need(char c) { good_ = take(c) && good_; }

  /// "." 1*DIGIT, when there is one.
  void fraction() {
    if (take('.')) {
      const std::size_t end = rest_.find_first_not_of("0123456789");
      good_ = good_ && !rest_.empty() && end != 0;
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end);
    }
  }

  bool at_end() const { return rest_.empty(); }

  bool good() const { return good_; }

 private:
  std::string_view rest_;
  bool good_ = true;
};

int days_of(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

bool within(int value, int low, int high) {
  return value >= low && value <= high;
}

bool read_date(Reader& in) {
  const int year = in.number(4);
  in.need('-');
  const int month = in.number(2);
  in.need('-');
  const int day = in.number(2);
  return in.good() && within(month, 1, 12) && within(day, 1, days_of(year, month));
}

bool read_time(Reader& in) {
  const int hour = in.number(2);
  in.need(':');
  const int minute = in.number(2);
  in.need(':');
  const int second = in.number(2);
  in.fraction();
  return in.good() && within(hour, 0, 23) && within(minute, 0, 59) && within(second, 0, 60);
}

bool read_zone(Reader& in, ZoneNeed need) {
  if (in.at_end()) {
    return need == ZoneNeed::optional;
  }
  if (in.take('Z') || (need == ZoneNeed::required && in.take('z'))) {
    return true;
  }
  if (!in.take('+') && !in.take('-')) {
    return false;
  }
  const int hour = in.number(2);
  in.need(':');
  const int minute = in.number(2);
  return in.good() && within(hour, 0, 23) && within(minute, 0, 59);
}

}  // namespace

bool is_date_time(std::string_view text, ZoneNeed zone) noexcept {
  Reader in(text);
  if (!read_date(in) || (!in.take('T') && (zone == ZoneNeed::optional || !in.take('t')))) {
    return false;
  }
  return read_time(in) && read_zone(in, zone) && in.at_end();
}

}  // namespace sipspec::stack
