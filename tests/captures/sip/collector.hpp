#pragma once

// Keeps what an extractor gives, and makes messages and segments for it.
//
//   Collector out;
//   SipExtractor extractor(out.sink());
//   extractor.add(LinkType::raw, {.octets = udp4(request("MESSAGE"))});

#include "captures/sip/sip_extractor.hpp"
#include "tests/captures/frames.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

struct KeptSip {
  CapturedSip at;  ///< its octets are gone
  std::string octets;
};

struct Collector {
  std::vector<KeptSip> messages;
  std::vector<ReadProblem> problems;

  SipSink sink() {
    return {.message =
                [this](const CapturedSip& it) {
                  messages.push_back({it, std::string(it.octets)});
                  messages.back().at.octets = {};
                },
            .problem = [this](const ReadProblem& it) { problems.push_back(it); }};
  }

  std::vector<std::string> octets() const {
    std::vector<std::string> all;
    for (const KeptSip& it : messages) {
      all.push_back(it.octets);
    }
    return all;
  }

  bool has(ProblemCode code) const {
    return std::ranges::any_of(problems, [&](const ReadProblem& it) { return it.code == code; });
  }
};

inline std::string request(std::string_view method, std::string_view body = "") {
  const std::string name(method);
  return name +
         " sip:bob@example.com SIP/2.0\r\n"
         "Via: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n"
         "From: <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\n"
         "Call-ID: 1\r\nCSeq: 1 " +
         name + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

inline std::string answer(int status) {
  return "SIP/2.0 " + std::to_string(status) +
         " Said\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n"
         "From: <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>;tag=2\r\n"
         "Call-ID: 1\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n";
}

/// A TCP connection from alice to bob, segment by segment.
class Wire {
 public:
  explicit Wire(SipExtractor& extractor) : extractor_(extractor) {}

  void handshake() {
    send(alice, bob, {.sequence = start - 1, .flags = tcp_syn}, "");
    send(bob, alice, {.sequence = start - 1, .acknowledgement = start, .flags = tcp_syn | tcp_ack},
         "");
  }

  /// Octets of alice's stream from `offset` on.
  void from_alice(std::uint32_t offset, std::string_view octets, std::uint8_t flags = tcp_ack) {
    send(alice, bob, {.sequence = start + offset, .acknowledgement = start, .flags = flags},
         octets);
  }

  void from_bob(std::uint32_t offset, std::string_view octets, std::uint32_t acknowledged = 0,
                std::uint8_t flags = tcp_ack) {
    send(bob, alice,
         {.sequence = start + offset, .acknowledgement = start + acknowledged, .flags = flags},
         octets);
  }

  void send(const stack::Address& from, const stack::Address& to, const TcpSegment& segment,
            std::string_view octets) {
    const std::string frame = *tcp_frame(from, to, segment, octets);
    add(frame);
  }

  void add(std::string_view frame) {
    now += step;
    extractor_.add(LinkType::raw, FrameView{.wall = now, .octets = frame});
  }

  std::uint32_t start = 0xFFFFFF00U;  ///< numbers wrap around soon
  std::chrono::nanoseconds now = std::chrono::seconds(1'000);
  std::chrono::nanoseconds step = std::chrono::milliseconds(1);

 private:
  SipExtractor& extractor_;
};

}  // namespace sipspec::captures
