#pragma once

// What the readers of a stream give: messages, keep-alives, problems. They know no addresses; who
// receives adds them.

#include "captures/network/packet_walk.hpp"
#include "captures/sip/captured_sip.hpp"
#include "captures/sip/read_problem.hpp"
#include "stack/transport/address.hpp"

#include <string>
#include <string_view>

namespace sipspec::captures {

struct StreamMessage {
  std::string_view octets;
  FrameMark first, last;
  stack::Transport transport = stack::Transport::tcp;
  Extent extent = Extent::whole;
  bool without_length = false;
};

class StreamOutput {
 public:
  virtual ~StreamOutput() = default;
  virtual void message(const StreamMessage& it) = 0;
  virtual void keep_alive() = 0;
  /// A packet of HEP3 out of a stream.
  virtual void hep(std::string_view packet, FrameMark first, FrameMark last) = 0;
  virtual void problem(ProblemCode code, FrameNumber frame, const std::string& sentence) = 0;
};

/// Why octets of a stream are not there.
enum class Lack : std::uint8_t {
  lost,     ///< their segments were never captured
  snapped,  ///< their frame was captured only in part
};

/// "42 octets of the stream were never captured"
std::string to_sentence(Lack lack, std::uint64_t octets);

}  // namespace sipspec::captures
