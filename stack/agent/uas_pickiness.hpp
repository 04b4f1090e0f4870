#pragma once

// Refusals of the reference device that only faults bring about, and how it judges content. Apart
// from uas_core so that the conformant path reads without them.

#include "stack/agent/fault.hpp"
#include "stack/message/message.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::stack {

struct Refusal {
  int status = 400;
  std::string_view reason = "Bad Request";
};

/// The refusal that a picky mutant gives to a sound request; nullopt: it has nothing against it.
std::optional<Refusal> refused_by_pickiness(const Message& request, Transport transport,
                                            Fault fault);

enum class TypeVerdict : std::uint8_t { accepted, unknown, malformed, crashes };

/// Does the device take a body of this Content-Type?
TypeVerdict judge_type(const Message& request, Fault fault);

/// The handling parameter of Content-Disposition, "" when absent.
std::string_view disposition_handling(const Message& request);

/// %HH replaced by its octet; a broken escape stays as it is.
std::string unescape(std::string_view text);

}  // namespace sipspec::stack
