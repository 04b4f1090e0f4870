#pragma once

// What belongs to one request of a capture: its copies, the responses to it, and of an INVITE its
// ACK and CANCEL. As monitors see it (Exchange), with what the capture adds: frames and endpoints.

#include "captures/sip/captured_sip.hpp"
#include "harness/judge/doubt.hpp"
#include "harness/judge/endpoints.hpp"
#include "harness/monitor/monitor.hpp"

#include <cstdint>
#include <vector>

namespace sipspec::harness {

/// What the capture adds to a message of the exchange.
struct Seen {
  captures::FrameNumber frame = 0;
  EndpointId from = 0, to = 0;
  captures::Extent extent = captures::Extent::whole;
};

/// A rule's finding with whom it blames and what it is worth.
struct JudgedFinding {
  RuleFinding finding;
  Worth worth;
  EndpointId blamed = 0;
};

struct JudgedTransaction {
  std::uint64_t number = 0;  ///< they count up in the order of their first messages
  Exchange exchange;
  std::vector<Seen> seen;               ///< by index of the exchange
  std::vector<std::uint32_t> requests;  ///< first transmissions that responses may answer
  std::vector<JudgedFinding> findings;
  std::vector<std::uint64_t> branch_keys, call_keys;  ///< under which it is found
  std::size_t octets = 0;
  std::size_t captured_twice = 0;  ///< copies that are no retransmissions, left out
  std::size_t left_out = 0;        ///< messages beyond the limit of one transaction
  stack::TimePoint last;           ///< arrival of its latest message

  const Observed& first() const { return exchange.messages().front(); }

  /// The request that opened it, null when it was not captured.
  const Observed* request() const {
    return requests.empty() ? nullptr : &exchange.messages()[requests.front()];
  }

  bool is_invite() const {
    const Observed* opened = request();
    return opened != nullptr && opened->message.method() == "INVITE";
  }
};

/// First final response to the request that opened it, null when none was captured.
const Observed* final_response(const JudgedTransaction& transaction);

}  // namespace sipspec::harness
