#pragma once

// The scenario language as a table: elements, attributes, words. scenarios/scenario.xsd says the
// same for editors, and a test compares the two.

#include "harness/catalogue/xml_grammar.hpp"

namespace sipspec::harness {

const XmlGrammar& scenario_grammar();

}  // namespace sipspec::harness
