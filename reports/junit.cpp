#include "reports/junit.hpp"

#include "reports/case_text.hpp"
#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/secrets.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace sipspec::reports {

namespace {

constexpr std::size_t text_columns = 100;
constexpr std::size_t cut_text = 4096;

/// ` name="value"`
std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, xml_attribute(value));
}

struct Tally {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Offset time{};

  void add(JunitStatus status, Offset duration) {
    ++tests;
    failures += status == JunitStatus::failure ? 1U : 0U;
    errors += status == JunitStatus::error ? 1U : 0U;
    skipped += status == JunitStatus::skipped ? 1U : 0U;
    time += duration;
  }
};

/// Cases under one heading, in the order of the run.
struct Suite {
  std::string heading;
  std::vector<const CaseResult*> cases;
};

std::vector<Suite> suites_of(const RunResult& run) {
  std::vector<Suite> suites;
  for (const auto& result : run.cases) {
    const std::string heading = section_heading(result);
    auto found = std::ranges::find(suites, heading, &Suite::heading);
    if (found == suites.end()) {
      suites.push_back({heading, {}});
      found = suites.end() - 1;
    }
    found->cases.push_back(&result);
  }
  return suites;
}

/// "scenarios/rfc3428/8": where the cases of a suite are, if they are in one folder.
std::string common_folder(const Suite& suite) {
  const auto folder_of = [](const CaseResult* result) {
    const std::size_t slash = result->file.rfind('/');
    return slash == std::string::npos ? std::string() : result->file.substr(0, slash);
  };
  const std::string folder = folder_of(suite.cases.front());
  const bool same = std::ranges::all_of(
      suite.cases, [&](const CaseResult* result) { return folder_of(result) == folder; });
  return same ? folder : "";
}

const Finding* first_of(const CaseResult& result, Verdict verdict) {
  const auto found = std::ranges::find_if(result.findings, [&](const Finding& finding) {
    return finding.verdict == verdict && finding.kind == FindingKind::conformance;
  });
  return found == result.findings.end() ? nullptr : &*found;
}

/// The finding that made the verdict, null when there is none.
const Finding* cause_of(const CaseResult& result) {
  return first_of(result, result.verdict);
}

/// "RFC 3428 §8 RFC3428-8-05: 415 without Accept": no level, readers put the type before it.
std::string message_of_case(const CaseResult& result) {
  const Finding* finding = cause_of(result);
  if (finding == nullptr || finding->requirement.empty()) {
    return result.reason.empty() ? std::string(to_string(result.verdict)) : result.reason;
  }
  return fmt::format("{} {}: {}", clause_text(finding->document, finding->section),
                     finding->requirement, finding->message);
}

std::string type_of_case(const CaseResult& result) {
  static constexpr std::array by_disposition = {Disposition::xpass, Disposition::changed,
                                                Disposition::stale};
  if (std::ranges::find(by_disposition, result.disposition) != by_disposition.end()) {
    return std::string(to_string(result.disposition));
  }
  const Finding* finding = cause_of(result);
  if (finding != nullptr && !finding->level.empty()) {
    return finding->level;
  }
  return std::string(to_string(result.verdict));
}

std::string skip_message(const CaseResult& result) {
  const std::string bug = result.bug.empty() ? "" : fmt::format(" bug={}", result.bug);
  const std::string_view word = result.disposition == Disposition::xfail
                                    ? to_string(result.disposition)
                                    : to_string(result.verdict);
  return fmt::format("{}{}: {}", word, bug, result.reason);
}

Pairs case_properties(const CaseResult& result) {
  Pairs pairs = {{"case.id", result.id},
                 {"verdict", std::string(to_string(result.verdict))},
                 {"disposition", std::string(to_string(result.disposition))},
                 {"hygiene", result.hygiene.empty() ? "OK" : result.hygiene}};
  std::set<std::string> seen;
  for (const auto& finding : result.findings) {
    if (finding.requirement.empty() || !seen.insert(finding.requirement).second) {
      continue;
    }
    pairs.emplace_back("requirement.id", finding.requirement);
    pairs.emplace_back("requirement.level", finding.level);
    pairs.emplace_back("requirement.quote", finding.sentence);
    pairs.emplace_back("requirement.url", finding.url);
  }
  return pairs;
}

class JunitWriter {
 public:
  JunitWriter(const RunResult& run, const JunitOptions& options)
      : run_(run), options_(options), rich_(options.dialect == JunitDialect::rich) {}

