#include "harness/catalogue/suggestion.hpp"
#include "harness/scenario/lint_rules.hpp"
#include "stack/message/header_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness::lint_rules {

namespace {

const std::vector<FieldEdit>* edits_of(const Step& step) {
  if (const auto* send = std::get_if<SendStep>(&step)) {
    return &send->edits;
  }
  const auto* respond = std::get_if<RespondStep>(&step);
  return respond == nullptr ? nullptr : &respond->edits;
}

template <class Use>
void each_edit(const Scenario& scenario, Use use) {
  for (const Step& step : scenario.steps) {
    if (const auto* const edits = edits_of(step)) {
      std::ranges::for_each(*edits, use);
    }
  }
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool has_blank_end(std::string_view text) {
  return !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
}

std::vector<std::string_view> header_names() {
  std::vector<std::string_view> names;
  for (auto i = static_cast<unsigned>(stack::HeaderName::unknown) + 1;
       i <= static_cast<unsigned>(stack::HeaderName::www_authenticate); ++i) {
    names.push_back(stack::canonical_name(static_cast<stack::HeaderName>(i)));
  }
  return names;
}

bool holds(const auto& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

/// Names that are near a known one by their nature, not by a slip of the pen.
constexpr std::size_t shortest_judged_name = 5;

}  // namespace

void id_is_no_path(const Scenario& scenario, const LintContext& context, const LintReport& report) {
  if (context.root.empty()) {
    return;
  }
  const auto path = std::filesystem::path(scenario.place.file).lexically_relative(context.root);
  const std::string wanted = scenario.id + ".xml";
  if (path.generic_string() != wanted) {
    report(scenario.place,
           fmt::format("the id belongs to the file {}, not {}", wanted, path.generic_string()));
  }
}

void purpose_repeats(const Scenario& scenario, const LintContext&, const LintReport& report) {
  std::string_view purpose = scenario.purpose;
  while (purpose.ends_with('.')) {
    purpose.remove_suffix(1);
  }
  if (purpose == scenario.title) {
    report(scenario.place, "the purpose says no more than the title");
  }
}

void no_proof(const Scenario& scenario, const LintContext&, const LintReport& report) {
  if (scenario.proofs.empty()) {
    report(scenario.place, "no mutant is named that this case finds");
  }
}

void proof_of_nothing(const Scenario& scenario, const LintContext& context,
                      const LintReport& report) {
  const auto verified = scenario.verifies();
  for (const Proof& proof : scenario.proofs) {
    const bool monitored = context.monitored.empty() || holds(context.monitored, proof.finding);
    if (!monitored && !holds(verified, proof.finding)) {
      report(proof.place, fmt::format("neither the case nor a monitor verifies {}", proof.finding));
    }
  }
}

void unknown_mutant(const Scenario& scenario, const LintContext& context,
                    const LintReport& report) {
  for (const Proof& proof : scenario.proofs) {
    if (!context.mutants.empty() && !holds(context.mutants, proof.mutant)) {
      report(proof.place, fmt::format("the reference device has no mutant '{}'{}", proof.mutant,
                                      suggestion(proof.mutant, context.mutants)));
    }
  }
}

void stray_blank(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_edit(scenario, [&](const FieldEdit& edit) {
    if (edit.kind != FieldEdit::Kind::raw_row && has_blank_end(edit.value)) {
      report(edit.place,
             fmt::format("the value of '{}' begins or ends with a blank; a blank that is "
                         "meant is written \\x20",
                         edit.name));
    }
  });
  for (const Step& step : scenario.steps) {
    const auto* const send = std::get_if<SendStep>(&step);
    if (send != nullptr && has_blank_end(send->start_line.value_or(""))) {
      report(send->place, fmt::format("the start line of '{}' begins or ends with a blank; a blank "
                                      "that is meant is written \\x20",
                                      send->id));
    }
  }
}

void header_misspelt(const Scenario& scenario, const LintContext&, const LintReport& report) {
  const auto names = header_names();
  each_edit(scenario, [&](const FieldEdit& edit) {
    const bool judged = edit.name.size() >= shortest_judged_name &&
                        stack::header_name(edit.name) == stack::HeaderName::unknown;
    const auto near = judged ? nearest_word(edit.name, names) : std::string_view();
    if (!near.empty() && !edit.name.starts_with("X-")) {
      report(edit.place, fmt::format("'{}' is no header field, '{}' is; a name that is meant so is "
                                     "written as a row",
                                     edit.name, near));
    }
  });
}

}  // namespace sipspec::harness::lint_rules
