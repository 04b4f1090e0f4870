#pragma once

// Puts every message of a case on record, marks repeats, ties responses to requests, and has the
// monitors judge each new one. Bounded: what a device sends beyond the limits is counted, not kept.
//
//   ExchangeRecorder recorder(context, observer);
//   Recorded seen = recorder.received({.actor = 0, .at = at, ...});

#include "harness/engine/association.hpp"
#include "harness/monitor/monitor.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sipspec::harness {

/// Messages and octets kept of one case; a device that sends more is cut off.
inline constexpr std::uint32_t max_messages_kept = 2000;
inline constexpr std::size_t max_octets_kept = std::size_t{32} << 20U;

class ExchangeRecorder {
 public:
  using OnMessage = std::function<void(const Observed&)>;
  using OnFindings = std::function<void(const Observed&, std::vector<RuleFinding>)>;

  ExchangeRecorder(MonitorContext context, OnMessage on_message, OnFindings on_findings);

  /// Keeps what the harness sent.
  const Observed& sent(Observed message);
  /// Keeps what the device sent; `actor` is the socket's owner. Null when a limit is reached.
  Observed* received(Observed message, std::uint32_t actor);

  /// A request of the harness that responses may be tied to.
  void add_candidate(std::uint32_t actor, std::uint32_t index);
  /// Octets that look like a request and are none, behind the message of a datagram.
  void add_decoy(std::uint32_t actor, std::string octets);
  /// The final response to it is there (or it is given up): it no longer waits.
  void answered(std::uint32_t index);

  /// Notes which step took the message.
  void assign_step(std::uint32_t index, const std::string& step);

  /// Rules that only the end shows.
  std::vector<RuleFinding> judge_end(stack::TimePoint end) const;

  const Exchange& exchange() const { return exchange_; }

  const Observed& at(std::uint32_t index) const { return exchange_.messages()[index]; }

  /// A message was refused because of a limit.
  bool overflowed() const { return overflowed_; }

  /// Something came from the device.
  bool heard() const { return heard_; }

 private:
  Observed& keep(Observed message);
  Tie tie_of(const stack::Message& response, std::uint32_t actor) const;
  /// nullopt: of all actors.
  std::vector<Candidate> candidates_of(std::optional<std::uint32_t> actor) const;
  void judge(const Observed& kept);

  Exchange exchange_;
  MonitorContext context_;
  OnMessage on_message_;
  OnFindings on_findings_;

  struct Asked {
    std::uint32_t actor = 0;
    std::uint32_t index = 0;
    bool waiting = true;
  };

  std::vector<Asked> asked_;

  struct Decoy {
    std::uint32_t actor = 0;
    std::string octets;
    stack::Message message;
  };

  std::deque<Decoy> decoys_;
  std::map<std::pair<Side, std::uint64_t>, std::vector<std::uint32_t>> firsts_;  ///< by octet hash
  std::size_t octets_kept_ = 0;
  bool overflowed_ = false;
  bool heard_ = false;
};

}  // namespace sipspec::harness
