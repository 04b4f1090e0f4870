#pragma once

// The capture of one case, made from what its sockets sent and received, without privileges: the
// frames are synthesised with the true addresses and ports, a stream gets its handshake, sequence
// numbers and end. Bounded: a case that moves more than `limit` octets keeps its first ones, and
// the file says how many frames were left out.
//
//   CaseCapture capture("sipspec 0.1.0", "rfc3428/7/no-contact-in-2xx [transport=tcp ip=4]");
//   FrameNumber frame = capture.stream_data(wall, flow, Direction::out, octets);
//   capture.comment(frame, "m1");
//   capture.write("case.pcapng");

#include "captures/error.hpp"
#include "captures/pcapng_writer.hpp"
#include "stack/transport/address.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// A stream connection as the capture sees it: `id` is the caller's number for it.
struct StreamFlow {
  std::uint64_t id = 0;
  stack::Address client, server;  ///< who connected to whom
};

class CaseCapture {
 public:
  static constexpr std::size_t default_limit = 64U * 1024U * 1024U;

  CaseCapture(std::string application, std::string case_name, std::size_t limit = default_limit);

  /// All return the frame number of the first octet; 0: left out (limit, or addresses that make no
  /// frame).
  FrameNumber datagram(std::chrono::nanoseconds wall, const stack::Address& source,
                       const stack::Address& destination, std::string_view payload);
  FrameNumber stream_data(std::chrono::nanoseconds wall, const StreamFlow& flow,
                          const stack::Address& sender, std::string_view payload);
  void stream_open(std::chrono::nanoseconds wall, const StreamFlow& flow);
  enum class End : std::uint8_t { orderly, reset };
  void stream_end(std::chrono::nanoseconds wall, const StreamFlow& flow, const stack::Address& who,
                  End how);

  void comment(FrameNumber frame, std::string_view text) { file_.comment(frame, text); }

  std::size_t frames() const { return file_.packets(); }

  std::size_t left_out() const { return left_out_; }

  Result<void> write(const std::filesystem::path& path);

 private:
  struct Flow {
    std::uint32_t client_next = 1000, server_next = 5000;
    bool open = false, ended = false;
  };

  FrameNumber add(std::chrono::nanoseconds wall, const Result<std::string>& frame);
  FrameNumber segment(std::chrono::nanoseconds wall, const StreamFlow& flow, bool from_client,
                      std::uint8_t flags, std::string_view payload);

  PcapngWriter file_;
  std::size_t limit_, held_ = 0, left_out_ = 0;
  std::map<std::uint64_t, Flow> flows_;
};

}  // namespace sipspec::captures
