#include "reports/broken.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace sipspec::reports {
namespace {

bool counts(const Finding& finding) {
  return !finding.requirement.empty() && finding.blame == Blame::device &&
         finding.kind == FindingKind::conformance;
}

}  // namespace

std::vector<Broken> broken_requirements(const std::vector<CaseResult>& cases) {
  std::map<std::string_view, Broken> by_id;
  for (const CaseResult& result : cases) {
    for (const Finding& finding : result.findings) {
      if (!counts(finding)) {
        continue;
      }
      Broken& broken = by_id[finding.requirement];
      if (broken.finding == nullptr || severity(finding.verdict) > severity(broken.verdict)) {
        broken.verdict = finding.verdict;
      }
      broken.finding = broken.finding == nullptr ? &finding : broken.finding;
      if (broken.cases.empty() || broken.cases.back() != &result) {
        broken.cases.push_back(&result);
      }
    }
  }
  std::vector<Broken> all;
  for (auto& [id, broken] : by_id) {
    all.push_back(std::move(broken));
  }
  std::ranges::stable_sort(all, [](const Broken& a, const Broken& b) {
    return a.verdict != b.verdict ? severity(a.verdict) > severity(b.verdict)
                                  : a.cases.size() > b.cases.size();
  });
  return all;
}

}  // namespace sipspec::reports
