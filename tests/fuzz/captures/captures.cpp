// Frames of any kind: nothing crashes, hangs, or grows beyond the limits; each message that comes
// out lies within what went in. The input is a row of (link type, length, octets). The upper bit of
// the first length octet wraps the rest as segments of one TCP connection, so that streams are
// reached without luck.

#include "captures/sip/sip_extractor.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace sipspec::captures;

constexpr LinkType links[] = {LinkType::raw,      LinkType::ethernet,   LinkType::linux_sll,
                              LinkType::bsd_null, LinkType::linux_sll2, LinkType::ppp,
                              LinkType::ppp_ether};

void check(bool holds) {
  if (!holds) {
    std::abort();
  }
}

/// A segment of alice's stream: the first two octets are its offset, the third one its flags.
std::string segment(std::string_view octets) {
  std::string frame("\x45\0\0\0\0\0\0\0\x40\x06\0\0\x0a\0\0\1\x0a\0\0\2", 20);
  frame += std::string_view("\x13\xc4\x13\xc5\0\0", 6);
  frame += octets.substr(0, 2);
  frame += std::string_view("\0\0\0\0\x50", 5);
  frame += octets.substr(2, 1);
  frame += std::string_view("\0\0\0\0\0\0", 6);
  frame += octets.substr(3);
  return frame;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  ReadOptions options;
  options.limits = {.flows = 4,
                    .waiting_octets = 4'096,
                    .waiting_octets_of_flow = 2'048,
                    .waiting_segments_of_flow = 8,
                    .fragmented_packets = 4,
                    .fragment_octets = 65'536,
                    .max_header = 1'024,
                    .max_body = 4'096,
                    .unfinished_octets = 8'192};
  std::size_t given = 0;
  std::size_t octets_out = 0;
  SipExtractor extractor({.message =
                              [&](const CapturedSip& it) {
                                octets_out += it.octets.size();
                                check(it.first_frame >= 1 && it.first_frame <= it.last_frame);
                                check(it.last_frame <= given);
                              }},
                         options);
  std::size_t octets_in = 0;
  while (rest.size() >= 3) {
    const auto link = static_cast<unsigned char>(rest[0]);
    const auto high = static_cast<unsigned char>(rest[1]);
    const std::size_t length = (high & 7U) * 256U + static_cast<unsigned char>(rest[2]);
    const std::string_view octets = rest.substr(3, length);
    rest.remove_prefix(3 + octets.size());
    ++given;
    const bool as_segment = (high & 0x80U) != 0 && octets.size() >= 3;
    const std::string frame = as_segment ? segment(octets) : std::string(octets);
    octets_in += frame.size();
    extractor.add(as_segment ? LinkType::raw : links[link % std::size(links)],
                  FrameView{.wall = std::chrono::milliseconds(given), .octets = frame});
  }
  extractor.finish();
  check(extractor.summary().frames == given);
  // Fragments are joined to at most a whole packet with holes filled by others; HEP and tunnels do
  // not multiply octets.
  check(octets_out <= octets_in + given * 65'536);
  return 0;
}