  std::string write() {
    Tally total;
    std::string suites;
    std::size_t id = 0;
    for (const auto& suite : suites_of(run_)) {
      suites += suite_text(suite, id++, total);
    }
    if (suites.empty()) {
      suites = setup_suite(total);
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"sipspec\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\">\n"
        "{}</testsuites>\n",
        total.tests, total.failures, total.errors, seconds_text(run_.duration), suites);
  }

 private:
  std::string timestamp() const { return run_.info.started.substr(0, 19); }

  std::string suite_head(const std::string& name, const std::string& file, std::size_t id,
                         const Tally& tally) const {
    std::string out = " <testsuite" + attribute("name", name) + attribute("package", "") +
                      attribute("id", std::to_string(id));
    out += fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                       tally.tests, tally.failures, tally.errors, tally.skipped,
                       seconds_text(tally.time));
    out += attribute("timestamp", timestamp()) +
           attribute("hostname", run_.info.host.empty() ? "localhost" : run_.info.host);
    if (rich_ && !file.empty()) {
      out += attribute("file", file);
    }
    return out + ">\n" + suite_properties();
  }

  std::string suite_properties() const {
    const RunInfo& info = run_.info;
    const Pairs pairs = {{"sipspec.version", info.version},
                         {"suite.hash", info.suite_hash},
                         {"dut.name", info.device_name},
                         {"dut.version", info.device_version},
                         {"dut.roles", fmt::format("{}", fmt::join(info.roles, " "))},
                         {"seed", info.seed},
                         {"command", info.command_line},
                         {"requirements", info.suite},
                         {"profile", info.profile}};
    return properties(pairs, "  ");
  }

  static std::string properties(const Pairs& pairs, std::string_view indent) {
    std::string out = fmt::format("{}<properties>\n", indent);
    for (const auto& [name, value] : pairs) {
      out += fmt::format("{} <property{}{}/>\n", indent, attribute("name", name),
                         attribute("value", value));
    }
    return out + fmt::format("{}</properties>\n", indent);
  }

  std::string suite_text(const Suite& suite, std::size_t id, Tally& total) {
    Tally tally;
    std::string cases;
    for (const CaseResult* result : suite.cases) {
      const JunitStatus status = junit_status(*result, run_.info);
      tally.add(status, result->duration);
      total.add(status, result->duration);
      cases += case_text_of(*result, status);
    }
    return suite_head(suite.heading, common_folder(suite), id, tally) + cases + " </testsuite>\n";
  }

  std::string setup_suite(Tally& total) const {
    total.add(JunitStatus::error, run_.duration);
    const std::string type(to_string(run_.end));
    return suite_head("sipspec setup", "", 0, total) +
           fmt::format(
               "  <testcase name=\"setup\" classname=\"sipspec.setup\" time=\"{}\">\n"
               "   <error{}{}>{}</error>\n  </testcase>\n </testsuite>\n",
               seconds_text(run_.duration), attribute("type", type),
               attribute("message", run_.gate), xml_text(run_.gate));
  }

  /// Two ids may become one name ("a.b" and "a_b"): the id itself is never ambiguous.
  std::string unique_name(const CaseResult& result) {
    const std::string name = junit_name(result);
    const bool fresh = names_.insert(junit_class(result) + '\n' + name).second;
    return fresh ? name : case_name(result);
  }

  std::string case_text_of(const CaseResult& result, JunitStatus status) {
    std::string out = "  <testcase" + attribute("name", unique_name(result)) +
                      attribute("classname", junit_class(result)) +
                      attribute("time", seconds_text(result.duration));
    if (rich_) {
      const Finding* cause = cause_of(result);
      const bool at_step = cause != nullptr && cause->line != 0 && !cause->file.empty();
      out += attribute("file", at_step ? cause->file : result.file);
      out += attribute("line", std::to_string(at_step ? cause->line : std::max(1U, result.line)));
      out += attribute("assertions", std::to_string(result.checks.size()));
    }
    out += ">\n";
    if (rich_) {
      Pairs pairs = case_properties(result);
      if (!result.capture.empty()) {
        pairs.emplace_back("attachment", options_.attachment_prefix + result.capture);
      }
      out += properties(pairs, "   ");
    }
    out += outcome(result, status) + system_out(result) + "  </testcase>\n";
    written_ += out.size();
    return out;
  }

  std::string outcome(const CaseResult& result, JunitStatus status) const {
    switch (status) {
      case JunitStatus::failure:
        return element("failure", result);
      case JunitStatus::error:
        return element("error", result);
      case JunitStatus::skipped:
        return skipped(result);
      case JunitStatus::passed:
        break;
    }
    return result.disposition == Disposition::flaky ? flaky(result) : "";
  }

  std::string skipped(const CaseResult& result) const {
    return fmt::format("   <skipped{}/>\n", attribute("message", skip_message(result)));
  }

  std::string element(std::string_view name, const CaseResult& result) const {
    const std::string message = message_of_case(result);
    return fmt::format("   <{}{}{}>{}</{}>\n", name, attribute("type", type_of_case(result)),
                       attribute("message", message), xml_text(message + "\n" + body(result)),
                       name);
  }

  static std::string flaky(const CaseResult& result) {
    std::string out;
    for (const auto& attempt : result.attempts) {
      out += fmt::format("   <flakyFailure{}{}><stackTrace>{}</stackTrace></flakyFailure>\n",
                         attribute("type", to_string(attempt.verdict)),
                         attribute("message", attempt.reason), xml_text(attempt.reason));
    }
    return out;
  }

  std::string body(const CaseResult& result) const {
    std::string text = case_text(result, {.columns = text_columns}, Paint(Colour::off));
    return fits(std::move(text));
  }

  std::string fits(std::string text) const {
    if (written_ < options_.most_octets || text.size() <= cut_text) {
      return written_ < options_.most_octets ? text : std::string();
    }
    return "";
  }

  std::string system_out(const CaseResult& result) const {
    std::string text;
    if (!result.capture.empty()) {
      text += fmt::format("[[ATTACHMENT|{}{}]]\n", options_.attachment_prefix, result.capture);
    }
    if (!rich_) {
      for (const auto& [name, value] : case_properties(result)) {
        text += fmt::format("[[PROPERTY|{}={}]]\n", name, visible(value));
      }
    }
    if (result.verdict == Verdict::non_strict || result.verdict == Verdict::info) {
      text += fmt::format("{}: {}\n", to_string(result.verdict), result.reason);
    }
    if (!result.messages.empty() || !result.missing.empty()) {
      text += fits(ladder_text(lay_out(result), text_columns));
    }
    return text.empty() ? "" : fmt::format("   <system-out>{}</system-out>\n", cdata(text));
  }

  const RunResult& run_;
  const JunitOptions& options_;
  bool rich_;
  std::set<std::string> names_;
  std::size_t written_ = 0;
};

