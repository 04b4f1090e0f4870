#pragma once

// Reads the elements that make messages: send, respond, and what stands in them. Internal to the
// loader.

#include "harness/scenario/model.hpp"
#include "harness/scenario/reader.hpp"

namespace sipspec::harness {

SendStep read_send(ElementReader& reader, pugi::xml_node element, NameUser user);
RespondStep read_respond(ElementReader& reader, pugi::xml_node element, NameUser user);
BodySpec read_body(ElementReader& reader, pugi::xml_node element, NameUser user);

}  // namespace sipspec::harness
