#pragma once

// The reference device: a SIP user agent for MESSAGE and OPTIONS that conforms to RFC 3428 and the
// documents under it, without I/O. It is the built-in device of `sipspec device`, the counterpart
// in tests in virtual time, and, with a fault switched on, the proof that a case can fail.

#include "stack/auth/digest_server.hpp"
#include "stack/time.hpp"
#include "stack/transaction/timers.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sipspec::stack {

/// One deliberate deviation of the reference device. Named; exactly one deviation each.
struct MutantInfo {
  std::string_view name;      ///< "contact-in-2xx"
  std::string_view sentence;  ///< what it does wrong
  std::string_view clause;    ///< what it breaks: "RFC 3428 7"
};

std::span<const MutantInfo> all_mutants();
const MutantInfo* find_mutant(std::string_view name);

struct AgentConfig {
  std::string user = "bob";
  std::string domain;              ///< accepted in Request-URIs beside its own addresses
  std::vector<Address> listening;  ///< its addresses, for Via and Request-URI checks
  TimerTable timers;
  std::uint64_t seed = 1;                  ///< of its tags and branches
  std::string mutant;                      ///< "" = conformant; must be a known name
  std::optional<DigestServerConfig> auth;  ///< whom it lets in; nullopt: everybody
  std::vector<DigestAccount> accounts;     ///< who it is where it is challenged itself
};

// What the owner has to do, in this order.
struct AgentSendDatagram {
  Address from;  ///< one of `listening`; a mutant may ask for port 0 = any other
  Address to;
  std::string octets;
};

struct AgentSendStream {
  std::uint64_t connection = 0;
  std::string octets;
};

struct AgentOpenStream {
  std::uint64_t connection = 0;  ///< chosen by the agent, from 1<<32 on
  Address to;
  Transport transport = Transport::tcp;
};

struct AgentCloseStream {
  std::uint64_t connection = 0;
  enum class How : std::uint8_t { orderly, reset } how = How::orderly;
};

/// A text was shown to the device's user.
struct AgentDeliver {
  std::string text;
  std::string from_uri;
};

/// A mutant dies here: the process ends by this signal.
struct AgentCrash {
  int signal = 11;
};

using AgentAction = std::variant<AgentSendDatagram, AgentSendStream, AgentOpenStream,
                                 AgentCloseStream, AgentDeliver, AgentCrash>;

class UserAgent {
 public:
  explicit UserAgent(AgentConfig config);
  ~UserAgent();
  UserAgent(UserAgent&&) noexcept;
  UserAgent& operator=(UserAgent&&) noexcept;

  void on_datagram(TimePoint now, const Address& from, const Address& local,
                   std::string_view octets);
  void on_stream_opened(TimePoint now, std::uint64_t connection, const Address& peer,
                        const Address& local, Transport transport = Transport::tcp);
  void on_stream_data(TimePoint now, std::uint64_t connection, std::string_view octets);
  void on_stream_closed(TimePoint now, std::uint64_t connection);
  void on_time(TimePoint now);

  /// Makes the device send a MESSAGE by itself (as a user agent client).
  void send_message(TimePoint now, Transport transport, const Address& to, std::string_view uri,
                    std::string_view body, std::string_view content_type);

  Deadline next_deadline() const;
  std::vector<AgentAction> take_actions();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::stack
