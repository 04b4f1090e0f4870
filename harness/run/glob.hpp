#pragma once

// Patterns over slash-separated ids: "*" within one component, "**" over any number of them, "?"
// one character. A pattern without any of them fits the id itself and everything below it.
//
//   glob_matches("rfc3428/**", "rfc3428/7/no-contact")   // true
//   glob_matches("rfc3428/7", "rfc3428/7/no-contact")    // true

#include <string_view>

namespace sipspec::harness {

bool glob_matches(std::string_view pattern, std::string_view id);

}  // namespace sipspec::harness
