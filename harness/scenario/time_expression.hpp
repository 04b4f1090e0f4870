#pragma once

// Reads and evaluates spans of time like "64*T1", "500ms", "T1+200ms", "2*T2 + 1s".
//
//   expression = term *( "+" term )
//   term       = [ number "*" ] ( "T1" / "T2" / "T4" )  /  number ( "us" / "ms" / "s" / "min" )
//   number     = 1*DIGIT [ "." 1*DIGIT ]
//
//   auto span = parse_time("64*T1 + 200ms");          // span->text, span->terms
//   stack::Duration time = evaluate(*span, timers);   // any table with t1, t2, t4

#include "harness/scenario/model.hpp"
#include "stack/time.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// Nothing in SIP messaging takes longer; a longer literal is a slip of the pen.
inline constexpr std::chrono::hours longest_time{24};
inline constexpr double largest_time_factor = 10000;

struct TimeMistake {
  std::size_t offset = 0;  ///< octets from the start of the text
  std::string sentence;
};

[[noreturn]] inline void throw_exception_from_error(const TimeMistake& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a time that cannot be read: " + error.sentence);
}

boost::system::result<TimeExpression, TimeMistake> parse_time(std::string_view text);

/// An expression without terms is zero.
stack::Duration evaluate(const TimeExpression& expression, stack::Duration t1, stack::Duration t2,
                         stack::Duration t4);

/// By a table of timers (stack::TimerTable, MonitorContext): anything with t1, t2 and t4.
template <class Timers>
stack::Duration evaluate(const TimeExpression& expression, const Timers& timers) {
  return evaluate(expression, timers.t1, timers.t2, timers.t4);
}

}  // namespace sipspec::harness
