#pragma once

// Makes the octets of a send step: a request that is valid in everything, then changed as the
// author wrote. Pure: who sends it when is for the case run.
//
// Defaults: Via with the actor's address and a fresh branch (no rport: the actor sends from the
// port that Via names, RFC 3581 is asked for by the cases about it), Max-Forwards 70, From and To
// without port, Call-ID and CSeq fresh, Content-Type and Content-Length.
//
//   auto made = make_request(step, context);
//   if (!made) { ... made.error().sentence ... }

#include "harness/engine/calls.hpp"
#include "harness/engine/case_run.hpp"
#include "harness/engine/credentials_maker.hpp"
#include "harness/engine/random.hpp"
#include "harness/engine/template_expander.hpp"
#include "harness/scenario/model.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// What ties a request to its responses.
struct Identifiers {
  std::string branch, call_id, from_tag;
  std::uint32_t cseq = 1;
};

Identifiers fresh_identifiers(Random& random, const stack::Address& local);

/// Who sends to whom, in the forms that a message needs.
struct Parties {
  Variant variant;
  stack::Address local, device;
  std::string user;  ///< of the actor
  std::string device_user;
  std::string device_domain;  ///< "": the address
};

/// "sip:bob@192.0.2.4:5060;transport=tcp" (with a domain: "sip:bob@example.com;transport=tcp").
std::string device_uri(const Parties& parties);
/// To: the same without port and parameters.
std::string device_identity(const Parties& parties);
/// From: "sip:alice@192.0.2.1".
std::string actor_identity(const Parties& parties);
/// Contact: "sip:alice@192.0.2.1:5070;transport=tcp".
std::string actor_contact(const Parties& parties);

struct MadeRequest {
  std::string octets;       ///< the message itself
  std::string after;        ///< what goes right behind it
  std::string body;         ///< body octets as meant
  bool deliberate = false;  ///< the scenario changed it: not judged
};

/// A step cannot be carried out: a template without value and the like.
struct StepError {
  SourcePlace place;
  std::string sentence;
};

[[noreturn]] inline void throw_exception_from_error(const StepError& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a failed step: " + error.sentence);
}

template <class T>
using StepResult = boost::system::result<T, StepError>;

struct RequestContext {
  Parties parties;
  Identifiers identifiers;
  Lookup lookup;  ///< of everything but {branch} {call-id} {from-tag} {cseq}
  Random* random = nullptr;
  /// For steps with credentials.
  const stack::Message* challenge = nullptr;
  const DialogPart* dialog = nullptr;  ///< of a request in a dialog
  const stack::DigestAccount* account = nullptr;
  NonceCounts* counts = nullptr;
};

StepResult<MadeRequest> make_request(const SendStep& step, const RequestContext& context);

/// Sentence of the error when the challenge has nothing that can be answered: the device's doing.
inline constexpr std::string_view nothing_to_answer = "there is no challenge that can be answered";

/// Expands the octets of a body.
StepResult<std::string> make_body(const BodySpec& spec, const Lookup& lookup, Random& random);

}  // namespace sipspec::harness
