#include "tests/fakes/scripted_device.hpp"

#include "stack/message/fields.hpp"

#include <algorithm>
#include <charconv>

namespace sipspec::fakes {

namespace {

constexpr stack::TimePoint first_moment{std::chrono::seconds(1)};

/// Length of the first whole message in `buffer`; 0: not there yet.
std::size_t whole_message(std::string_view buffer) {
  const std::size_t blank = buffer.find("\r\n\r\n");
  if (blank == std::string_view::npos) {
    return 0;
  }
  const stack::Message message = stack::Message::parse(buffer);
  const std::size_t length = message.content_length().value_or(0);
  return buffer.size() >= blank + 4 + length ? blank + 4 + length : 0;
}

}  // namespace

void ScriptedDevice::by_itself(stack::Duration after, stack::AgentAction action) {
  planned_.emplace(first_moment + after, std::move(action));
}

void ScriptedDevice::hear(Heard heard) {
  heard.message = stack::Message::parse(heard.octets);
  heard.number = static_cast<std::uint32_t>(heard_.size());
  heard.copy = static_cast<std::uint32_t>(std::ranges::count(heard_, heard.octets));
  heard_.push_back(heard.octets);
  heard_at_.push_back(heard.at);
  for (Act& act : react_(heard)) {
    if (act.after == stack::Duration::zero()) {
      ready_.push_back(std::move(act.action));
    } else {
      planned_.emplace(heard.at + act.after, std::move(act.action));
    }
  }
}

void ScriptedDevice::on_datagram(stack::TimePoint now, const stack::Address& from,
                                 const stack::Address& local, std::string_view octets) {
  hear({.at = now, .from = from, .local = local, .octets = std::string(octets)});
}

void ScriptedDevice::on_stream_opened(stack::TimePoint /*now*/, std::uint64_t connection,
                                      const stack::Address& peer, const stack::Address& local) {
  ++connections_opened;
  peers_[connection] = {.peer = peer, .local = local, .buffer = {}};
}

void ScriptedDevice::on_stream_data(stack::TimePoint now, std::uint64_t connection,
                                    std::string_view octets) {
  Peer& peer = peers_[connection];
  peer.buffer += octets;
  while (const std::size_t length = whole_message(peer.buffer)) {
    std::string message = peer.buffer.substr(0, length);
    peer.buffer.erase(0, length);
    hear({.at = now,
          .from = peer.peer,
          .local = peer.local,
          .connection = connection,
          .octets = std::move(message)});
  }
}

void ScriptedDevice::on_stream_closed(stack::TimePoint /*now*/, std::uint64_t connection) {
  ++connections_closed;
  peers_.erase(connection);
}

void ScriptedDevice::on_time(stack::TimePoint now) {
  while (!planned_.empty() && planned_.begin()->first <= now) {
    ready_.push_back(std::move(planned_.extract(planned_.begin()).mapped()));
  }
}

stack::Deadline ScriptedDevice::next_deadline() const {
  return planned_.empty() ? stack::Deadline() : planned_.begin()->first;
}

std::vector<stack::AgentAction> ScriptedDevice::take_actions() {
  return std::exchange(ready_, {});
}

std::string response_with(const Heard& heard, std::string_view status, std::string_view row) {
  const auto value = [&](stack::HeaderName name) {
    return std::string(heard.message.value_of(name));
  };
  using stack::HeaderName;
  std::string to = value(HeaderName::to);
  if (to.find(";tag=") == std::string::npos && !status.starts_with("100")) {
    to += ";tag=device-" + value(HeaderName::call_id).substr(0, 8);
  }
  return "SIP/2.0 " + std::string(status) + "\r\nVia: " + value(HeaderName::via) +
         "\r\nFrom: " + value(HeaderName::from) + "\r\nTo: " + to +
         "\r\nCall-ID: " + value(HeaderName::call_id) + "\r\nCSeq: " + value(HeaderName::cseq) +
         "\r\n" + std::string(row) + "Content-Length: 0\r\n\r\n";
}

std::string response_to(const Heard& heard, std::string_view status) {
  return response_with(heard, status, "");
}

Act reply_octets(const Heard& heard, std::string octets, stack::Duration after) {
  if (heard.connection != 0) {
    return {.after = after,
            .action = stack::AgentSendStream{.connection = heard.connection,
                                             .octets = std::move(octets)}};
  }
  return {.after = after,
          .action = stack::AgentSendDatagram{
              .from = heard.local, .to = heard.from, .octets = std::move(octets)}};
}

Act reply(const Heard& heard, std::string_view status, stack::Duration after) {
  return reply_octets(heard, response_to(heard, status), after);
}

ScriptedDevice silent_device() {
  return ScriptedDevice([](const Heard&) { return Script(); });
}

ScriptedDevice answering_device(std::string status) {
  return ScriptedDevice([status = std::move(status)](const Heard& heard) {
    return heard.message.is_request() ? Script{reply(heard, status)} : Script();
  });
}

}  // namespace sipspec::fakes
