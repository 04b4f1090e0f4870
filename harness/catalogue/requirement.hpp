#pragma once

// The requirements that verdicts name: data from scenarios/requirements/*.xml. A requirement says
// what a document asks, of whom, and how grave a violation is.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

enum class Level : std::uint8_t { must, must_not, should, should_not, may, derived, robustness };

/// "MUST NOT" ...
std::string_view to_string(Level level);

/// What a violation makes of a verdict.
enum class Violation : std::uint8_t { fail, non_strict, info };

struct Requirement {
  std::string id;        ///< "RFC3428-7-05"
  std::string document;  ///< "RFC3428"
  std::string section;   ///< "7"
  std::string section_title;
  std::string url;  ///< of the document
  Level level = Level::must;
  Violation violation = Violation::fail;
  std::vector<std::string> roles;
  std::vector<std::string> transports;
  std::vector<std::string> needs;
  std::vector<std::string> profiles;  ///< empty: holds in all
  std::string sentence;
  std::string stimulus;
  std::string observation;
  std::string file;
  std::uint32_t line = 0;
};

}  // namespace sipspec::harness
