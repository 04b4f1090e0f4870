#pragma once

// From frames to SIP messages, without a file, a socket or a clock: frames go in, in the order of
// their capture, and messages come out as soon as they are whole. Tunnels are looked through,
// fragments and TCP segments put together, WebSocket and HEP opened. SIP is found by its start line
// on any port. Memory is bounded by ReadLimits whatever the frames hold. One thread.
//
//   SipExtractor extractor({.message = on_message, .problem = on_problem});
//   live->drain([&](CapturedPacket it) { extractor.add(live->link(), it); });
//   extractor.finish();

#include "captures/sip/captured_sip.hpp"
#include "captures/sip/read_problem.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace sipspec::captures {

struct SipSink {
  std::function<void(const CapturedSip&)> message;
  std::function<void(const ReadProblem&)> problem;  ///< may be empty
};

/// What is kept at most; where one is hit, the oldest is given up and ProblemCode::limit_hit told.
struct ReadLimits {
  std::size_t flows = 65'536;                           ///< TCP connections followed at a time
  std::size_t waiting_octets = std::size_t{64} << 20U;  ///< of segments behind a gap, all flows
  std::size_t waiting_octets_of_flow = std::size_t{1} << 20U;  ///< then the gap counts as lost
  std::size_t waiting_segments_of_flow = 256;                  ///< likewise
  std::size_t fragmented_packets = 4'096;                ///< packets of which fragments are missing
  std::size_t fragment_octets = std::size_t{32} << 20U;  ///< of them all
  std::size_t max_header = std::size_t{64} << 10U;       ///< of a message in a stream
  std::size_t max_body = std::size_t{16} << 20U;
  std::size_t unfinished_octets = std::size_t{256}
                                  << 20U;  ///< of messages in the making, all flows
  std::size_t told_of_each_code = 100;     ///< problems; more are only counted
};

struct ReadOptions {
  /// What goes to or comes from these ports is SIP whatever it looks like: a datagram without a
  /// start line is handed over too (not a keep-alive).
  std::vector<std::uint16_t> sip_ports;
  /// When given, only what goes to or comes from these ports is looked at.
  std::vector<std::uint16_t> only_ports;
  ReadLimits limits;
};

struct ReadSummary {
  std::uint64_t frames = 0;
  std::uint64_t octets = 0;  ///< of frames, as captured
  std::uint64_t messages = 0;
  std::uint64_t keep_alives = 0;  ///< nothing but line ends, blanks, NULs (RFC 5626 3.5.1)
  std::chrono::nanoseconds first_wall{}, last_wall{};  ///< since 1970, of the frames
  ProblemCounts problems;
};

/// A frame as a view: CapturedPacket without the copy.
struct FrameView {
  std::chrono::nanoseconds wall{};  ///< since 1970
  std::string_view octets;
  std::uint32_t original_length = 0;  ///< on the wire; 0: as captured
};

class SipExtractor {
 public:
  explicit SipExtractor(SipSink sink, ReadOptions options = {});
  ~SipExtractor();
  SipExtractor(SipExtractor&&) noexcept;
  SipExtractor& operator=(SipExtractor&&) noexcept;

  /// The next frame; they count from 1.
  void add(LinkType link, const FrameView& frame);
  void add(LinkType link, const CapturedPacket& packet);

  /// A problem that its source found: counted and told with the others.
  void add_problem(const ReadProblem& problem);

  /// No frame comes any more: what is unfinished is handed over as that.
  void finish();

  const ReadSummary& summary() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::captures
