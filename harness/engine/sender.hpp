#pragma once

// Carries out what the harness sends: send, resend and respond steps, retransmissions of client
// transactions, automatic responses. Octets go into actions, messages on record. Internal.

#include "harness/engine/case_state.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

class Sender {
 public:
  explicit Sender(CaseState& state) : state_(&state) {}

  enum class Progress : std::uint8_t {
    done,
    connecting,
    waiting,  ///< for the time of the next piece
    refused,  ///< the connection could not be opened
  };

  /// Makes the message and starts to deliver it.
  StepResult<Progress> begin(const SendStep& step);
  /// Goes on with what begin() left; called on every event and at next_deadline().
  Progress go_on();
  stack::Deadline next_deadline() const;

  void resend(const ResendStep& step);
  StepResult<Progress> respond(const RespondStep& step);
  /// Answers a request of the device without a step.
  void respond_automatically(std::uint32_t request);
  void respond_again(std::uint32_t request);
  /// A response to a request of the harness came: ACK and dialog, when that was an INVITE.
  void follow_invite(std::uint32_t response, ClientSide::Reaction reaction);
  /// The case is over: ends the calls that it left open. Not on record.
  void hang_up();
  /// Client transactions that are due.
  void retransmit();
  /// The device closed a stream that had served before. It may do so between two requests, and the
  /// next one may have been under way already: once, that is sent again on a new stream.
  void move_from(ConnectionId closed);
  void opened(ConnectionId connection);

 private:
  /// One message of a datagram or write that may hold several.
  struct Part {
    const SendStep* step = nullptr;
    MadeRequest made;
    Identifiers identifiers;
  };

  /// A delivery under way.
  struct Job {
    std::vector<Part> parts;
    std::uint32_t actor = 0;
    ConnectionId connection = 0;
    std::deque<std::string> pieces;
    stack::Duration pause{};
    std::optional<stack::TimePoint> due;
    bool recorded = false;
  };

  StepResult<Part> make(const SendStep& step);
  Identifiers identifiers_for(const SendStep& step);
  Identifiers identifiers_after(const CredentialsSpec& credentials, Identifiers fresh);
  std::string in_dialog(const Sent& invite, std::string_view method, std::string_view body);
  void follow_success(Sent& invite, std::uint32_t response);
  void send_own(const Sent& sent, const std::string& octets);
  void start_delivery(std::vector<Part> parts);
  void send_pieces(Job& job);
  void finish_delivery(const Job& job);
  void record_parts(Job& job);
  std::uint32_t record(const Job& job, const Part& part);
  void record_after(const Job& job, const Part& part);
  void put(std::uint32_t actor, const stack::Address& to, ConnectionId connection,
           std::string octets);
  std::uint32_t give_response(std::uint32_t request, std::string octets, bool deliberate,
                              const std::string& step_id);
  std::uint32_t actor_of(std::uint32_t message) const;
  bool has_to_move(const Sent& sent, ConnectionId closed) const;
  void send_again(const Sent& sent, const std::string& wire);

  CaseState* state_;
  std::map<std::string, std::vector<Part>, std::less<>> held_;  ///< by the send they wait for
  std::optional<Job> job_;
};

}  // namespace sipspec::harness
