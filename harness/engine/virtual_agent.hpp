#pragma once

// The reference device in virtual time: what `sipspec selftest` and the proofs of the scenarios run
// against.
//
//   VirtualOutcome outcome = run_against_agent(scenario, {.catalogue = &catalogue,
//                                                         .mutant = "contact-in-2xx"});

#include "harness/engine/virtual_run.hpp"

#include <cstdint>
#include <string>

namespace sipspec::harness {

class VirtualAgent : public VirtualDevice {
 public:
  /// `stream` is what connections are, as far as the agent is told.
  explicit VirtualAgent(stack::AgentConfig config, stack::Transport stream = stack::Transport::tcp)
      : agent_(std::move(config)), stream_(stream) {}

  void on_datagram(stack::TimePoint now, const stack::Address& from, const stack::Address& local,
                   std::string_view octets) override {
    agent_.on_datagram(now, from, local, octets);
  }

  void on_stream_opened(stack::TimePoint now, std::uint64_t connection, const stack::Address& peer,
                        const stack::Address& local) override {
    agent_.on_stream_opened(now, connection, peer, local, stream_);
  }

  void on_stream_data(stack::TimePoint now, std::uint64_t connection,
                      std::string_view octets) override {
    agent_.on_stream_data(now, connection, octets);
  }

  void on_stream_closed(stack::TimePoint now, std::uint64_t connection) override {
    agent_.on_stream_closed(now, connection);
  }

  void on_time(stack::TimePoint now) override { agent_.on_time(now); }

  stack::Deadline next_deadline() const override { return agent_.next_deadline(); }

  std::vector<stack::AgentAction> take_actions() override { return agent_.take_actions(); }

  stack::UserAgent& agent() { return agent_; }

 private:
  stack::UserAgent agent_;
  stack::Transport stream_;
};

struct VirtualSetup {
  const Catalogue* catalogue = nullptr;
  Variant variant;
  std::string mutant;  ///< "" = the conformant device
  std::string profile = "modern";
  std::uint64_t seed = 1;
  stack::TimerTable timers;
};

/// The environment of a virtual case: actors and device at documentation addresses (RFC 5737,
/// 3849).
CaseEnvironment virtual_environment(const Scenario& scenario, const VirtualSetup& setup);

VirtualOutcome run_against_agent(const Scenario& scenario, const VirtualSetup& setup);

}  // namespace sipspec::harness
