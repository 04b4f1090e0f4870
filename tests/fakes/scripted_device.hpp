#pragma once

// A device of tests: a function says what it does with each message it hears. Framing on streams is
// by Content-Length, enough for what the harness sends in tests.
//
//   ScriptedDevice device([](const Heard& heard) { return Script{reply(heard, "200 OK")}; });

#include "harness/engine/virtual_run.hpp"
#include "stack/message/message.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::fakes {

/// One message that the device heard, whole.
struct Heard {
  stack::TimePoint at{};
  stack::Address from, local;
  std::uint64_t connection = 0;  ///< 0: datagram
  std::string octets;
  stack::Message message;    ///< view of octets
  std::uint32_t number = 0;  ///< 0-based, of all that was heard
  std::uint32_t copy = 0;    ///< 0: first time these octets were heard
};

/// What the device does, and when after hearing.
struct Act {
  stack::Duration after{};
  stack::AgentAction action;
};

using Script = std::vector<Act>;

class ScriptedDevice : public harness::VirtualDevice {
 public:
  using React = std::function<Script(const Heard&)>;

  explicit ScriptedDevice(React react) : react_(std::move(react)) {}

  /// Something that the device does by itself, `after` from the first moment of the run.
  void by_itself(stack::Duration after, stack::AgentAction action);

  const std::vector<std::string>& heard() const { return heard_; }

  const std::vector<stack::TimePoint>& heard_at() const { return heard_at_; }

  void on_datagram(stack::TimePoint now, const stack::Address& from, const stack::Address& local,
                   std::string_view octets) override;
  void on_stream_opened(stack::TimePoint now, std::uint64_t connection, const stack::Address& peer,
                        const stack::Address& local) override;
  void on_stream_data(stack::TimePoint now, std::uint64_t connection,
                      std::string_view octets) override;
  void on_stream_closed(stack::TimePoint now, std::uint64_t connection) override;
  void on_time(stack::TimePoint now) override;
  stack::Deadline next_deadline() const override;
  std::vector<stack::AgentAction> take_actions() override;

  std::uint32_t connections_opened = 0;
  std::uint32_t connections_closed = 0;

 private:
  struct Peer {
    stack::Address peer, local;
    std::string buffer;
  };

  void hear(Heard heard);

  React react_;
  std::vector<std::string> heard_;
  std::vector<stack::TimePoint> heard_at_;
  std::map<std::uint64_t, Peer> peers_;
  std::multimap<stack::TimePoint, stack::AgentAction> planned_;
  std::vector<stack::AgentAction> ready_;
};

/// A response by the book (Via, From, To with tag, Call-ID, CSeq, Content-Length): "200 OK".
std::string response_to(const Heard& heard, std::string_view status);
/// The same with one more row "Name: value\r\n" before Content-Length.
std::string response_with(const Heard& heard, std::string_view status, std::string_view row);

/// Sends octets back to where the request came from.
Act reply_octets(const Heard& heard, std::string octets, stack::Duration after = {});
Act reply(const Heard& heard, std::string_view status, stack::Duration after = {});

/// Devices that many tests need.
ScriptedDevice silent_device();
ScriptedDevice answering_device(std::string status = "200 OK");

}  // namespace sipspec::fakes
