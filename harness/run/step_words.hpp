#pragma once

// A step in words, for people who do not read the XML.

#include "harness/scenario/model.hpp"

#include <string>
#include <vector>

namespace sipspec::harness {

/// The first line says what the step does, the others what it changes or checks.
std::vector<std::string> words_for(const Step& step);

}  // namespace sipspec::harness
