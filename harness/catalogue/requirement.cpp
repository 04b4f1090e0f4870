#include "harness/catalogue/requirement.hpp"

namespace sipspec::harness {

std::string_view to_string(Level level) {
  switch (level) {
    case Level::must:
      return "MUST";
    case Level::must_not:
      return "MUST NOT";
    case Level::should:
      return "SHOULD";
    case Level::should_not:
      return "SHOULD NOT";
    case Level::may:
      return "MAY";
    case Level::derived:
      return "DERIVED";
    case Level::robustness:
      return "ROBUSTNESS";
  }
  return "";
}

}  // namespace sipspec::harness
