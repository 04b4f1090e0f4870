#pragma once

// What the device's user was shown, read where the profile says: a log file, the output of the
// started device, or the output of a program.

#include "harness/device/profile.hpp"
#include "harness/io/event_loop.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::harness {

class DeliveryWatch {
 public:
  using Seen = std::function<void(stack::TimePoint, std::string_view text)>;

  DeliveryWatch(EventLoop& loop, const DeviceProfile& profile, Seen seen);
  ~DeliveryWatch();
  DeliveryWatch(const DeliveryWatch&) = delete;
  DeliveryWatch& operator=(const DeliveryWatch&) = delete;

  /// The sentence that says why nothing can be watched.
  std::optional<std::string> start();
  /// A line of the started device's output.
  void output_line(stack::TimePoint at, std::string_view line);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::harness
