#pragma once

// A dialog: RFC 3261 section 12, at either side, without I/O. It is made of the request and the
// response that set it up, makes requests in it, and judges requests that come for it. Not here:
// transactions, sessions, and which dialog of several a message belongs to (ask each matches()).
//
//   auto dialog = Dialog::of_caller(invite, ok);
//   MessageBuilder message = dialog->request("MESSAGE");    // Via and body are the owner's
//   if (dialog->judge(received) == Dialog::Verdict::out_of_order) { ... 500 ... }

#include "stack/message/builder.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// What names a dialog at one side (12): the other side has the tags exchanged.
struct DialogId {
  std::string call_id, local_tag, remote_tag;

  bool operator==(const DialogId&) const = default;
};

class Dialog {
 public:
  enum class State : std::uint8_t { early, confirmed, terminated };

  /// What a request that came is worth (12.2.2).
  enum class Verdict : std::uint8_t {
    accepted,
    out_of_order,  ///< CSeq lower than one before: 500
    not_in_it,     ///< of another dialog, or this one is over: 481
  };

  /// 12.1.2, of the side that sent `request`. nullopt when the two make no dialog: other than a
  /// 101-299, no To tag, or a field missing that the state needs (Contact, Call-ID, CSeq).
  static std::optional<Dialog> of_caller(const Message& request, const Message& response);
  /// 12.1.1, of the side that sent `response`.
  static std::optional<Dialog> of_callee(const Message& request, const Message& response);

  /// The response (2xx) that confirms an early dialog of the caller; the route set is that of the
  /// 2xx (13.2.2.4), and its Contact the target.
  void confirm(const Message& response);

  void terminate() { state_ = State::terminated; }

  /// Is this request, or the one this response answers, of this dialog?
  bool matches_received(const Message& request) const;
  bool matches_response(const Message& response) const;

  /// Judges a request that came and takes note of its number; INVITE and UPDATE refresh the remote
  /// target, MESSAGE does not. An ACK is never out of order.
  Verdict judge(const Message& request);

  /// What a final response to a request in the dialog does to it: 481 and 408 end it (12.2.1.2),
  /// any other refusal leaves it alone.
  void on_response(int status);

  /// 12.2.1.1: start line, Max-Forwards, Route, From, To, Call-ID, and CSeq one higher than that of
  /// the request before. For INVITE's ACK use ack().
  MessageBuilder request(std::string_view method);
  /// The ACK for a 2xx (13.2.2.4): the number of the INVITE that it belongs to.
  MessageBuilder ack(std::uint32_t invite_number) const;

  /// The URI whose host is the next hop of a request in the dialog (8.1.2): the first route, else
  /// the remote target.
  std::string_view next_hop() const {
    return route_set_.empty() ? std::string_view(remote_target_) : first_route_uri_;
  }

  /// The owner sent a request with a number that it chose itself: the next one is higher.
  void note_sent(std::uint32_t number);

  State state() const { return state_; }

  const DialogId& id() const { return id_; }

  const std::string& remote_target() const { return remote_target_; }

  /// Route values in the order in which requests visit them.
  const std::vector<std::string>& route_set() const { return route_set_; }

  std::optional<std::uint32_t> local_cseq() const { return local_cseq_; }

  std::optional<std::uint32_t> remote_cseq() const { return remote_cseq_; }

 private:
  enum class Order : std::uint8_t { as_written, reversed };

  Dialog() = default;

  void set_routes(const Message& message, Order order);
  MessageBuilder make(std::string_view method, std::uint32_t number) const;

  State state_ = State::early;
  DialogId id_;
  std::string local_uri_, remote_uri_;  ///< From and To values without their tags
  std::string remote_target_;
  std::vector<std::string> route_set_;
  std::string first_route_uri_;
  std::optional<std::uint32_t> local_cseq_, remote_cseq_;
};

}  // namespace sipspec::stack
