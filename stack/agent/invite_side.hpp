#pragma once

// INVITE at the reference device: its server transactions (RFC 3261 17.2.1, RFC 6026), the dialogs
// that come of them, and the 2xx that is repeated until its ACK (13.3.1.4). It accepts at once and
// sends no media. What is answered, and the way it goes, are the host's.

#include "stack/agent/agent.hpp"
#include "stack/agent/dialog_keeper.hpp"
#include "stack/agent/fault.hpp"
#include "stack/agent/origin.hpp"
#include "stack/agent/uas_core.hpp"
#include "stack/dialog/acceptance.hpp"
#include "stack/message/message.hpp"
#include "stack/transaction/invite_server.hpp"

#include <map>
#include <optional>
#include <string>

namespace sipspec::stack {

/// What the side for INVITE asks of the rest of the device.
class InviteHost {
 public:
  virtual Answer decide(TimePoint now, const Message& request, const RequestContext& context) = 0;
  /// The octets of that answer, with a To tag of its own.
  virtual std::string octets_of(const Message& request, const Origin& origin,
                                const Answer& answer) = 0;
  virtual Address way_back(const Message& request, const Origin& origin) = 0;
  virtual void send_back(const Origin& origin, const Address& destination, std::string octets) = 0;

 protected:
  ~InviteHost() = default;
};

class InviteSide {
 public:
  /// `host` and `dialogs` outlive this object.
  InviteSide(const AgentConfig& config, Fault fault, InviteHost& host, DialogKeeper& dialogs);

  void on_invite(TimePoint now, const Message& request, const Origin& origin);
  /// True when the ACK belongs to an INVITE that is known here.
  bool on_ack(TimePoint now, const Message& ack);
  void on_time(TimePoint now);
  Deadline next_deadline() const;

  /// An INVITE with that branch and sent-by is known: what CANCEL asks.
  bool has(const Message& cancel) const;

 private:
  struct Call {
    InviteServer server;
    Origin origin;
    Address destination;
    std::string merge_key, call_id, to_tag;
    std::uint32_t number = 0;
    std::optional<Acceptance> acceptance;
  };

  bool is(Fault fault) const { return fault_ == fault; }

  bool is_merged(const std::string& merge) const;
  void answer(TimePoint now, Call& call, const Message& request, const Answer& answer);
  void go_on(TimePoint now, Call& call);
  void send(const Call& call);

  AgentConfig config_;
  Fault fault_;
  InviteHost* host_;
  DialogKeeper* dialogs_;
  std::map<std::string, Call> calls_;  ///< by the key of the server transaction
};

}  // namespace sipspec::stack
