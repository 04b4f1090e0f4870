#pragma once

// What a ladder is drawn from: messages, messages that never came, timers, notes. All instants are
// offsets from the start of the case.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::reports {

using Offset = std::chrono::microseconds;

enum class Direction : std::uint8_t { to_device, from_device };

std::string_view to_string(Direction direction);

/// The lifeline of the device; actors have the names of the scenario.
inline constexpr std::string_view device_lifeline = "device";

/// One message on the wire.
struct MessageRecord {
  std::uint32_t index = 0;  ///< 0-based, order of the case
  std::uint32_t frame = 0;  ///< in the capture file, from 1; 0: not captured
  Offset at{};
  Direction direction = Direction::to_device;
  std::string actor;  ///< lifeline of the harness's side: "alice"
  std::string from;   ///< "127.0.0.1:40012"
  std::string to;
  std::string transport;                 ///< "udp"
  std::string summary;                   ///< "MESSAGE sip:bob@...", "415 Unsupported Media Type"
  std::string octets;                    ///< as on the wire: hostile
  std::string step;                      ///< id of the scenario step that sent or received it
  std::optional<std::uint32_t> repeats;  ///< index of the message of which this is a retransmission
  bool deliberate = false;               ///< sent invalid on purpose
  std::string note;                      ///< "absorbed by Timer J"
  /// Lifeline of the other side; "": the device. Of captures, where any two may talk.
  std::string peer;
};

/// A message that had to come and did not.
struct MissingRecord {
  std::optional<std::uint32_t> after;  ///< index of the message that made it due
  Direction direction = Direction::from_device;
  std::string actor;
  std::string label;  ///< "final response to m1"
  Offset deadline{};  ///< when the wait ended
  std::string step;
  std::string peer;  ///< as in MessageRecord
};

/// A timer as it ran: a bracket beside the lifeline.
struct TimerRecord {
  enum class End : std::uint8_t { stopped, fired, cut };
  std::string name;   ///< "Timer F"
  std::string actor;  ///< lifeline; "device" for what is inferred of the device
  Offset start{};
  Offset end{};
  End how = End::stopped;
};

std::string_view to_string(TimerRecord::End how);

/// Anything else that happened: a trigger, a delivery, a connection, a line of the device's log.
struct NoteRecord {
  Offset at{};
  std::string lifeline;
  std::string text;
};

}  // namespace sipspec::reports
