#include "harness/run/file_tape.hpp"

#include "captures/case_capture.hpp"
#include "captures/cross_check.hpp"
#include "captures/pcapng_writer.hpp"
#include "harness/run/live_hub.hpp"
#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <vector>

namespace sipspec::harness {

namespace {

constexpr std::size_t ladder_columns = 100;
/// Enough of a frame to know a message again by its start.
constexpr std::size_t remembered_octets = 512;
/// Differences between a live capture and the sockets that are named in the result.
constexpr std::size_t named_differences = 3;

using captures::FrameNumber;

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

/// Something that went through a socket, and the frame that holds it.
struct Passed {
  FrameNumber frame = 0;
  std::string from, to;  ///< "address:port"
  std::string start;
  bool taken = false;
};

/// Frames and messages are both in the order of time, so the first one that fits is the one.
FrameNumber frame_of(const reports::MessageRecord& message, std::vector<Passed>& passed) {
  const auto start = std::string_view(message.octets).substr(0, remembered_octets / 2);
  const bool stream = message.transport != "udp";
  for (auto& it : passed) {
    const bool fits = stream ? it.start.find(start) != std::string::npos
                             : !it.taken && it.start.starts_with(start);
    const bool same_way = message.direction == reports::Direction::to_device
                              ? it.to == message.to
                              : it.from == message.from;
    if (fits && same_way) {
      it.taken = true;
      return it.frame;
    }
  }
  return 0;
}

/// Gives messages and findings their frames; `comment` is told the step of each.
template <typename Comment>
void number_frames(reports::CaseResult& result, std::vector<Passed>& passed,
                   const Comment& comment) {
  for (auto& message : result.messages) {
    message.frame = frame_of(message, passed);
    if (message.frame != 0 && !message.step.empty()) {
      comment(message.frame, message.step);
    }
  }
  for (auto& finding : result.findings) {
    if (finding.message_index && *finding.message_index < result.messages.size()) {
      finding.frame = result.messages[*finding.message_index].frame;
      comment(finding.frame, finding.message);
    }
  }
}

Passed passed_as(FrameNumber frame, const stack::Address& from, const stack::Address& to,
                 std::string_view octets) {
  return {frame, stack::to_string(from), stack::to_string(to),
          std::string(octets.substr(0, remembered_octets)), false};
}

/// Folder, texts, and whether the capture is wanted.
class FileTape : public CaseTape {
 public:
  FileTape(const EventLoop& loop, const OutDir& out, const TapeSettings& settings,
           const PlannedCase& planned)
      : loop_(loop), out_(out.path()), folder_(OutDir::case_folder(planned)), settings_(settings) {}

  void finish(reports::CaseResult& result) override {
    const bool passed = result.verdict == reports::Verdict::pass;
    if (settings_.mode != CaptureMode::fail || !passed) {
      std::error_code ignored;
      std::filesystem::create_directories(out_ / folder_, ignored);
      if (write_capture(result, out_ / folder_ / "case.pcapng")) {
        result.capture = (folder_ / "case.pcapng").string();
      }
    }
    // What cannot be written here shows up when the reports are written to the same folder.
    reports::write_file(out_ / folder_ / "messages.txt", messages_text(result));
    reports::write_file(out_ / folder_ / "ladder.txt",
                        reports::ladder_text(reports::lay_out(result), ladder_columns));
  }

 protected:
  /// False: there is none.
  virtual bool write_capture(reports::CaseResult& result, const std::filesystem::path& file) = 0;

  std::chrono::nanoseconds wall(stack::TimePoint at) const {
    return loop_.wall_time(at).time_since_epoch();
  }

 private:
  const EventLoop& loop_;
  std::filesystem::path out_, folder_;
  TapeSettings settings_;
};

/// Texts only.
class TextTape : public FileTape {
 public:
  using FileTape::FileTape;

  void datagram(stack::TimePoint, const stack::Address&, const stack::Address&,
                std::string_view) override {}

  void stream_opened(stack::TimePoint, const Flow&) override {}

  void stream_data(stack::TimePoint, const Flow&, const stack::Address&,
                   std::string_view) override {}

  void stream_ended(stack::TimePoint, const Flow&, const stack::Address&, End) override {}

 protected:
  bool write_capture(reports::CaseResult&, const std::filesystem::path&) override { return false; }
};

/// Frames made of what the sockets sent and received.
class SocketTape : public FileTape {
 public:
  SocketTape(const EventLoop& loop, const OutDir& out, const TapeSettings& settings,
             const PlannedCase& planned)
      : FileTape(loop, out, settings, planned), capture_(settings.application, planned.name) {}

  void datagram(stack::TimePoint at, const stack::Address& from, const stack::Address& to,
                std::string_view octets) override {
    passed_.push_back(passed_as(capture_.datagram(wall(at), from, to, octets), from, to, octets));
  }

  void stream_opened(stack::TimePoint at, const Flow& flow) override {
    capture_.stream_open(wall(at), known(flow));
  }

  void stream_data(stack::TimePoint at, const Flow& flow, const stack::Address& sender,
                   std::string_view octets) override {
    const auto& receiver = sender == flow.client ? flow.server : flow.client;
    const auto frame = capture_.stream_data(wall(at), known(flow), sender, octets);
    passed_.push_back(passed_as(frame, sender, receiver, octets));
  }

