#pragma once

// The parameter names of one value that went by, to find one that comes twice (RFC 3261 7.3.1,
// 19.1.1). Bounded: of a value with more names than it holds, the later ones are not remembered.
// Not part of the public interface of stack/message.

#include "stack/text/ascii.hpp"

#include <array>
#include <cstddef>
#include <string_view>

namespace sipspec::stack {

class SeenNames {
 public:
  static constexpr std::size_t max_names = 32;

  /// False when the name was there before.
  bool add(std::string_view name) {
    for (std::size_t i = 0; i < size_; ++i) {
      if (equals_ignoring_case(names_[i], name)) {
        return false;
      }
    }
    if (size_ < max_names) {
      names_[size_++] = name;
    }
    return true;
  }

 private:
  std::array<std::string_view, max_names> names_;
  std::size_t size_ = 0;
};

}  // namespace sipspec::stack
