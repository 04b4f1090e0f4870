#pragma once

// To which transaction a message belongs: keys that are equal exactly when RFC 3261 says so.

#include "stack/message/message.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// "z9hG4bK" at the start of a branch says that it is unique (RFC 3261 8.1.1.7).
inline constexpr std::string_view magic_cookie = "z9hG4bK";

/// True when the branch starts with the cookie (in any case) and something follows it.
bool has_magic_cookie(std::string_view branch);

/// RFC 3261 17.1.3: branch of the topmost Via and method of CSeq. Of a request that is sent, or of
/// a response that came. nullopt without a readable Via branch or CSeq.
std::optional<std::string> client_key(const Message& message);

/// RFC 3261 17.2.3 of a request that came: branch, sent-by and method with the cookie; without it
/// Request-URI, To tag, From tag, Call-ID, CSeq and topmost Via (RFC 2543). ACK matches the INVITE.
/// nullopt when there is too little to go by (no Via).
std::optional<std::string> server_key(const Message& request);

/// RFC 3261 8.2.2.2: what two copies of one request that came by different paths have in common.
/// nullopt when the rule does not apply (To tag present, or a field is missing).
std::optional<std::string> merge_key(const Message& request);

}  // namespace sipspec::stack
