#include "harness/catalogue/strictness.hpp"

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

constexpr std::array<Strictness, 5> profiles = {{
    {.name = "modern",
     .sentence = "RFC 3428 and RFC 3261 as RFC 4320, RFC 5393 and RFC 8760 amend them"},
    {.name = "strict-3428",
     .sentence = "as modern; every MUST of RFC 3428 counts, S/MIME included"},
    {.name = "rfc3261-only",
     .sentence = "RFC 3428 and RFC 3261 alone, without RFC 4320, RFC 5393 and RFC 8760"},
    {.name = "draft03",
     .sentence = "draft-ietf-sip-message-03: its own rows take the place of those that came with "
                 "RFC 3428"},
    {.name = "relaxed-size",
     .sentence = "as modern; the limit of 1300 octets is a recommendation on streams"},
}};

}  // namespace

std::span<const Strictness> all_strictness() {
  return profiles;
}

const Strictness* find_strictness(std::string_view name) {
  const auto* const found = std::ranges::find(profiles, name, &Strictness::name);
  return found == profiles.end() ? nullptr : found;
}

bool in_force(const Requirement& requirement, std::string_view profile) {
  return requirement.profiles.empty() ||
         std::ranges::find(requirement.profiles, profile) != requirement.profiles.end();
}

}  // namespace sipspec::harness
