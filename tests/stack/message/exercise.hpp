#pragma once

// Does with a message everything that can be done with one, for the tests that feed damaged octets
// and for the fuzzer. What must hold for any octets whatever is checked on the way.

#include <string>
#include <string_view>

namespace sipspec::stack {

/// The first thing that does not hold, in words; "" when all is well.
std::string exercise(std::string_view octets);

}  // namespace sipspec::stack
