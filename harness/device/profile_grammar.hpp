#pragma once

// The language of device profiles as a table; profile_loader.hpp shows an example.

#include "harness/catalogue/xml_grammar.hpp"

namespace sipspec::harness {

const XmlGrammar& profile_grammar();

}  // namespace sipspec::harness
