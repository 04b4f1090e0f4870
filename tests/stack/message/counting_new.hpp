#pragma once

#include <cstddef>

namespace sipspec::stack {

/// How often this test program has asked for memory through operator new.
std::size_t allocation_count();

}  // namespace sipspec::stack
