#pragma once

// The capture of one case, made from what its sockets sent and received, without privileges: the
// frames are synthesised with the true addresses and ports, a stream gets its handshake, sequence
// numbers and end. What was made up says so: the file in its comment, handshakes and
// acknowledgements in theirs.
//
// Bounded: once a case has moved more than `limit` octets, all that follows is left out, and the
// file says how much. So a stream never has a gap in its middle.
//
//   CaseCapture capture("sipspec 0.1.0", "rfc3428/7/no-contact-in-2xx [transport=tcp ip=4]");
//   FrameNumber frame = capture.stream_data(wall, flow, flow.client, octets);
//   capture.comment(frame, "m1");
//   capture.write("case.pcapng");

#include "captures/error.hpp"
#include "captures/pcapng_writer.hpp"
#include "captures/tcp_flow.hpp"
#include "stack/transport/address.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::captures {

/// A stream connection as the capture sees it: `id` is the caller's number for it.
struct StreamFlow {
  std::uint64_t id = 0;
  stack::Address client, server;  ///< who connected to whom
};

class CaseCapture {
 public:
  static constexpr std::size_t default_limit = std::size_t{64} << 20U;

  CaseCapture(std::string application, std::string case_name, std::size_t limit = default_limit);

  /// Both return the frame number of the first octet; 0: left out (see problem()), or no octet.
  FrameNumber datagram(std::chrono::nanoseconds wall, const stack::Address& source,
                       const stack::Address& destination, std::string_view payload);
  /// A stream that was not opened is opened by its first octet. After the sender's end, and after a
  /// reset, octets are left out. `sender` is an end of the flow.
  FrameNumber stream_data(std::chrono::nanoseconds wall, const StreamFlow& flow,
                          const stack::Address& sender, std::string_view payload);
  /// The addresses of a flow are those that it is opened with. An id whose flow is over may be
  /// opened again.
  void stream_open(std::chrono::nanoseconds wall, const StreamFlow& flow);
  /// The client tried to connect, and was answered by RST.
  void stream_refused(std::chrono::nanoseconds wall, const StreamFlow& flow);
  enum class End : std::uint8_t {
    orderly,  ///< `who` sends no more; the other side may
    reset,    ///< `who` broke the connection
  };
  void stream_end(std::chrono::nanoseconds wall, const StreamFlow& flow, const stack::Address& who,
                  End how);

  void comment(FrameNumber frame, std::string_view text) { file_.comment(frame, text); }

  std::size_t frames() const { return file_.packets(); }

  /// Datagrams and writes that are not in the file.
  std::size_t left_out() const { return left_out_; }

  /// Why the first of them is not: one sentence, "" when none.
  const std::string& problem() const { return problem_; }

  /// The error names the path and what the system said.
  Result<void> write(const std::filesystem::path& path);

 private:
  struct Stream {
    StreamFlow ends;
    TcpFlow flow;
    std::uint32_t ordinal = 0;
  };

  FrameNumber add(std::chrono::nanoseconds wall, std::vector<std::string> frames);
  FrameNumber add(std::chrono::nanoseconds wall, const Stream& stream,
                  const std::vector<TcpStep>& steps);
  Stream& stream_of(const StreamFlow& flow);
  void leave_out(std::string why);
  void say(FrameNumber first, const Stream& stream, std::string_view what);

  std::string title_;
  PcapngWriter file_;
  std::size_t limit_, held_ = 0, left_out_ = 0;
  bool full_ = false;
  std::string problem_;
  std::uint32_t streams_opened_ = 0;
  std::map<std::uint64_t, Stream> streams_;
};

}  // namespace sipspec::captures
