#include "captures/tcp_flow.hpp"

namespace sipspec::captures {
namespace {

// Round numbers: a reader sees that they were made up, and that two flows are two.
constexpr std::uint32_t client_start = 1'000'000, server_start = 500'000;

}  // namespace

TcpFlow::TcpFlow(std::uint32_t ordinal)
    : halves_{Half{.next = ordinal * client_start},
              Half{.next = ordinal * client_start + server_start}} {}

TcpStep TcpFlow::step(Side from, unsigned flags, std::string_view payload) {
  Half& sender = half(from);
  const TcpSegment header{.sequence = sender.next,
                          .acknowledgement = half(other(from)).next,
                          .flags = static_cast<std::uint8_t>(flags)};
  sender.next += static_cast<std::uint32_t>(payload.size());
  sender.next += (flags & (tcp_syn | tcp_fin)) != 0 ? 1U : 0U;
  return {.from = from, .header = header, .payload = payload};
}

std::vector<TcpStep> TcpFlow::open() {
  if (state_ != State::fresh) {
    return {};
  }
  state_ = State::open;
  std::vector<TcpStep> steps;
  steps.push_back(step(Side::client, tcp_syn, {}));
  steps.push_back(step(Side::server, tcp_syn | tcp_ack, {}));
  steps.push_back(step(Side::client, tcp_ack, {}));
  return steps;
}

std::vector<TcpStep> TcpFlow::refuse() {
  if (state_ != State::fresh) {
    return {};
  }
  state_ = State::closed;
  half(Side::server).next = 0;  // RFC 9293 3.10.7.1: the RST has sequence number zero
  std::vector<TcpStep> steps;
  steps.push_back(step(Side::client, tcp_syn, {}));
  steps.push_back(step(Side::server, tcp_rst | tcp_ack, {}));
  return steps;
}

std::vector<TcpStep> TcpFlow::data(Side from, std::string_view octets) {
  std::vector<TcpStep> steps;
  while (may_send(from) && !octets.empty()) {
    const std::string_view piece = octets.substr(0, segment_size);
    octets.remove_prefix(piece.size());
    steps.push_back(step(from, octets.empty() ? tcp_psh | tcp_ack : tcp_ack, piece));
  }
  return steps;
}

std::vector<TcpStep> TcpFlow::close(Side from) {
  std::vector<TcpStep> steps;
  if (may_send(from)) {
    steps.push_back(step(from, tcp_fin | tcp_ack, {}));
    steps.push_back(step(other(from), tcp_ack, {}));
    half(from).finished = true;
    state_ = half(other(from)).finished ? State::closed : State::open;
  }
  return steps;
}

std::vector<TcpStep> TcpFlow::reset(Side from) {
  if (state_ != State::open) {
    return {};
  }
  state_ = State::closed;
  std::vector<TcpStep> steps;
  steps.push_back(step(from, tcp_rst | tcp_ack, {}));
  return steps;
}

}  // namespace sipspec::captures
