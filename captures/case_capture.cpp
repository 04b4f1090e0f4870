#include "captures/case_capture.hpp"

#include "captures/frame_synthesis.hpp"

#include <utility>

namespace sipspec::captures {
namespace {

/// What a frame costs beside its octets.
constexpr std::size_t frame_overhead = 128;

TcpFlow::Side side_of(const StreamFlow& flow, const stack::Address& who) {
  return who == flow.client ? TcpFlow::Side::client : TcpFlow::Side::server;
}

}  // namespace

CaseCapture::CaseCapture(std::string application, std::string case_name, std::size_t limit)
    : title_(
          "Frames synthesised from what the sockets sent and received; addresses, ports, payload "
          "and times are true, TCP sequence numbers, handshakes and checksums are made up. " +
          std::move(case_name)),
      file_(std::move(application), title_),
      limit_(limit) {
  file_.add_interface({.link = LinkType::raw,
                       .name = "synthesised",
                       .description = "made from socket octets by sipspec"});
}

void CaseCapture::leave_out(std::string why) {
  ++left_out_;
  if (problem_.empty()) {
    problem_ = std::move(why);
  }
}

/// All of them, or none.
FrameNumber CaseCapture::add(std::chrono::nanoseconds wall, std::vector<std::string> frames) {
  std::size_t size = 0;
  for (const std::string& frame : frames) {
    size += frame.size() + frame_overhead;
  }
  full_ = full_ || size > limit_ - held_;
  if (full_) {
    leave_out("the capture of a case holds at most " + std::to_string(limit_) + " octets");
    return 0;
  }
  held_ += size;
  const auto first = static_cast<FrameNumber>(file_.packets() + 1);
  for (std::string& frame : frames) {
    file_.add_packet({.interface = 0, .wall = wall, .octets = std::move(frame)});
  }
  return first;
}

FrameNumber CaseCapture::datagram(std::chrono::nanoseconds wall, const stack::Address& source,
                                  const stack::Address& destination, std::string_view payload) {
  auto frame = udp_frame(source, destination, payload);
  if (!frame) {
    leave_out(frame.error().sentence);
    return 0;
  }
  std::vector<std::string> frames;
  frames.push_back(std::move(*frame));
  return add(wall, std::move(frames));
}

FrameNumber CaseCapture::add(std::chrono::nanoseconds wall, const Stream& stream,
                             const std::vector<TcpStep>& steps) {
  std::vector<std::string> frames;
  for (const TcpStep& step : steps) {
    const bool from_client = step.from == TcpFlow::Side::client;
    auto frame =
        tcp_frame(from_client ? stream.ends.client : stream.ends.server,
                  from_client ? stream.ends.server : stream.ends.client, step.header, step.payload);
    if (!frame) {
      leave_out(frame.error().sentence);
      return 0;
    }
    frames.push_back(std::move(*frame));
  }
  return frames.empty() ? 0 : add(wall, std::move(frames));
}

CaseCapture::Stream& CaseCapture::stream_of(const StreamFlow& flow) {
  const auto found = streams_.find(flow.id);
  if (found != streams_.end()) {
    return found->second;
  }
  ++streams_opened_;
  return streams_
      .emplace(flow.id,
               Stream{.ends = flow, .flow = TcpFlow(streams_opened_), .ordinal = streams_opened_})
      .first->second;
}

/// Comments the frames from `first` to the last one.
void CaseCapture::say(FrameNumber first, const Stream& stream, std::string_view what) {
  for (FrameNumber frame = first; first != 0 && frame <= file_.packets(); ++frame) {
    file_.comment(frame, "(" + std::string(what) + " of stream " + std::to_string(stream.ordinal) +
                             ", synthesised)");
  }
}

void CaseCapture::stream_open(std::chrono::nanoseconds wall, const StreamFlow& flow) {
  const auto known = streams_.find(flow.id);
  if (known != streams_.end() && known->second.flow.is_over()) {
    streams_.erase(known);
  }
  Stream& stream = stream_of(flow);
  if (stream.flow.is_fresh()) {
    say(add(wall, stream, stream.flow.open()), stream, "handshake");
  }
}

void CaseCapture::stream_refused(std::chrono::nanoseconds wall, const StreamFlow& flow) {
  streams_.erase(flow.id);
  Stream& stream = stream_of(flow);
  say(add(wall, stream, stream.flow.refuse()), stream, "refused handshake");
}

FrameNumber CaseCapture::stream_data(std::chrono::nanoseconds wall, const StreamFlow& flow,
                                     const stack::Address& sender, std::string_view payload) {
  if (payload.empty()) {
    return 0;
  }
  if (!streams_.contains(flow.id)) {
    stream_open(wall, flow);
  }
  Stream& stream = stream_of(flow);
  const auto from = side_of(flow, sender);
  if (!stream.flow.may_send(from)) {
    leave_out(stack::to_string(sender) + " sent octets after the end of its stream");
    return 0;
  }
  const FrameNumber first = add(wall, stream, stream.flow.data(from, payload));
  for (FrameNumber frame = first + 1; first != 0 && frame <= file_.packets(); ++frame) {
    file_.comment(frame, "(goes on from frame " + std::to_string(first) + ")");
  }
  return first;
}

void CaseCapture::stream_end(std::chrono::nanoseconds wall, const StreamFlow& flow,
                             const stack::Address& who, End how) {
  const auto found = streams_.find(flow.id);
  if (found == streams_.end()) {
    return;
  }
  Stream& stream = found->second;
  const auto from = side_of(flow, who);
  if (how == End::reset) {
    say(add(wall, stream, stream.flow.reset(from)), stream, "reset");
  } else {
    say(add(wall, stream, stream.flow.close(from)), stream, "end");
  }
}

Result<void> CaseCapture::write(const std::filesystem::path& path) {
  if (left_out_ > 0) {
    file_.set_comment(title_ + " NOT COMPLETE: " + std::to_string(left_out_) +
                      " datagrams or writes were left out: " + problem_ + ".");
  }
  return file_.write(path);
}

}  // namespace sipspec::captures
