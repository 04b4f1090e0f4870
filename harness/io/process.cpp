#include "harness/io/process.hpp"

#include "harness/io/event_loop_impl.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <utility>

namespace sipspec::harness {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds child_poll{20};
constexpr std::size_t read_size = 16 * 1024;
/// Octets that are still read of an output when the child has ended: what a pipe can hold, many
/// times.
constexpr std::size_t max_drained = 1024 * 1024;

boost::system::error_code last_error() {
  return {errno, boost::system::system_category()};
}

/// Both ends are closed on exec; owns what was not taken.
struct Pipe {
  int read_end = -1;
  int write_end = -1;

  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      return false;
    }
    read_end = ends[0];
    write_end = ends[1];
    return true;
  }

  void close_write() { close_one(write_end); }

  int take_read() { return std::exchange(read_end, -1); }

  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  ~Pipe() {
    close_one(read_end);
    close_one(write_end);
  }

 private:
  static void close_one(int& end) {
    if (end >= 0) {
      ::close(std::exchange(end, -1));
    }
  }
};

/// What the child needs, prepared before fork: afterwards only async-signal-safe calls are allowed.
struct Prepared {
  std::vector<std::string> environment;
  std::vector<char*> argv, envp;
  std::string directory;

  explicit Prepared(const ProcessSpec& spec) : directory(spec.working_directory.string()) {
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
      const std::string_view text(*entry);
      if (!spec.environment.contains(std::string(text.substr(0, text.find('='))))) {
        environment.emplace_back(text);
      }
    }
    for (const auto& [name, value] : spec.environment) {
      environment.push_back(fmt::format("{}={}", name, value));
    }
    for (auto& entry : environment) {
      envp.push_back(entry.data());
    }
    envp.push_back(nullptr);
    for (const auto& argument : spec.argv) {
      argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
  }
};

[[noreturn]] void fail_in_child(int report) {
  const int reason = errno;
  const auto written = ::write(report, &reason, sizeof reason);
  ::_exit(written == sizeof reason ? 127 : 126);
}

[[noreturn]] void become(const Prepared& prepared, int out, int err, int report, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) {
    ::_exit(126);
  }
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int signal : {SIGINT, SIGTERM, SIGPIPE, SIGCHLD, SIGHUP}) {
    ::signal(signal, SIG_DFL);
  }
  const int input = ::open("/dev/null", O_RDONLY);
  if (input < 0 || ::dup2(input, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0 ||
      ::dup2(err, STDERR_FILENO) < 0) {
    fail_in_child(report);
  }
  if (!prepared.directory.empty() && ::chdir(prepared.directory.c_str()) != 0) {
    fail_in_child(report);
  }
  ::execvpe(prepared.argv.front(), prepared.argv.data(), prepared.envp.data());
  fail_in_child(report);
}

/// One output of the child: to its file up to the bound, and by lines to the handler.
class OutputReader {
 public:
  OutputReader(EventLoop& loop, int handle, const std::filesystem::path& file)
      : descriptor_(loop.impl().io, handle), buffer_(read_size) {
    boost::system::error_code ignored;
    descriptor_.native_non_blocking(true, ignored);
    if (!file.empty()) {
      file_.open(file, std::ios::binary | std::ios::app);
    }
  }

  asio::posix::stream_descriptor& descriptor() { return descriptor_; }

  std::vector<char>& buffer() { return buffer_; }

  void keep(std::string_view octets) {
    const auto room = max_kept_output - std::min(max_kept_output, kept_);
    const auto part = octets.substr(0, room);
    if (file_.is_open() && !part.empty()) {
      file_.write(part.data(), static_cast<std::streamsize>(part.size()));
      file_.flush();
    }
    kept_ += part.size();
  }

  template <typename OnLine>
  void split(std::string_view octets, const OnLine& on_line) {
    while (!octets.empty()) {
      const auto room = max_output_line - line_.size();
      const auto end = std::min({octets.find('\n'), octets.size(), room});
      line_.append(octets.substr(0, end));
      const bool ended = end < octets.size() && octets[end] == '\n';
      octets.remove_prefix(ended ? end + 1 : end);
      if (ended || line_.size() == max_output_line) {
        on_line(line_);
        line_.clear();
      }
    }
  }

 private:
  asio::posix::stream_descriptor descriptor_;
  std::vector<char> buffer_;
  std::ofstream file_;
  std::size_t kept_ = 0;
  std::string line_;
};

}  // namespace

std::string to_string(const ExitStatus& status) {
  if (status.signal != 0) {
    return fmt::format("signal {} ({})", status.signal, ::strsignal(status.signal));
  }
  return fmt::format("exit code {}", status.code);
}

class Process::Impl : public std::enable_shared_from_this<Process::Impl> {
 public:
  Impl(EventLoop& loop, Handlers given) : handlers(std::move(given)), loop_(loop) {}

