#pragma once

// Reads the text of `body`, `raw` and `after` by their attributes encoding, line-ends and trim.
// Internal to the loader.

#include "harness/scenario/reader.hpp"

#include <string>

namespace sipspec::harness {

/// The octets; "" after a mistake.
std::string read_octets(ElementReader& reader, pugi::xml_node element);

/// Judges the references in the text; an encoded text cannot have any.
void check_expandable(ElementReader& reader, pugi::xml_node element, TemplateKind kind,
                      NameUser user);

/// The octets as a template: an encoded text stands for itself.
std::string read_template(ElementReader& reader, pugi::xml_node element, NameUser user);

}  // namespace sipspec::harness
