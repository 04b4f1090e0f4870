#pragma once

// The requests that the reference device sends by itself: one MESSAGE out of any dialog, with its
// client transaction (RFC 3428 section 4, RFC 3261 8.1 and 17.1.2). A challenge is answered once
// with the account that fits (22.2).

#include "stack/agent/agent.hpp"
#include "stack/agent/random.hpp"
#include "stack/auth/digest_client.hpp"
#include "stack/message/message.hpp"
#include "stack/transaction/non_invite_client.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

class ClientSide {
 public:
  ClientSide(const AgentConfig& config, std::vector<AgentAction>& actions);

  void send_message(TimePoint now, Transport transport, const Address& to, std::string_view uri,
                    std::string_view body, std::string_view content_type);
  void on_response(TimePoint now, const Message& response);
  void on_time(TimePoint now);
  Deadline next_deadline() const;

 private:
  struct Request {
    NonInviteClient client;
    std::string key, octets;
    Address from, to;
    std::uint64_t connection = 0;
    Transport transport = Transport::udp;
    DigestClient digest;
  };

  void transmit(const Request& request);
  /// The request again, with credentials; nullopt when the challenge cannot be answered.
  std::optional<Request> answered(TimePoint now, const Request& request, const Message& challenge);

  AgentConfig config_;
  AgentRandom random_;
  std::vector<AgentAction>* actions_;
  std::vector<Request> requests_;
  std::uint64_t next_connection_ = std::uint64_t{1} << 33U;
};

}  // namespace sipspec::stack
