#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu",
                                                      "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& names, std::string_view text) {
  const auto found = std::ranges::find_if(
      names, [text](std::string_view name) { return equals_ignoring_case(name, text); });
  return static_cast<std::size_t>(found - names.begin());
}

/// Three letters that are in `names`; the strings of the grammar have no case (RFC 2234 2.3).
template <std::size_t N>
bool read_name(Scanner& in, const std::array<std::string_view, N>& names, std::size_t& index) {
  const std::size_t start = in.offset();
  index = index_of(names, in.take(CharClass::alpha));
  if (index < N) {
    return true;
  }
  return in.offset() == start ? in.fail(date_invalid) : in.fail_since(date_invalid, start);
}

bool read_fixed(Scanner& in, std::size_t width, std::uint32_t& value) {
  const std::size_t start = in.offset();
  const std::string_view digits = in.take(CharClass::digit);
  if (digits.size() != width) {
    return digits.empty() ? in.fail(date_invalid) : in.fail_since(date_invalid, start);
  }
  value = read_number(digits).value;
  return true;
}

bool expect(Scanner& in, char c) {
  return in.skip(c) || in.fail(date_invalid);
}

std::uint32_t days_in(std::size_t month, std::uint32_t year) {
  static constexpr std::array<std::uint32_t, 12> days = {31, 28, 31, 30, 31, 30,
                                                         31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 1 && leap ? 29 : days[month];
}

// rfc1123-date = wkday "," SP 2DIGIT SP month SP 4DIGIT
bool read_day(Scanner& in) {
  std::size_t weekday = 0;
  std::size_t month = 0;
  std::uint32_t day = 0;
  std::uint32_t year = 0;
  if (!read_name(in, weekdays, weekday) || !expect(in, ',') || !expect(in, ' ')) {
    return false;
  }
  const std::size_t start = in.offset();
  if (!read_fixed(in, 2, day) || !expect(in, ' ') || !read_name(in, months, month) ||
      !expect(in, ' ') || !read_fixed(in, 4, year)) {
    return false;
  }
  if (day == 0 || day > days_in(month, year)) {
    in.note(date_out_of_range, start, in.offset());
  }
  return true;
}

// time = 2DIGIT ":" 2DIGIT ":" 2DIGIT, 00:00:00 to 23:59:59
bool read_time(Scanner& in) {
  const std::size_t start = in.offset();
  std::uint32_t hour = 0;
  std::uint32_t minute = 0;
  std::uint32_t second = 0;
  if (!read_fixed(in, 2, hour) || !expect(in, ':') || !read_fixed(in, 2, minute) ||
      !expect(in, ':') || !read_fixed(in, 2, second)) {
    return false;
  }
  if (hour > 23 || minute > 59 || second > 59) {
    in.note(date_out_of_range, start, in.offset());
  }
  return true;
}

bool read_duration(Scanner& in) {
  return read_delta_seconds(in);
}

constexpr std::array<ParameterRule, 1> retry_parameters = {
    {{"duration", read_duration, delta_seconds_invalid}}};

}  // namespace

bool date(Scanner& in) {
  if (!read_day(in) || !expect(in, ' ') || !read_time(in) || !expect(in, ' ')) {
    return false;
  }
  const std::string_view zone = in.rest();
  if (equals_ignoring_case(zone, "GMT")) {
    return true;
  }
  return zone.empty() ? in.fail(date_invalid)
                      : in.fail_between(date_zone_not_gmt, in.offset(), in.text().size());
}

// delta-seconds [ comment ] *( SEMI retry-param )
bool retry_after(Scanner& in) {
  if (!read_delta_seconds(in)) {
    return false;
  }
  in.skip_white();
  if (in.at('(') && !read_comment(in)) {
    return false;
  }
  return read_parameters(in, retry_parameters) && read_end(in);
}

// 1*DIGIT [ "." *DIGIT ] [ LWS delay ], delay = *DIGIT [ "." *DIGIT ]
bool timestamp(Scanner& in) {
  if (in.take(CharClass::digit).empty()) {
    return in.fail(timestamp_invalid);
  }
  if (in.skip('.')) {
    in.take(CharClass::digit);
  }
  if (in.skip_white()) {
    in.take(CharClass::digit);
    if (in.skip('.')) {
      in.take(CharClass::digit);
    }
  }
  return in.at_end() || in.fail(timestamp_invalid);
}

}  // namespace sipspec::stack::grammar
