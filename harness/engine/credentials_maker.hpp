#pragma once

// Answers a challenge of the device as a scenario asks for it: right, or wrong in the places that
// it names. Pure.
//
//   auto row = make_credentials({.response = challenge, .account = account, .method = "MESSAGE",
//                                .uri = uri, .body = body, .cnonce = cnonce}, wish, counts);
//   if (!row) { ... nothing in that response can be answered ... }

#include "harness/scenario/model.hpp"
#include "stack/auth/digest_client.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace sipspec::harness {

/// How often each nonce was used in this case.
using NonceCounts = std::map<std::string, std::uint32_t, std::less<>>;

/// What is answered, and by which request.
struct ChallengedRequest {
  const stack::Message* response = nullptr;
  const stack::DigestAccount* account = nullptr;
  std::string method, uri, body;
  std::string cnonce;
};

/// `wish` with its templates expanded. The topmost challenge that fits is answered, that of a user
/// agent before that of a proxy.
std::optional<stack::AuthRow> make_credentials(const ChallengedRequest& request,
                                               const CredentialsSpec& wish, NonceCounts& counts);

}  // namespace sipspec::harness
