#include "harness/catalogue/case_section.hpp"

#include <algorithm>

namespace sipspec::harness {

CaseSection section_of(std::string_view case_id, const Catalogue& catalogue) {
  const std::size_t first = case_id.find('/');
  const std::size_t second = first == std::string_view::npos ? first : case_id.find('/', first + 1);
  if (second == std::string_view::npos) {
    return {};
  }
  CaseSection found;
  found.document = case_id.substr(0, first);
  std::ranges::transform(found.document, found.document.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  found.section = case_id.substr(first + 1, second - first - 1);
  for (const auto& [id, requirement] : catalogue.all()) {
    if (requirement.document == found.document && requirement.section == found.section) {
      found.title = requirement.section_title;
      break;
    }
  }
  return found;
}

}  // namespace sipspec::harness
