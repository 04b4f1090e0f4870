#include "harness/cli/command.hpp"
#include "harness/cli/dut_options.hpp"
#include "harness/cli/json_text.hpp"
#include "harness/cli/rules_option.hpp"
#include "harness/cli/suite.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

/// One case with all its variants.
struct Row {
  const Scenario* scenario = nullptr;
  std::vector<std::string> runs;     ///< variants that would run
  std::vector<std::string> reasons;  ///< why others would not
};

/// Without --dut: a device that has everything, at an address that stands for any.
DeviceProfile any_device() {
  DeviceProfile device;
  device.name = "any";
  device.roles = known_roles();
  device.have = {"*"};
  device.identity.user = "bob";
  return device;
}

std::vector<Target> any_targets(const TargetChoice& choice) {
  auto transports = choice.transports;
  if (transports.empty()) {
    transports = {stack::Transport::udp, stack::Transport::tcp};
  }
  std::vector<Target> targets;
  for (const auto transport : transports) {
    Target target;
    target.variant = {transport, 4};
    targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<Row> rows_of(const std::vector<PlannedCase>& plan) {
  std::vector<Row> rows;
  for (const auto& planned : plan) {
    if (rows.empty() || rows.back().scenario != planned.scenario) {
      rows.push_back({planned.scenario, {}, {}});
    }
    auto& row = rows.back();
    if (planned.fate == Fate::run) {
      row.runs.push_back(to_string(planned.target.variant));
    } else if (std::ranges::find(row.reasons, planned.reason) == row.reasons.end()) {
      row.reasons.push_back(planned.reason);
    }
  }
  return rows;
}

std::string transports_of(const Scenario& scenario) {
  std::vector<std::string_view> names;
  for (const auto transport : scenario.transports) {
    names.push_back(stack::to_string(transport));
  }
  return fmt::format("{}", fmt::join(names, " "));
}

void print_text(const std::vector<Row>& rows, std::size_t planned) {
  std::size_t running = 0;
  for (const auto& row : rows) {
    running += row.runs.empty() ? 0 : 1;
    fmt::print("{:<52} {:<8} {}\n", row.scenario->id, transports_of(*row.scenario),
               row.scenario->title);
    if (row.runs.empty()) {
      fmt::print("    would not run: {}\n", fmt::join(row.reasons, "; "));
    }
  }
  fmt::print("\n{} cases, {} would run", rows.size(), running);
  fmt::print(", as {} (each once for each transport)\n", planned);
}

void print_markdown(const std::vector<Row>& rows) {
  fmt::print("| case | transports | title | would not run |\n|---|---|---|---|\n");
  for (const auto& row : rows) {
    fmt::print("| `{}` | {} | {} | {} |\n", row.scenario->id, transports_of(*row.scenario),
               row.scenario->title,
               row.runs.empty() ? fmt::format("{}", fmt::join(row.reasons, "; ")) : "");
  }
}

std::string json_list(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const auto& word : words) {
    quoted.push_back(json_string(word));
  }
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

void print_json(const std::vector<Row>& rows) {
  std::vector<std::string> objects;
  for (const auto& row : rows) {
    const auto& it = *row.scenario;
    objects.push_back(fmt::format(
        R"(  {{"id": {}, "title": {}, "role": {}, "file": {}, "tags": {}, "verifies": {}, "runs": {}, "reasons": {}}})",
        json_string(it.id), json_string(it.title), json_string(to_string(it.role)),
        json_string(it.place.file), json_list(it.tags), json_list(it.verifies()),
        json_list(row.runs), json_list(row.reasons)));
  }
  fmt::print("[\n{}\n]\n", fmt::join(objects, ",\n"));
}

UsageResult<PlanRequest> read_request(const ParsedOptions& options, const Suite& suite,
                                      DeviceProfile& device) {
  PlanRequest request;
  auto selection = read_selection(options, suite);
  if (!selection) {
    return selection.error();
  }
  request.selection = std::move(*selection);
  const auto choice = read_target_choice(options);
  if (!choice) {
    return choice.error();
  }
  request.targets = any_targets(*choice);
  if (options.has("dut")) {
    auto read = read_device(options, suite.folder);
    if (!read) {
      return read.error();
    }
    device = std::move(*read);
    const auto targets = find_targets(device, *choice);
    if (!targets) {
      return UsageError{targets.error().sentence};
    }
    request.targets = *targets;
  } else if (options.has("role")) {
    request.selection.roles = options.list("role");
  }
  request.device = &device;
  auto rules = read_rules_option(options);
  if (!rules) {
    return rules.error();
  }
  request.catalogue = &suite.catalogue;
  request.rules = std::move(*rules);
  return request;
}

int list(const ParsedOptions& options) {
  const std::vector<std::string> formats = {"text", "json", "md"};
  const auto format = options.choice("format", formats, "text");
  if (!format) {
    return usage_error(format.error().sentence);
  }
  const auto suite = open_suite(options);
  if (!suite) {
    return reports::exit_code::usage;
  }
  auto device = any_device();
  const auto request = read_request(options, *suite, device);
  if (!request) {
    return usage_error(request.error().sentence);
  }
  const auto plan = make_plan(suite->scenarios, *request);
  const auto rows = rows_of(plan);
  if (*format == "json") {
    print_json(rows);
  } else if (*format == "md") {
    print_markdown(rows);
  } else {
    print_text(rows,
               static_cast<std::size_t>(std::ranges::count(plan, Fate::run, &PlannedCase::fate)));
  }
  const bool any = std::ranges::any_of(rows, [](const Row& row) { return !row.runs.empty(); });
  return any ? reports::exit_code::success : reports::exit_code::nothing_selected;
}

}  // namespace

Command list_command() {
  CommandSpec spec;
  spec.name = "list";
  spec.arguments = "[CASE...]";
  spec.summary = "Lists the cases that would run, and why others would not; sends nothing";
  spec.options = dut_options();
  const auto more = selection_options();
  spec.options.insert(spec.options.end(), more.begin(), more.end());
  spec.options.push_back(rules_option());
  spec.options.push_back({"format", "text|json|md", "How (default text)"});
  spec.options.push_back(scenarios_option());
  spec.exit_codes = {{0, "at least one case would run"},
                     {2, "the command line, a scenario or the profile is wrong"},
                     {4, "no case would run"}};
  return {std::move(spec), list};
}

}  // namespace sipspec::harness
