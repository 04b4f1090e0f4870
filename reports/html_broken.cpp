// The head of the page: what is broken, requirement by requirement, and what failed otherwise.

#include "reports/broken.hpp"
#include "reports/escape.hpp"
#include "reports/html.hpp"
#include "reports/html_parts.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::reports {
namespace {

bool failed(const CaseResult& result) {
  const bool grave = result.verdict == Verdict::fail || result.verdict == Verdict::error ||
                     result.disposition == Disposition::xpass ||
                     result.disposition == Disposition::changed;
  return grave && result.disposition != Disposition::xfail;
}

std::string link(const CaseResult& result) {
  return fmt::format("<a href=\"#{}\">{}</a>", xml_attribute(html_anchor(result)),
                     xml_text(case_name(result)));
}

/// What the case shows of that requirement, the first time.
std::string what_is_wrong(const CaseResult& result, const std::string& requirement) {
  const auto found = std::ranges::find(result.findings, requirement, &Finding::requirement);
  return found == result.findings.end() ? result.reason : found->message;
}

std::string requirement_row(const Broken& broken) {
  const Finding& finding = *broken.finding;
  std::string cases;
  for (const CaseResult* result : broken.cases) {
    cases += fmt::format("<li>{}<span>{}</span></li>", link(*result),
                         xml_text(what_is_wrong(*result, finding.requirement)));
  }
  return fmt::format(
      "<li>{}<details><summary><b>{}</b> <i>{} {}</i> {} <em>{}</em></summary><ul>{}</ul>"
      "</details></li>",
      html_verdict(broken.verdict), xml_text(finding.requirement),
      xml_text(clause_text(finding.document, finding.section)), xml_text(finding.level),
      xml_text(finding.sentence), amount_text(broken.cases.size(), "case", "cases"), cases);
}

/// Failures that no broken requirement accounts for: crashes, faults of the harness, the gate's.
std::string other_rows(const RunResult& run, const std::vector<Broken>& broken) {
  std::string rows;
  for (const CaseResult& result : run.cases) {
    const bool told = std::ranges::any_of(broken, [&](const Broken& one) {
      return std::ranges::find(one.cases, &result) != one.cases.end();
    });
    if (failed(result) && (!told || !result.device_outcome.empty())) {
      rows += fmt::format("<li>{}<div>{}<span>{}</span></div></li>", html_verdict(result.verdict),
                          link(result), xml_text(result.reason));
    }
  }
  return rows;
}

}  // namespace

std::string html_broken(const RunResult& run) {
  const auto broken = broken_requirements(run.cases);
  std::string rows;
  for (const Broken& one : broken) {
    rows += requirement_row(one);
  }
  const std::string others = other_rows(run, broken);
  std::string out;
  if (!rows.empty()) {
    out += fmt::format(
        "<section class=\"failures\"><h2>What is broken <em>{}</em></h2><ol>{}</ol></section>",
        amount_text(broken.size(), "requirement", "requirements"), rows);
  }
  if (!others.empty()) {
    out += fmt::format("<section class=\"failures\"><h2>{}</h2><ol>{}</ol></section>",
                       rows.empty() ? "What failed" : "What failed otherwise", others);
  }
  return out;
}

}  // namespace sipspec::reports
