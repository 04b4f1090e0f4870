#pragma once

// The profiles of strictness: which rows of the catalogue are held against a device. A row that a
// profile leaves out is neither judged nor reported in it. Not the profile of a device
// (harness/device), which says where the device is and what it has.
//
//   const Strictness* profile = find_strictness("draft03");

#include "harness/catalogue/requirement.hpp"

#include <span>
#include <string_view>

namespace sipspec::harness {

struct Strictness {
  std::string_view name;      ///< "draft03"
  std::string_view sentence;  ///< what is held against the device in it
};

inline constexpr std::string_view usual_strictness = "modern";

/// All there are, the usual one first.
std::span<const Strictness> all_strictness();

/// Null when there is none of that name.
const Strictness* find_strictness(std::string_view name);

/// The row is in force in that profile.
bool in_force(const Requirement& requirement, std::string_view profile);

}  // namespace sipspec::harness
