#pragma once

// Under which heading a case stands: its id is "<document>/<section>/<name>".

#include "harness/catalogue/catalogue.hpp"

#include <string>
#include <string_view>

namespace sipspec::harness {

struct CaseSection {
  std::string document;  ///< "RFC3428"; "" when the id has no sections
  std::string section;   ///< "7"
  std::string title;     ///< of the section, "" when no requirement stands in it
};

CaseSection section_of(std::string_view case_id, const Catalogue& catalogue);

}  // namespace sipspec::harness
