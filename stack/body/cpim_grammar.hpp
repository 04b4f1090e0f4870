#pragma once

// The grammar of CPIM header fields (RFC 3862 3.6). Not part of the public interface of stack/body.

#include "stack/body/cpim.hpp"

#include <span>
#include <string_view>

namespace sipspec::stack {

/// Judges one row, behind the rows `before` it. Takes the space off the front of field.value.
void judge_cpim_field(CpimField& field, std::span<const CpimField> before, BodyDefectSink& sink);

/// The namespace that the field's prefix (or a default NS) stands for; "" when none is declared.
/// The last NS of that prefix in front of the field counts.
std::string_view cpim_namespace_of(const CpimField& field, std::span<const CpimField> fields);

}  // namespace sipspec::stack
