#pragma once

// REALM:USER:PASSWORD[:ALGORITHM,...], as `sipspec device --auth` takes it. The password may hold
// no colon. Without algorithms: SHA-256, then MD5.

#include "stack/auth/digest_server.hpp"

#include <optional>
#include <string_view>

namespace sipspec::harness {

/// nullopt: it is not written so, or an algorithm is not known.
std::optional<stack::DigestServerConfig> read_auth_option(std::string_view text);

}  // namespace sipspec::harness
