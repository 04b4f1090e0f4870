#pragma once

// What the parts of a case run share: the exchange so far, open connections and transactions, what
// arrived and was not looked at yet. Data with a few look-ups; the parts that act on it are sender,
// receiver, expect_judge and the steps. Internal to the engine.

#include "harness/engine/calls.hpp"
#include "harness/engine/case_run.hpp"
#include "harness/engine/client_side.hpp"
#include "harness/engine/credentials_maker.hpp"
#include "harness/engine/exchange_recorder.hpp"
#include "harness/engine/finding_maker.hpp"
#include "harness/engine/names.hpp"
#include "harness/engine/random.hpp"
#include "harness/engine/stream_side.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// A send step that was carried out.
struct Sent {
  const SendStep* step = nullptr;
  std::uint32_t actor = 0;
  std::uint32_t index = 0;       ///< of its first transmission in the exchange
  std::uint32_t last_asked = 0;  ///< of the transmission that the scenario asked for last
  stack::TimePoint at;           ///< when its last octet was handed over
  std::string wire;              ///< what a retransmission sends: "" = nothing
  std::string body;
  Identifiers identifiers;
  ConnectionId connection = 0;
  std::string ack;  ///< INVITE: the ACK for the 2xx that was sent, for its copies
  enum class Move : std::uint8_t { none, opening, done } move = Move::none;  ///< to a new stream
};

/// A message of the device that no step has taken yet, or that one has.
struct Arrival {
  std::uint32_t index = 0;
  std::uint32_t actor = 0;
  bool taken = false;
  bool taken_as_any = false;  ///< by a step that takes provisional responses too
  bool background = false;    ///< answered by the harness itself and expected to happen by itself
};

struct ShownText {
  stack::TimePoint at;
  std::string text;
};

struct CaseState {
  CaseState(const Scenario& written, CaseEnvironment where, CaseObserver watcher,
            stack::TimePoint start);
  CaseState(const CaseState&) = delete;
  CaseState& operator=(const CaseState&) = delete;

  const Scenario* scenario;
  CaseEnvironment environment;
  CaseObserver observer;
  stack::TimePoint now;
  Random random;
  std::vector<NamedActor> actors;
  FindingMaker findings;
  ExchangeRecorder recorder;
  ClientSide clients;
  Calls calls;
  StreamSide streams;
  std::vector<Action> actions;
  std::vector<Sent> sent;
  std::vector<Arrival> inbox;
  std::map<std::string, std::uint32_t, std::less<>> taken_by;  ///< expect id -> message
  std::map<std::uint32_t, std::string> responses;  ///< given to device requests, by their index
  std::vector<ShownText> shown;
  NonceCounts nonce_counts;
  std::optional<stack::TimePoint> unreachable_at;
  std::string missing_reference;
  std::size_t step = 0;  ///< index into scenario->steps

  bool on_stream() const { return stack::is_reliable(environment.variant.transport); }

  std::uint32_t actor_index(std::string_view id) const;

  const std::string& actor_name(std::uint32_t index) const { return actors[index].id; }

  const stack::Address& local(std::uint32_t actor) const { return environment.actors[actor].local; }

  Sent* find_sent(std::string_view id);
  /// Message of a send or expect step with the request it answers; null when there is none.
  Subject message_of(std::string_view step) const;
  /// Notes in missing_reference what a step that is there did not bring.
  Lookup lookup();

  /// An empty record of a message between the actor and the device.
  Observed observed(std::uint32_t actor, Side sender, std::string octets, std::string step_id,
                    ConnectionId connection) const;
};

}  // namespace sipspec::harness
