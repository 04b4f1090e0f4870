#pragma once

// A JSON string out of UTF-8 text, with its quotes.

#include <string>
#include <string_view>

namespace sipspec::harness {

std::string json_string(std::string_view text);

}  // namespace sipspec::harness
