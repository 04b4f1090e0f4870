#include "captures/case_capture.hpp"

#include "captures/frame_synthesis.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {
namespace {

constexpr std::size_t segment_size = 32U * 1024U;

}  // namespace

CaseCapture::CaseCapture(std::string application, std::string case_name, std::size_t limit)
    : file_(std::move(application),
            "Frames synthesised from what the sockets sent and received; addresses, ports and "
            "times are true, TCP sequence numbers are not. " +
                case_name),
      limit_(limit) {
  file_.add_interface({LinkType::raw, "synthesised", "made from socket octets by sipspec"});
}

FrameNumber CaseCapture::add(std::chrono::nanoseconds wall, const Result<std::string>& frame) {
  if (!frame || held_ + frame->size() > limit_) {
    ++left_out_;
    return 0;
  }
  held_ += frame->size();
  return file_.add_packet({0, wall, *frame, 0});
}

FrameNumber CaseCapture::datagram(std::chrono::nanoseconds wall, const stack::Address& source,
                                  const stack::Address& destination, std::string_view payload) {
  return add(wall, udp_frame(source, destination, payload));
}

FrameNumber CaseCapture::segment(std::chrono::nanoseconds wall, const StreamFlow& flow,
                                 bool from_client, std::uint8_t flags, std::string_view payload) {
  Flow& state = flows_[flow.id];
  std::uint32_t& next = from_client ? state.client_next : state.server_next;
  const std::uint32_t peer_next = from_client ? state.server_next : state.client_next;
  const TcpSegment header{next, peer_next, flags};
  const stack::Address& source = from_client ? flow.client : flow.server;
  const stack::Address& destination = from_client ? flow.server : flow.client;
  const FrameNumber frame = add(wall, tcp_frame(source, destination, header, payload));
  next += static_cast<std::uint32_t>(payload.size());
  next += (flags & (tcp_syn | tcp_fin)) != 0 ? 1U : 0U;
  return frame;
}

void CaseCapture::stream_open(std::chrono::nanoseconds wall, const StreamFlow& flow) {
  Flow& state = flows_[flow.id];
  if (state.open) {
    return;
  }
  state.open = true;
  segment(wall, flow, true, tcp_syn, "");
  segment(wall, flow, false, tcp_syn | tcp_ack, "");
  segment(wall, flow, true, tcp_ack, "");
}

FrameNumber CaseCapture::stream_data(std::chrono::nanoseconds wall, const StreamFlow& flow,
                                     const stack::Address& sender, std::string_view payload) {
  stream_open(wall, flow);
  const bool from_client = sender == flow.client;
  FrameNumber first = 0;
  while (!payload.empty()) {
    const std::string_view piece = payload.substr(0, segment_size);
    payload.remove_prefix(piece.size());
    const FrameNumber frame =
        segment(wall, flow, from_client, payload.empty() ? tcp_psh | tcp_ack : tcp_ack, piece);
    first = first == 0 ? frame : first;
  }
  // The other side's acknowledgement, so that no segment looks lost.
  segment(wall, flow, !from_client, tcp_ack, "");
  return first;
}

void CaseCapture::stream_end(std::chrono::nanoseconds wall, const StreamFlow& flow,
                             const stack::Address& who, End how) {
  Flow& state = flows_[flow.id];
  if (!state.open || state.ended) {
    return;
  }
  state.ended = true;
  const bool from_client = who == flow.client;
  if (how == End::reset) {
    segment(wall, flow, from_client, tcp_rst | tcp_ack, "");
    return;
  }
  segment(wall, flow, from_client, tcp_fin | tcp_ack, "");
  segment(wall, flow, !from_client, tcp_fin | tcp_ack, "");
  segment(wall, flow, from_client, tcp_ack, "");
}

Result<void> CaseCapture::write(const std::filesystem::path& path) {
  if (left_out_ > 0 && file_.packets() > 0) {
    file_.comment(static_cast<FrameNumber>(file_.packets()),
                  std::to_string(left_out_) +
                      " frames after this one were left out: the capture "
                      "of a case holds at most " +
                      std::to_string(limit_) + " octets");
  }
  return file_.write(path);
}

}  // namespace sipspec::captures
