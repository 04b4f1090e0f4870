#pragma once

// The server transactions of the reference device: which request is new, what it is answered, and
// which way the answer goes. Faults of timing, matching and path act here.

#include "stack/agent/agent.hpp"
#include "stack/agent/fault.hpp"
#include "stack/agent/gatekeeper.hpp"
#include "stack/agent/invite_side.hpp"
#include "stack/agent/origin.hpp"
#include "stack/agent/random.hpp"
#include "stack/agent/uas_core.hpp"
#include "stack/message/message.hpp"
#include "stack/transaction/non_invite_server.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

class ServerSide final : private InviteHost {
 public:
  /// `actions` is the agent's list; it outlives this object.
  ServerSide(const AgentConfig& config, Fault fault, std::vector<AgentAction>& actions);

  void on_request(TimePoint now, const Message& request, const Origin& origin);
  void on_time(TimePoint now);
  Deadline next_deadline() const;

 private:
  struct Entry {
    NonInviteServer server;
    Origin origin;
    Address destination;
    TimePoint started;
    std::string branch_key, merge_key, method, text, caller;
  };

  struct Delayed {
    TimePoint at;
    std::string key, octets;
    int status = 0;
  };

  bool is(Fault fault) const { return fault_ == fault; }

  // What INVITE needs of the rest.
  Answer decide(TimePoint now, const Message& request, const RequestContext& context) override;
  std::string octets_of(const Message& request, const Origin& origin,
                        const Answer& answer) override;
  Address way_back(const Message& request, const Origin& origin) override;
  void send_back(const Origin& origin, const Address& destination, std::string octets) override;

  std::string key_of(const Message& request);
  Entry* find(const std::string& key);
  void repeat(Entry& entry);
  void answer(TimePoint now, const std::string& key, const Message& request, const Origin& origin);
  void send_answer(TimePoint now, const std::string& key, int status, std::string octets);
  void send_extras_before(const Message& request, const Origin& origin, std::string_view tag);
  void send_extras_after(const Message& request, const Origin& origin, std::string_view tag,
                         const std::string& octets);
  void send(const Origin& origin, const Address& destination, std::string octets);
  Address destination_of(const Message& request, const Origin& origin) const;
  std::string to_tag();
  std::string response(const Message& request, const Origin& origin, const Answer& answer,
                       std::string_view tag);
  bool is_merged(const std::string& key, const std::string& merge) const;
  bool has_branch(const std::string& branch) const;

  AgentConfig config_;
  Fault fault_;
  UasCore core_;
  DialogKeeper dialogs_;
  InviteSide invites_;
  std::optional<Gatekeeper> gatekeeper_;
  AgentRandom random_;
  std::vector<AgentAction>* actions_;
  std::map<std::string, Entry> entries_;
  std::vector<Delayed> delayed_;
  std::uint64_t next_connection_ = std::uint64_t{1} << 32U;
};

}  // namespace sipspec::stack
