#pragma once

// Ties a received response to the request it answers. Lenient on purpose: a response whose echo is
// faulty in one place is still this request's answer, so that one fault gives one finding (by the
// monitor that owns the echo) and not a second one about an absent answer.
//
// In this order: branch and CSeq method (RFC 3261 17.1.3); the most of Call-ID, From tag and CSeq;
// the only request that still waits; none.
//
//   Tie tie = associate(response, candidates);

#include "harness/monitor/monitor.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace sipspec::harness {

/// A request that went out from the actor's socket, first transmissions only.
struct Candidate {
  const stack::Message* request = nullptr;
  std::int32_t index = -1;  ///< into the exchange
  enum class State : std::uint8_t {
    waiting,
    answered,
    decoy,  ///< octets behind a datagram's message: what answers them answers nothing
  } state = State::waiting;
};

struct Tie {
  std::int32_t answers = -1;  ///< index into the exchange
  Association by = Association::none;
};

/// `candidates` oldest first. Of equals the latest waiting one wins.
Tie associate(const stack::Message& response, std::span<const Candidate> candidates);

/// Looks enough like a response to be taken for one, though its status line cannot be read.
bool resembles_response(const stack::Message& message);

}  // namespace sipspec::harness
