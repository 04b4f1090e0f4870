#pragma once

// Answers to requests of the device: those that a scenario writes, and those that the harness gives
// by itself to requests that no step awaits (so that a device that pings with OPTIONS or registers
// does not fail a case by accident). Makes octets and says where they go (RFC 3261 18.2.2, RFC
// 3581).
//
//   std::string octets = automatic_response(request, random);
//   stack::Address to = response_target(request);

#include "harness/engine/random.hpp"
#include "harness/engine/request_maker.hpp"
#include "harness/monitor/monitor.hpp"
#include "harness/scenario/model.hpp"

#include <span>
#include <string>

namespace sipspec::harness {

/// 200 to MESSAGE and OPTIONS, 405 with Allow to everything else; "" for ACK.
std::string automatic_response(const Observed& request, Random& random);

/// What a respond step says; `lookup` for its templates.
StepResult<std::string> written_response(const RespondStep& step, const Observed& request,
                                         const Lookup& lookup, Random& random);

/// Datagrams: where the response has to go.
stack::Address response_target(const Observed& request);

/// A request that comes by itself in normal operation (keep-alive, registration, event packages),
/// so that its coming says nothing about the case.
bool is_background_method(std::string_view method);

}  // namespace sipspec::harness
