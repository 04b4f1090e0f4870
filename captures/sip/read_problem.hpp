#pragma once

// What a capture does not tell, or tells wrongly, with the frame. Problems of reading are not
// faults of a device; they say how far a verdict on the capture reaches.
//
//   void on_problem(const ReadProblem& it) { say(it.frame, to_string(it.code), it.sentence); }

#include "captures/captured_packet.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

enum class ProblemCode : std::uint8_t {
  truncated_file,     ///< the file ends inside a frame; all before it was read
  damaged_file,       ///< a block or header of the file makes no sense; all before it was read
  unknown_link_type,  ///< frames of it are counted, and not looked into
  broken_headers,     ///< headers of IP, UDP, TCP or a tunnel contradict the length of the frame
  cut_frame,          ///< a SIP message lies in a frame that was captured only in part
  missing_fragments,  ///< a packet of which not all fragments came
  stream_gap,         ///< segments of a SIP stream were never captured
  framing_lost,       ///< of a SIP stream; read on at the next start line
  not_sip,            ///< octets between messages of a SIP stream, or on a port that is for SIP
  websocket_broken,   ///< frames of a WebSocket that break RFC 6455
  not_decrypted,      ///< TLS or IPsec without keys
  limit_hit,          ///< a limit of ReadLimits or of the reader made it give something up
};
inline constexpr std::size_t problem_codes = 12;

/// "truncated-file", "stream-gap", ...: stable, for reports that programs read.
std::string_view to_string(ProblemCode code);

struct ReadProblem {
  FrameNumber frame = 0;  ///< at which it showed; 0: none
  ProblemCode code = ProblemCode::truncated_file;
  std::string sentence;
};

/// How often each code came. The sink is told of each code the first ReadLimits::told_of_each_code
/// times; all of them count.
class ProblemCounts {
 public:
  std::uint64_t& operator[](ProblemCode code) { return counts_[static_cast<std::size_t>(code)]; }

  std::uint64_t operator[](ProblemCode code) const {
    return counts_[static_cast<std::size_t>(code)];
  }

  std::uint64_t total() const;

 private:
  std::array<std::uint64_t, problem_codes> counts_{};
};

}  // namespace sipspec::captures
