#pragma once

// The places in a body that field paths can name ("body.cpim.from"); harness/engine/body_values
// reads them. Not part of the public interface of harness/scenario.

#include <span>
#include <string>

namespace sipspec::harness {

/// What is wrong with the parts behind "body", in one sentence; "" when they name something.
std::string body_part_mistake(std::span<const std::string> parts);

}  // namespace sipspec::harness
