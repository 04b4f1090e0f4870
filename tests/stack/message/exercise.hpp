#pragma once

// Does with a message everything that can be done with one, for the tests that feed damaged octets
// and for the fuzzer. What must hold for any octets whatever is checked on the way.

#include <string>
#include <string_view>

namespace sipspec::stack {

/// The first thing that does not hold, in words; "" when all is well.
std::string exercise(std::string_view octets);

/// The cheap part of it: parse and validate, and all places inside the octets.
std::string exercise_parser(std::string_view octets);

/// exercise_parser() on every cut of `octets`, exercise() on each eighth. What is handed over is a
/// copy as long as the cut, so that a read behind the cut is a read behind the end of memory.
std::string exercise_cuts(std::string_view octets);

}  // namespace sipspec::stack
