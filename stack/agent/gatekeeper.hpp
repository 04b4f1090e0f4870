#pragma once

// Digest in front of the reference device: who may send to it (RFC 3261 22, RFC 8760 2.3). Asks for
// credentials, and proves in Authentication-Info that it knows the password too. Faults of
// authentication act here.

#include "stack/agent/fault.hpp"
#include "stack/agent/random.hpp"
#include "stack/agent/uas_core.hpp"
#include "stack/auth/digest_server.hpp"
#include "stack/message/message.hpp"
#include "stack/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sipspec::stack {

class Gatekeeper {
 public:
  Gatekeeper(DigestServerConfig config, Fault fault, std::uint64_t seed);

  /// `decided` is what the request would be answered without authentication. It stays so for what
  /// is never challenged (ACK, CANCEL) and for what cannot be read.
  Answer pass(TimePoint now, const Message& request, Answer decided);

 private:
  bool is(Fault fault) const { return fault_ == fault; }

  bool exempt(const Message& request, const Answer& decided) const;
  /// What a faulty device lets pass.
  bool lets_pass(TimePoint now, const Message& request, const DigestVerdict& verdict);
  Answer challenge(TimePoint now, const DigestVerdict& verdict);
  void spoil(std::vector<AuthRow>& rows) const;
  void prove(Answer& answer, const DigestVerdict& verdict) const;

  Fault fault_;
  DigestServer server_;
  AgentRandom random_;
};

}  // namespace sipspec::stack