std::string class_part(std::string_view part) {
  std::string out;
  for (const char c : part) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_';
    out += plain ? c : '_';
  }
  return out;
}

}  // namespace

std::string junit_class(const CaseResult& result) {
  std::string out = "sipspec";
  std::string_view rest = result.id;
  for (std::size_t slash = 0; (slash = rest.find('/')) != std::string_view::npos;) {
    out += "." + class_part(rest.substr(0, slash));
    rest.remove_prefix(slash + 1);
  }
  return out;
}

std::string junit_name(const CaseResult& result) {
  const std::string name = case_name(result);
  const std::size_t slash = result.id.rfind('/');
  return slash == std::string::npos ? name : name.substr(slash + 1);
}

JunitStatus junit_status(const CaseResult& result, const RunInfo& info) {
  switch (result.disposition) {
    case Disposition::xpass:
    case Disposition::changed:
    case Disposition::stale:
      return JunitStatus::failure;
    case Disposition::xfail:
      return JunitStatus::skipped;
    default:
      break;
  }
  switch (result.verdict) {
    case Verdict::pass:
    case Verdict::info:
      return JunitStatus::passed;
    case Verdict::non_strict:
      return info.strictness == "strict" ? JunitStatus::failure : JunitStatus::passed;
    case Verdict::fail:
      return JunitStatus::failure;
    case Verdict::inconc:
    case Verdict::notrun:
    case Verdict::error:
      return JunitStatus::error;
    case Verdict::unimplemented:
    case Verdict::not_applicable:
    case Verdict::skipped:
      return JunitStatus::skipped;
  }
  return JunitStatus::error;
}

std::string render_junit(const RunResult& run, const JunitOptions& options) {
  const RunResult safe = masked(run);
  return JunitWriter(safe, options).write();
}

}  // namespace sipspec::reports
