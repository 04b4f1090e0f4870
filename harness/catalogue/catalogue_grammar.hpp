#pragma once

// The language of scenarios/requirements/*.xml as a table; requirements.xsd says the same.

#include "harness/catalogue/xml_grammar.hpp"

namespace sipspec::harness {

const XmlGrammar& catalogue_grammar();

}  // namespace sipspec::harness
