#pragma once

// A device that a profile starts: a child process in a process group of its own, with its output
// kept in files of bounded size and handed over line by line. Dies with this process.
//
// No shell is involved unless the caller makes "/bin/sh -c" the command.
//
//   auto device = Process::start(loop, {.argv = {"baresip", "-f", "conf"}, .output = dir},
//   handlers); device->terminate(SIGTERM, std::chrono::seconds(2));

#include "harness/io/event_loop.hpp"
#include "stack/time.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// Octets of output kept on disk for each of stdout and stderr; what comes later is read and
/// dropped.
inline constexpr std::size_t max_kept_output = 8 * 1024 * 1024;
/// A line longer than this is handed over in pieces.
inline constexpr std::size_t max_output_line = 16 * 1024;

/// How a child ended: exactly one of the two is not 0, or both are for exit code 0.
struct ExitStatus {
  int code = 0;
  int signal = 0;

  bool operator==(const ExitStatus&) const = default;
};

/// "exit code 3", "signal 11 (Segmentation fault)".
std::string to_string(const ExitStatus& status);

struct ProcessSpec {
  std::vector<std::string> argv;
  std::filesystem::path working_directory;         ///< "" = that of this process
  std::map<std::string, std::string> environment;  ///< added to that of this process
  std::filesystem::path output;  ///< folder for stdout.log and stderr.log; "" = none
};

class Process {
 public:
  struct Handlers {
    std::function<void(stack::TimePoint, std::string_view line)> line;
    std::function<void(stack::TimePoint, ExitStatus)> ended;
  };

  /// The error is that of the system: no such program, no permission, no such working directory.
  /// No handler is called from within start(); `ended` comes after the output that there was.
  static boost::system::result<Process> start(EventLoop& loop, const ProcessSpec& spec,
                                              Handlers handlers);

  /// A child that still runs is killed, with its group.
  ~Process();
  Process(Process&&) noexcept;
  Process& operator=(Process&&) noexcept;

  /// Sends the signal to the group, and SIGKILL when the child is still there after `patience`.
  void terminate(int signal, stack::Duration patience);
  /// Set once the child was collected.
  std::optional<ExitStatus> status() const;
  int pid() const;

 private:
  class Impl;
  explicit Process(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
