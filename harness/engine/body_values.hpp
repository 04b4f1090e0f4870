#pragma once

// Typed reading of what a body holds, for field paths that begin with "body":
//
//   body  body.content  body.type  body.content-type  body.defects  body.part[1].…
//   body.cpim.from  .from.uri  .imdn.message-id     body.imdn.status     body.composing.state
//   body.list  body.list[0].uri     body.manscdp.cmdtype     body.sms.reference
//
// part[i] is a part of a multipart, or the one entity in a CPIM body; behind it all of these again.
// Part of field_path.hpp.

#include "harness/engine/field_path.hpp"

#include <span>
#include <string>

namespace sipspec::harness {

/// `parts` is what stands behind "body", in lower case, "part[1]" as one of them.
FieldValue body_value(const stack::Message& message, std::span<const std::string> parts);

}  // namespace sipspec::harness
