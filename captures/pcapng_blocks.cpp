#include "captures/pcapng_blocks.hpp"

#include "captures/octets.hpp"
#include "captures/option_text.hpp"

#include <algorithm>

namespace sipspec::captures {
namespace {

enum class BlockType : std::uint32_t {
  section_header = 0x0A0D0D0A,
  interface_description = 1,
  interface_statistics = 5,
  enhanced_packet = 6,
};

// The same number means another thing in another block.
constexpr std::uint16_t end_of_options = 0, comment_option = 1;
constexpr std::uint16_t section_system = 3, section_application = 4;
constexpr std::uint16_t interface_name = 2, interface_description = 3, interface_resolution = 9;
constexpr std::uint16_t statistics_received = 4, statistics_dropped_by_interface = 5,
                        statistics_dropped_by_system = 7;

void pad(std::string& out) {
  out.append((4 - out.size() % 4) % 4, '\0');
}

void put_little64(std::string& out, std::uint64_t value) {
  put_little32(out, static_cast<std::uint32_t>(value & 0xFFFFFFFFU));
  put_little32(out, static_cast<std::uint32_t>(value >> 32U));
}

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
  put_little16(out, code);
  put_little16(out, static_cast<std::uint32_t>(value.size()));
  out += value;
  pad(out);
}

void put_text(std::string& out, std::uint16_t code, std::string_view text) {
  if (!text.empty()) {
    put_option(out, code, option_text(text));
  }
}

void put_number(std::string& out, std::uint16_t code, std::uint64_t number) {
  std::string value;
  put_little64(value, number);
  put_option(out, code, value);
}

/// Timestamps are two words, the higher one first.
void put_stamp(std::string& out, std::chrono::nanoseconds wall) {
  const auto count = std::max(wall, std::chrono::nanoseconds::zero()).count();
  const auto stamp = static_cast<std::uint64_t>(count);
  put_little32(out, static_cast<std::uint32_t>(stamp >> 32U));
  put_little32(out, static_cast<std::uint32_t>(stamp & 0xFFFFFFFFU));
}

std::string block(BlockType type, std::string_view body) {
  const auto length = static_cast<std::uint32_t>(12 + body.size());
  std::string out;
  out.reserve(length);
  put_little32(out, static_cast<std::uint32_t>(type));
  put_little32(out, length);
  out += body;
  put_little32(out, length);
  return out;
}

}  // namespace

std::string section_block(const Section& section) {
  std::string body;
  put_little32(body, 0x1A2B3C4D);
  put_little16(body, 1);
  put_little16(body, 0);
  body.append(8, '\xFF');  // the section's length is not given
  put_text(body, comment_option, section.comment);
  put_text(body, section_system, section.operating_system);
  put_text(body, section_application, section.application);
  put_option(body, end_of_options, "");
  return block(BlockType::section_header, body);
}

std::string interface_block(const Interface& interface) {
  std::string body;
  put_little16(body, static_cast<std::uint32_t>(interface.link));
  put_little16(body, 0);
  put_little32(body, snap_length);
  put_text(body, interface_name, interface.name);
  put_text(body, interface_description, interface.description);
  put_option(body, interface_resolution, "\x09");  // nanoseconds
  put_option(body, end_of_options, "");
  return block(BlockType::interface_description, body);
}

std::string packet_block(const CapturedPacket& packet, std::span<const std::string> comments) {
  const auto size = static_cast<std::uint32_t>(packet.octets.size());
  std::string body;
  put_little32(body, packet.interface);
  put_stamp(body, packet.wall);
  put_little32(body, size);
  put_little32(body, packet.original_length == 0 ? size : packet.original_length);
  body += packet.octets;
  pad(body);
  for (const std::string& comment : comments) {
    put_text(body, comment_option, comment);
  }
  if (!comments.empty()) {
    put_option(body, end_of_options, "");
  }
  return block(BlockType::enhanced_packet, body);
}

std::string statistics_block(std::uint32_t interface, std::chrono::nanoseconds wall,
                             const CaptureCounters& counters) {
  std::string body;
  put_little32(body, interface);
  put_stamp(body, wall);
  put_number(body, statistics_received, counters.received);
  put_number(body, statistics_dropped_by_interface, counters.dropped_by_interface);
  put_number(body, statistics_dropped_by_system,
             counters.dropped_by_system + counters.dropped_here);
  put_option(body, end_of_options, "");
  return block(BlockType::interface_statistics, body);
}

}  // namespace sipspec::captures