  boost::system::error_code start(const ProcessSpec& spec) {
    if (spec.argv.empty()) {
      return boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    }
    Pipe out, err, report;
    if (!out.open() || !err.open() || !report.open()) {
      return last_error();
    }
    const Prepared prepared(spec);
    const auto parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) {
      return last_error();
    }
    if (pid_ == 0) {
      become(prepared, out.write_end, err.write_end, report.write_end, parent);
    }
    ::setpgid(pid_, pid_);
    report.close_write();
    int reason = 0;
    if (::read(report.read_end, &reason, sizeof reason) == sizeof reason) {
      ::waitpid(pid_, nullptr, 0);
      status_ = ExitStatus{127, 0};
      return {reason, boost::system::system_category()};
    }
    const auto file = [&](const char* name) {
      return spec.output.empty() ? std::filesystem::path() : spec.output / name;
    };
    outputs_.push_back(std::make_unique<OutputReader>(loop_, out.take_read(), file("stdout.log")));
    outputs_.push_back(std::make_unique<OutputReader>(loop_, err.take_read(), file("stderr.log")));
    read(0);
    read(1);
    watch_soon();
    return {};
  }

  void terminate(int signal, stack::Duration patience) {
    if (status_) {
      return;
    }
    ::kill(-pid_, signal);
    loop_.call_at(loop_.now() + patience, [weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && !self->status_) {
        ::kill(-self->pid_, SIGKILL);
      }
    });
  }

  void abandon() {
    handlers = {};
    loop_.cancel(watch_timer_);
    if (!status_) {
      ::kill(-pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      status_ = ExitStatus{0, SIGKILL};
    }
    for (auto& output : outputs_) {
      boost::system::error_code ignored;
      output->descriptor().close(ignored);
    }
  }

  Handlers handlers;

  std::optional<ExitStatus> status() const { return status_; }

  int pid() const { return pid_; }

 private:
  void read(std::size_t which) {
    auto& output = *outputs_.at(which);
    output.descriptor().async_read_some(
        asio::buffer(output.buffer()),
        [self = shared_from_this(), which](const boost::system::error_code& error,
                                           std::size_t size) {
          self->arrived(which, error, size);
        });
  }

  void arrived(std::size_t which, const boost::system::error_code& error, std::size_t size) {
    if (error) {
      return;
    }
    auto& output = *outputs_.at(which);
    take(output, {output.buffer().data(), size});
    if (output.descriptor().is_open()) {
      read(which);
    }
  }

  void take(OutputReader& output, std::string_view octets) {
    output.keep(octets);
    output.split(octets, [this](std::string_view line) {
      if (handlers.line) {
        const auto handler = handlers.line;
        handler(loop_.now(), line);
      }
    });
  }

  /// What the child wrote before it ended. Bounded, and does not wait: what the child started
  /// itself may hold the pipe open.
  void drain(OutputReader& output) {
    std::vector<char> buffer(read_size);
    for (std::size_t taken = 0; taken < max_drained && output.descriptor().is_open();) {
      const auto size = ::read(output.descriptor().native_handle(), buffer.data(), buffer.size());
      if (size <= 0) {
        return;
      }
      taken += static_cast<std::size_t>(size);
      take(output, {buffer.data(), static_cast<std::size_t>(size)});
    }
  }

  // Polled: a handler for SIGCHLD would take the signal from whoever else starts children here.
  void watch_soon() {
    watch_timer_ = loop_.call_at(loop_.now() + child_poll, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) {
        self->watch();
      }
    });
  }

  void watch() {
    int raw = 0;
    const auto collected = ::waitpid(pid_, &raw, WNOHANG);
    if (collected == 0) {
      watch_soon();
      return;
    }
    status_ = WIFSIGNALED(raw) ? ExitStatus{0, WTERMSIG(raw)} : ExitStatus{WEXITSTATUS(raw), 0};
    // What it started itself goes with it: a fork that keeps the port would spoil the restart.
    ::kill(-pid_, SIGKILL);
    for (auto& output : outputs_) {
      drain(*output);
    }
    if (handlers.ended) {
      const auto handler = handlers.ended;
      handler(loop_.now(), *status_);
    }
  }

  EventLoop& loop_;
  pid_t pid_ = -1;
  std::vector<std::unique_ptr<OutputReader>> outputs_;
  std::optional<ExitStatus> status_;
  TimerId watch_timer_ = TimerId::none;
};

Process::Process(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Process::Process(Process&&) noexcept = default;

Process& Process::operator=(Process&& other) noexcept {
  if (impl_ && impl_ != other.impl_) {
    impl_->abandon();
  }
  impl_ = std::move(other.impl_);
  return *this;
}

Process::~Process() {
  if (impl_) {
    impl_->abandon();
  }
}

boost::system::result<Process> Process::start(EventLoop& loop, const ProcessSpec& spec,
                                              Handlers handlers) {
  auto impl = std::make_shared<Impl>(loop, std::move(handlers));
  if (const auto error = impl->start(spec)) {
    return error;
  }
  return Process(std::move(impl));
}

void Process::terminate(int signal, stack::Duration patience) {
  impl_->terminate(signal, patience);
}

std::optional<ExitStatus> Process::status() const {
  return impl_->status();
}

int Process::pid() const {
  return impl_->pid();
}

}  // namespace sipspec::harness
