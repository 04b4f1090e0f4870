#include "harness/run/case_head.hpp"

#include "harness/catalogue/case_section.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

reports::CaseResult case_head(const PlannedCase& planned, const Catalogue& catalogue) {
  const auto& scenario = *planned.scenario;
  reports::CaseResult head;
  head.id = scenario.id;
  head.variant = to_string(planned.target.variant);
  head.title = scenario.title;
  head.purpose = scenario.purpose;
  head.file = scenario.place.file;
  head.line = scenario.place.line;
  head.role = to_string(scenario.role);
  head.transport = stack::to_string(planned.target.variant.transport);
  head.tags = scenario.tags;
  head.seed = fmt::format("{}", planned.seed);
  const CaseSection section = section_of(scenario.id, catalogue);
  head.document = section.document;
  head.section = section.section;
  head.section_title = section.title;
  return head;
}

void complete(reports::CaseResult& result, const reports::CaseResult& head) {
  const auto fill = [](std::string& field, const std::string& value) {
    if (field.empty()) {
      field = value;
    }
  };
  fill(result.id, head.id);
  fill(result.variant, head.variant);
  fill(result.title, head.title);
  fill(result.purpose, head.purpose);
  fill(result.file, head.file);
  fill(result.document, head.document);
  fill(result.section, head.section);
  fill(result.section_title, head.section_title);
  fill(result.role, head.role);
  fill(result.transport, head.transport);
  fill(result.reproduce, head.reproduce);
  result.seed = head.seed;
  if (result.line == 0) {
    result.line = head.line;
  }
  if (result.tags.empty()) {
    result.tags = head.tags;
  }
}

}  // namespace sipspec::harness
