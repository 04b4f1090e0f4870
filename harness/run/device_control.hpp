#pragma once

// Starts, watches, restarts and stops the device when its profile says how; knows how it ended. For
// a device that is simply there, starting succeeds at once and nothing is ever stopped.
//
//   DeviceControl device(loop, profile, target, out_dir / "dut");
//   device.start([](std::optional<std::string> failure) { ... });

#include "harness/device/profile.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/io/process.hpp"
#include "harness/run/probe.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sipspec::harness {

class DeviceControl {
 public:
  /// The sentence that says why the device is not there; nullopt: it is ready.
  using Done = std::function<void(std::optional<std::string> failure)>;

  /// `output` is the folder of the device's own output, made when needed.
  DeviceControl(EventLoop& loop, const DeviceProfile& profile, ProbeTarget target,
                std::filesystem::path output);
  ~DeviceControl();
  DeviceControl(const DeviceControl&) = delete;
  DeviceControl& operator=(const DeviceControl&) = delete;

  /// Starts it (when there is a command) and waits until it is ready as the profile describes.
  void start(Done done);
  /// Stops it as the profile describes; at once when nothing runs.
  void stop(std::function<void()> done);

  bool starts_device() const;
  /// How the started device ended by itself, since the last start().
  std::optional<ExitStatus> death() const;

  void on_death(std::function<void(stack::TimePoint, ExitStatus)> handler);
  void on_output(std::function<void(stack::TimePoint, std::string_view line)> handler);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
