#include "reports/paint.hpp"

#include <fmt/format.h>

namespace sipspec::reports {

std::string Paint::in(std::string_view code, std::string_view text) const {
  return colour_ == Colour::off ? std::string(text) : fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Paint::bold(std::string_view text) const {
  return in("1", text);
}

std::string Paint::dim(std::string_view text) const {
  return in("2", text);
}

std::string Paint::red(std::string_view text) const {
  return in("31", text);
}

std::string Paint::green(std::string_view text) const {
  return in("32", text);
}

std::string Paint::verdict(Verdict verdict, std::string_view text) const {
  switch (verdict) {
    case Verdict::pass:
      return in("32", text);
    case Verdict::non_strict:
      return in("33", text);
    case Verdict::fail:
      return in("1;31", text);
    case Verdict::error:
      return in("1;35", text);
    case Verdict::inconc:
    case Verdict::notrun:
      return in("36", text);
    case Verdict::info:
      return in("34", text);
    case Verdict::unimplemented:
    case Verdict::not_applicable:
    case Verdict::skipped:
      return in("2", text);
  }
  return std::string(text);
}

}  // namespace sipspec::reports
