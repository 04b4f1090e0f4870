#pragma once

// Reads the elements that judge messages: expect with its checks, silence, delivered. Internal to
// the loader.

#include "harness/scenario/model.hpp"
#include "harness/scenario/reader.hpp"

namespace sipspec::harness {

ExpectStep read_expect(ElementReader& reader, pugi::xml_node element, NameUser user);
SilenceStep read_silence(ElementReader& reader, pugi::xml_node element, NameUser user);
DeliveredStep read_delivered(ElementReader& reader, pugi::xml_node element, NameUser user);

/// `user` is the step that the check belongs to.
Check read_check(ElementReader& reader, pugi::xml_node element, NameUser user);

}  // namespace sipspec::harness
