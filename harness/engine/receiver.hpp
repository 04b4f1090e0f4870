#pragma once

// Takes in what the device sends: puts it on record, completes client transactions, answers
// requests that no step awaits, and leaves the rest in the inbox for the steps. Internal.

#include "harness/engine/case_state.hpp"
#include "harness/engine/sender.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace sipspec::harness {

class Receiver {
 public:
  Receiver(CaseState& state, Sender& sender) : state_(&state), sender_(&sender) {}

  /// One message (or what arrived in place of one) at `actor`.
  void take(stack::TimePoint at, std::uint32_t actor, const stack::Address& from,
            ConnectionId connection, std::string octets);
  /// Takes in what streams left unfinished: a message whose Content-Length promises more than came
  /// is an answer all the same, a faulty one.
  void take_unfinished();
  /// Answers a request that an expect step took, unless the scenario does so itself.
  void answer_taken(std::uint32_t request, const ExpectStep& step);

 private:
  void on_response(const Observed& response);
  void on_request(Arrival& arrival, const Observed& request);
  bool is_retransmission(const Observed& request);
  bool is_awaited(const Observed& request, std::uint32_t actor) const;

  CaseState* state_;
  Sender* sender_;
  std::map<std::string, std::uint32_t> transactions_;  ///< first request of each
};

/// A request of the device that `step` waits for.
bool awaits_request(const ExpectStep& step, const stack::Message& request);

/// Keep-alives (RFC 5626 3.5.1: CRLF pairs) and empty datagrams are no messages.
bool is_keep_alive(std::string_view octets);

}  // namespace sipspec::harness
