#include "harness/cli/tapes.hpp"

#include "captures/case_capture.hpp"
#include "harness/cli/version.hpp"
#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

namespace sipspec::harness {

namespace {

constexpr std::size_t ladder_columns = 100;
/// Enough of a frame to know a message again by its start.
constexpr std::size_t remembered_octets = 512;

std::string messages_text(const reports::CaseResult& result) {
  std::string text;
  for (const auto& message : result.messages) {
    text += fmt::format("--- #{} {:.6f} s {} {} -> {} {} {}\n{}\n", message.index,
                        std::chrono::duration<double>(message.at).count(),
                        reports::to_string(message.direction), message.from, message.to,
                        message.transport, message.step,
                        reports::visible(message.octets, reports::Newlines::keep));
  }
  return text;
}

/// A frame of the capture, by which a message finds its number.
struct Frame {
  captures::FrameNumber number = 0;
  std::string from, to;  ///< "address:port"
  std::string start;
  bool taken = false;
};

class FileTape : public CaseTape {
 public:
  FileTape(const EventLoop& loop, const OutDir& out, CaptureMode mode, const PlannedCase& planned)
      : loop_(loop), out_(out.path()), folder_(OutDir::case_folder(planned)), mode_(mode) {
    if (mode != CaptureMode::none) {
      capture_.emplace(fmt::format("sipspec {}", version()), planned.name);
    }
  }

  void datagram(stack::TimePoint at, const stack::Address& from, const stack::Address& to,
                std::string_view octets) override {
    if (capture_) {
      remember(capture_->datagram(wall(at), from, to, octets), from, to, octets);
    }
  }

  void stream_opened(stack::TimePoint at, const Flow& flow) override {
    if (capture_) {
      capture_->stream_open(wall(at), known(flow));
    }
  }

  void stream_data(stack::TimePoint at, const Flow& flow, const stack::Address& sender,
                   std::string_view octets) override {
    if (capture_) {
      const auto& receiver = sender == flow.client ? flow.server : flow.client;
      remember(capture_->stream_data(wall(at), known(flow), sender, octets), sender, receiver,
               octets);
    }
  }

  void stream_ended(stack::TimePoint at, const Flow& flow, const stack::Address& who,
                    End how) override {
    if (capture_) {
      using CaptureEnd = captures::CaseCapture::End;
      capture_->stream_end(wall(at), known(flow), who,
                           how == End::reset ? CaptureEnd::reset : CaptureEnd::orderly);
    }
  }

  void finish(reports::CaseResult& result) override {
    const bool passed = result.verdict == reports::Verdict::pass;
    if (capture_ && capture_->frames() > 0 && (mode_ == CaptureMode::all || !passed)) {
      write_capture(result);
    }
    // What cannot be written here shows up when the reports are written to the same folder.
    reports::write_file(out_ / folder_ / "messages.txt", messages_text(result));
    reports::write_file(out_ / folder_ / "ladder.txt",
                        reports::ladder_text(reports::lay_out(result), ladder_columns));
  }

 private:
  static captures::StreamFlow known(const Flow& flow) {
    return {flow.id, flow.client, flow.server};
  }

  std::chrono::nanoseconds wall(stack::TimePoint at) const {
    return loop_.wall_time(at).time_since_epoch();
  }

  void remember(captures::FrameNumber number, const stack::Address& from, const stack::Address& to,
                std::string_view octets) {
    frames_.push_back({number, stack::to_string(from), stack::to_string(to),
                       std::string(octets.substr(0, remembered_octets))});
  }

  /// Frames and messages are both in the order of time, so the first one that fits is the one.
  captures::FrameNumber frame_of(const reports::MessageRecord& message) {
    const auto start = std::string_view(message.octets).substr(0, remembered_octets / 2);
    for (auto& frame : frames_) {
      const bool stream = message.transport != "udp";
      const bool fits = stream ? frame.start.find(start) != std::string::npos
                               : !frame.taken && frame.start.starts_with(start);
      const bool same_way = message.direction == reports::Direction::to_device
                                ? frame.to == message.to
                                : frame.from == message.from;
      if (fits && same_way) {
        frame.taken = true;
        return frame.number;
      }
    }
    return 0;
  }

  void write_capture(reports::CaseResult& result) {
    for (auto& message : result.messages) {
      const auto frame = frame_of(message);
      message.frame = static_cast<std::uint32_t>(frame);
      if (frame != 0 && !message.step.empty()) {
        capture_->comment(frame, message.step);
      }
    }
    for (auto& finding : result.findings) {
      if (finding.message_index && *finding.message_index < result.messages.size()) {
        finding.frame = result.messages[*finding.message_index].frame;
      }
    }
    std::error_code ignored;
    std::filesystem::create_directories(out_ / folder_, ignored);
    if (capture_->write(out_ / folder_ / "case.pcapng")) {
      result.capture = (folder_ / "case.pcapng").string();
    }
  }

  const EventLoop& loop_;
  std::filesystem::path out_, folder_;
  CaptureMode mode_;
  std::optional<captures::CaseCapture> capture_;
  std::vector<Frame> frames_;
};

}  // namespace

boost::system::result<MakeTape, TapeError> make_tapes(const EventLoop& loop, const OutDir& out,
                                                      CaptureMode mode,
                                                      const std::vector<Target>& /*targets*/) {
  return MakeTape([&loop, out, mode](const PlannedCase& planned) -> std::unique_ptr<CaseTape> {
    return std::make_unique<FileTape>(loop, out, mode, planned);
  });
}

std::string live_capture_problem() {
  return "";
}

}  // namespace sipspec::harness
