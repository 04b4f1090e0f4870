#pragma once

// The capture of one case, made from the octets that went through its sockets; needs no
// privileges. Each datagram becomes one IP packet and each write to a stream one or more TCP
// segments, with the true addresses, ports, times and payload. What a socket does not show is made
// up so that the file is whole: IP and TCP headers, checksums, handshakes, sequence numbers
// (counted from the octets, the first one is invented). The file says so in its section header.
//
// A connection that was never announced is opened by its first data; data may go both ways.
//
// Limits: `max_captured_octets` and `max_captured_frames`. What comes after one is reached is left
// out and counted; the file says how much is missing. So a connection never has a gap.
//
//   CaseCapture capture({.application = "sipspec 0.1.0", .title = "rfc3428/8/no-contact-in-2xx"});
//   auto frame = capture.add({.wall = at, .source = us, .destination = them, .octets = bytes});
//   capture.comment(*frame, "step m1"); capture.write("case.pcapng");

#include "captures/capture_error.hpp"
#include "captures/frame.hpp"
#include "captures/tcp_flow.hpp"
#include "stack/transport/address.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

inline constexpr std::size_t max_captured_octets = std::size_t{64} << 20U;
inline constexpr std::size_t max_captured_frames = 100'000;

struct Packet {
  enum class Kind : std::uint8_t {
    datagram,
    stream_open,     ///< source connected to destination
    stream_data,     ///< source wrote octets
    stream_close,    ///< source sends no more (FIN)
    stream_reset,    ///< source broke the connection (RST)
    stream_refused,  ///< source tried to connect, destination answered with RST
  };

  Kind kind = Kind::datagram;
  std::chrono::nanoseconds wall{};  ///< since 1970-01-01T00:00:00Z
  stack::Transport transport = stack::Transport::udp;
  stack::Address source, destination;
  std::uint64_t connection = 0;  ///< streams: any number that tells connections apart
  Direction direction = Direction::unknown;
  std::string_view octets;
  std::string comment;
};

/// What the file says about itself.
struct CaptureLabel {
  std::string application;  ///< "sipspec 0.1.0"
  std::string title;        ///< the case, with its variant
};

class CaseCapture {
 public:
  explicit CaseCapture(CaptureLabel label);

  /// The number of the frame in the file: of the first one when the octets take several; of the SYN
  /// for stream_open. none: nothing was added, because there is no octet or a limit was reached.
  ///
  /// Errors: an address that is not numeric or without a port, an IPv4 and an IPv6 address in one
  /// packet, a datagram that does not fit into IP, an octet after the end of a connection.
  boost::system::result<FrameNumber, CaptureError> add(const Packet& packet);

  /// Adds a line to the comment of a frame; none is ignored.
  void comment(FrameNumber frame, std::string_view text);

  const std::vector<Frame>& frames() const { return frames_; }

  /// Packets that came after a limit was reached.
  std::uint64_t left_out() const { return left_out_; }

  /// pcapng. The error names the path and what the system said (no such folder, disk full).
  boost::system::result<void, CaptureError> write(const std::filesystem::path& path) const;

 private:
  boost::system::result<FrameNumber, CaptureError> add_datagram(const Packet& packet);
  boost::system::result<FrameNumber, CaptureError> add_to_stream(const Packet& packet);
  boost::system::result<TcpFlow*, CaptureError> flow_of(const Packet& packet);
  FrameNumber keep(const Packet& packet, std::string octets, std::string_view comment);
  FrameNumber keep_all(const Packet& packet, std::vector<Segment> segments);
  bool has_room_for(std::size_t octets) const;
  std::string notes() const;

  CaptureLabel label_;
  std::vector<Frame> frames_;
  std::size_t octets_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint32_t flows_opened_ = 0;
  std::map<std::uint64_t, TcpFlow> flows_;
};

}  // namespace sipspec::captures