  void stream_ended(stack::TimePoint at, const Flow& flow, const stack::Address& who,
                    End how) override {
    using CaptureEnd = captures::CaseCapture::End;
    capture_.stream_end(wall(at), known(flow), who,
                        how == End::reset ? CaptureEnd::reset : CaptureEnd::orderly);
  }

 protected:
  bool write_capture(reports::CaseResult& result, const std::filesystem::path& file) override {
    number_frames(result, passed_, [this](FrameNumber frame, std::string_view text) {
      capture_.comment(frame, text);
    });
    return capture_.frames() > 0 && capture_.write(file).has_value();
  }

 private:
  static captures::StreamFlow known(const Flow& flow) {
    return {flow.id, flow.client, flow.server};
  }

  captures::CaseCapture capture_;
  std::vector<Passed> passed_;
};

/// Frames as the kernel saw them.
class LiveTape : public FileTape {
 public:
  LiveTape(const EventLoop& loop, const OutDir& out, const TapeSettings& settings,
           const PlannedCase& planned, std::shared_ptr<LiveHub> hub)
      : FileTape(loop, out, settings, planned),
        hub_(std::move(hub)),
        device_(planned.target.device),
        transport_(planned.target.variant.transport),
        since_(wall(loop.now())),
        file_(settings.application, planned.name) {}

  void datagram(stack::TimePoint, const stack::Address& from, const stack::Address& to,
                std::string_view octets) override {
    // Actors send before they receive, but for one that only waits: it has heard from the device.
    const bool received = local_.contains(to) || from == device_;
    see(received ? Way::received : Way::sent, stack::Transport::udp, 0, from, to, octets);
  }

  void stream_opened(stack::TimePoint, const Flow&) override {}

  void stream_data(stack::TimePoint, const Flow& flow, const stack::Address& sender,
                   std::string_view octets) override {
    const auto& ours = flow.id >= accepted_connections ? flow.server : flow.client;
    see(sender == ours ? Way::sent : Way::received, transport_, flow.id, sender,
        sender == flow.client ? flow.server : flow.client, octets);
  }

  void stream_ended(stack::TimePoint, const Flow&, const stack::Address&, End) override {}

 protected:
  bool write_capture(reports::CaseResult& result, const std::filesystem::path& file) override {
    const auto packets = hub_->take(std::vector(local_.begin(), local_.end()), since_);
    file_.add_interface({hub_->link(), hub_->interface()});
    for (const auto& packet : packets) {
      file_.add_packet(packet);
    }
    compare(result, packets);
    number_frames(result, passed_,
                  [this](FrameNumber frame, std::string_view text) { file_.comment(frame, text); });
    return file_.packets() > 0 && file_.write(file).has_value();
  }

 private:
  using Way = captures::SeenByStack::Way;

  struct ByText {
    bool operator()(const stack::Address& a, const stack::Address& b) const {
      return stack::to_string(a) < stack::to_string(b);
    }
  };

  void see(Way way, stack::Transport transport, std::uint64_t connection,
           const stack::Address& from, const stack::Address& to, std::string_view octets) {
    const auto& local = way == Way::sent ? from : to;
    const auto& peer = way == Way::sent ? to : from;
    local_.insert(local);
    octets_.emplace_back(octets);
    seen_.push_back({way, transport, local, peer, connection, octets_.back()});
    passed_.push_back(passed_as(0, from, to, octets));
  }

  void compare(reports::CaseResult& result, const std::vector<captures::CapturedPacket>& packets) {
    const auto check = captures::cross_check(seen_, hub_->link(), packets, hub_->counters());
    for (std::size_t i = 0; i < check.frames.size() && i < passed_.size(); ++i) {
      passed_[i].frame = check.frames[i];
    }
    for (std::size_t i = 0; i < std::min(check.differences.size(), named_differences); ++i) {
      result.notes.push_back({result.duration, std::string(reports::device_lifeline),
                              fmt::format("capture: {}", check.differences[i].sentence)});
    }
  }

  std::shared_ptr<LiveHub> hub_;
  stack::Address device_;
  stack::Transport transport_;
  std::chrono::nanoseconds since_;
  captures::PcapngWriter file_;
  std::set<stack::Address, ByText> local_;
  std::deque<std::string> octets_;
  std::vector<captures::SeenByStack> seen_;
  std::vector<Passed> passed_;
};

}  // namespace

boost::system::result<MakeTape, TapeError> make_tapes(EventLoop& loop, const OutDir& out,
                                                      const TapeSettings& settings,
                                                      const std::vector<Target>& targets) {
  using Tape = std::unique_ptr<CaseTape>;
  if (settings.mode == CaptureMode::live) {
    auto hub = LiveHub::open(loop, targets);
    if (!hub) {
      return TapeError{hub.error().sentence};
    }
    return MakeTape([&loop, out, settings, hub = *hub](const PlannedCase& planned) -> Tape {
      return std::make_unique<LiveTape>(loop, out, settings, planned, hub);
    });
  }
  if (settings.mode == CaptureMode::none) {
    return MakeTape([&loop, out, settings](const PlannedCase& planned) -> Tape {
      return std::make_unique<TextTape>(loop, out, settings, planned);
    });
  }
  return MakeTape([&loop, out, settings](const PlannedCase& planned) -> Tape {
    return std::make_unique<SocketTape>(loop, out, settings, planned);
  });
}

std::string live_capture_problem(const std::string& interface) {
  captures::LiveOptions options;
  options.interface = interface;
  const auto live = captures::LiveCapture::open(options);
  return live ? "" : live.error().sentence;
}

}  // namespace sipspec::harness
