#pragma once

// Small text helpers of the rules.

#include <string>
#include <string_view>

namespace sipspec::harness {

/// Token comparison of RFC 3261 7.3.1: case does not matter.
bool same_token(std::string_view a, std::string_view b);

/// Device octets for a finding's text: one line, unprintable octets as \xNN, cut after 200 octets.
std::string shown(std::string_view octets);

}  // namespace sipspec::harness
