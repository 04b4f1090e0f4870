#pragma once

// What the tests of stack/body share: defects as text, so that an expectation reads as a sentence.

#include "stack/body/body_defect.hpp"
#include "stack/body/limits.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

using Texts = std::vector<std::string>;

inline const BodyLimits usual;

inline Texts names(std::span<const BodyDefect> defects) {
  Texts result;
  for (const BodyDefect& defect : defects) {
    result.emplace_back(describe(defect.code).name);
  }
  return result;
}

/// "cpim-folded@12+5"
inline Texts places(std::span<const BodyDefect> defects) {
  Texts result;
  for (const BodyDefect& defect : defects) {
    result.push_back(std::string(describe(defect.code).name) + "@" + std::to_string(defect.offset) +
                     "+" + std::to_string(defect.length));
  }
  return result;
}

/// `text` with the first `from` in it replaced.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "not found: " + std::string(from)
                                 : text.replace(at, from.size(), to);
}

}  // namespace sipspec::stack
