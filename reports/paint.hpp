#pragma once

// Colours for a terminal. What is painted must be visible() already.
//
//   Paint paint(Colour::off);
//   paint.verdict(Verdict::fail, "FAIL")   // "FAIL"

#include "reports/verdict.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::reports {

enum class Colour : std::uint8_t { off, on };

class Paint {
 public:
  explicit Paint(Colour colour) : colour_(colour) {}

  std::string bold(std::string_view text) const;
  std::string dim(std::string_view text) const;
  std::string red(std::string_view text) const;
  std::string green(std::string_view text) const;
  std::string verdict(Verdict verdict, std::string_view text) const;

 private:
  std::string in(std::string_view code, std::string_view text) const;

  Colour colour_;
};

}  // namespace sipspec::reports
