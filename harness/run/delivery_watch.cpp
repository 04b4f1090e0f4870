#include "harness/run/delivery_watch.hpp"

#include "harness/io/process.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <fstream>

namespace sipspec::harness {

namespace {

constexpr std::chrono::milliseconds log_poll{20};
constexpr std::size_t max_log_octets_per_poll = 1024 * 1024;

}  // namespace

class DeliveryWatch::Impl {
 public:
  Impl(EventLoop& loop, const DeviceProfile& profile, Seen seen)
      : loop_(loop),
        profile_(profile),
        seen_(std::move(seen)),
        pattern_(profile.delivery.pattern.empty() ? "(.*)" : profile.delivery.pattern) {}

  ~Impl() { loop_.cancel(timer_); }

  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::optional<std::string> start() {
    if (!pattern_.ok()) {
      return fmt::format("the pattern of <delivery> is no regular expression: {}",
                         pattern_.error());
    }
    switch (profile_.delivery.kind) {
      case DeliveryHook::Kind::log:
        file_ = std::filesystem::path(profile_.folder) / profile_.delivery.file;
        skip_what_is_there();
        poll();
        break;
      case DeliveryHook::Kind::command:
        return start_command();
      case DeliveryHook::Kind::output:
      case DeliveryHook::Kind::none:
        break;
    }
    return std::nullopt;
  }

  void line(stack::TimePoint at, std::string_view text) {
    std::string found;
    const bool fits = pattern_.NumberOfCapturingGroups() > 0
                          ? RE2::PartialMatch(text, pattern_, &found)
                          : RE2::PartialMatch(text, pattern_);
    if (fits) {
      seen_(at, pattern_.NumberOfCapturingGroups() > 0 ? std::string_view(found) : text);
    }
  }

  bool reads_output() const { return profile_.delivery.kind == DeliveryHook::Kind::output; }

 private:
  void skip_what_is_there() {
    std::error_code error;
    const auto size = std::filesystem::file_size(file_, error);
    position_ = error ? 0 : size;
  }

  std::optional<std::string> start_command() {
    ProcessSpec spec;
    spec.argv = profile_.delivery.argv;
    spec.working_directory = profile_.folder;
    auto started = Process::start(
        loop_, spec,
        {.line = [this](stack::TimePoint at, std::string_view text) { line(at, text); },
         .ended = nullptr});
    if (!started) {
      return fmt::format("the command of <delivery> cannot be started: {}",
                         started.error().message());
    }
    process_ = std::move(*started);
    return std::nullopt;
  }

  void poll() {
    read_new();
    timer_ = loop_.call_at(loop_.now() + log_poll, [this] { poll(); });
  }

  void read_new() {
    std::error_code error;
    const auto size = std::filesystem::file_size(file_, error);
    if (error || size == position_) {
      return;
    }
    if (size < position_) {
      position_ = 0;  // the file was cut or replaced
    }
    std::ifstream stream(file_, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(position_));
    std::string octets(std::min<std::uintmax_t>(size - position_, max_log_octets_per_poll), '\0');
    stream.read(octets.data(), static_cast<std::streamsize>(octets.size()));
    octets.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    position_ += octets.size();
    split(octets);
  }

  void split(std::string_view octets) {
    for (const char octet : octets) {
      if (octet == '\n' || partial_.size() >= max_output_line) {
        line(loop_.now(), partial_);
        partial_.clear();
      }
      if (octet != '\n') {
        partial_.push_back(octet);
      }
    }
  }

  EventLoop& loop_;
  const DeviceProfile& profile_;
  Seen seen_;
  RE2 pattern_;
  std::filesystem::path file_;
  std::uintmax_t position_ = 0;
  std::string partial_;
  std::optional<Process> process_;
  TimerId timer_ = TimerId::none;
};

DeliveryWatch::DeliveryWatch(EventLoop& loop, const DeviceProfile& profile, Seen seen)
    : impl_(std::make_unique<Impl>(loop, profile, std::move(seen))) {}

DeliveryWatch::~DeliveryWatch() = default;

std::optional<std::string> DeliveryWatch::start() {
  return impl_->start();
}

void DeliveryWatch::output_line(stack::TimePoint at, std::string_view line) {
  if (impl_->reads_output()) {
    impl_->line(at, line);
  }
}

}  // namespace sipspec::harness
