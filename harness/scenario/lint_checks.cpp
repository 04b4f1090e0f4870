#include "harness/catalogue/xml_grammar.hpp"
#include "harness/scenario/lint_rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>

namespace sipspec::harness::lint_rules {

namespace {

template <class Use>
void each_expect(const Scenario& scenario, Use use) {
  for (const Step& step : scenario.steps) {
    if (const auto* const expect = std::get_if<ExpectStep>(&step)) {
      use(*expect);
    }
  }
}

template <class Use>
void each_check(const Scenario& scenario, Use use) {
  each_expect(scenario, [&](const ExpectStep& expect) {
    for (const Check& check : expect.checks) {
      use(check);
    }
  });
}

/// Each place where a requirement is named.
template <class Use>
void each_requirement(const Scenario& scenario, const Catalogue* catalogue, Use use) {
  const auto found = [&](const std::string& id, const SourcePlace& place) {
    const Requirement* const row = catalogue == nullptr ? nullptr : catalogue->find(id);
    if (row != nullptr) {
      use(*row, place);
    }
  };
  for (const Step& step : scenario.steps) {
    std::visit(
        [&](const auto& each) {
          if constexpr (requires { each.verifies; }) {
            found(each.verifies, each.place);
          }
        },
        step);
  }
  each_check(scenario, [&](const Check& check) { found(check.verifies, check.place); });
}

bool same(const Check& a, const Check& b) {
  return a.op == b.op && a.field == b.field && a.value == b.value && a.when == b.when;
}

/// "2xx" and "202" have a status in common.
bool overlap(std::string_view a, std::string_view b) {
  const auto digit = [](char x, char y) { return x == y || x == 'x' || y == 'x'; };
  return std::ranges::equal(a, b, digit);
}

bool sets_overlap(std::string_view a, std::string_view b) {
  const auto entries = split_blanks(b);
  return std::ranges::any_of(split_blanks(a), [&](std::string_view entry) {
    return std::ranges::any_of(entries,
                               [&](std::string_view other) { return overlap(entry, other); });
  });
}

/// Words of the catalogue that bind a device in this role.
std::vector<std::string_view> binding_roles(DeviceRole role) {
  switch (role) {
    case DeviceRole::uas:
      return {"any", "uas", "list"};
    case DeviceRole::uac:
      return {"any", "uac"};
    case DeviceRole::proxy:
      return {"any", "proxy"};
    case DeviceRole::registrar:
      return {"any", "registrar", "uas"};
    case DeviceRole::b2bua:
      return {"any", "uas", "uac", "gateway"};
    case DeviceRole::gateway:
      return {"any", "gateway", "uas", "uac", "list"};
  }
  return {};
}

/// The catalogue says "ws" for WebSocket with and without TLS.
std::string_view catalogue_name(stack::Transport transport) {
  return stack::to_string(transport == stack::Transport::wss ? stack::Transport::ws : transport);
}

}  // namespace

void empty_expect(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_expect(scenario, [&](const ExpectStep& expect) {
    if (expect.checks.empty() && expect.verifies.empty()) {
      report(expect.place, fmt::format("'{}' checks nothing and verifies nothing", expect.id));
    }
  });
}

void check_names_nothing(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_check(scenario, [&](const Check& check) {
    if (check.op != CheckOperator::status && check.verifies.empty() && check.says.empty()) {
      report(check.place, fmt::format("the check of '{}' names no requirement; a precondition "
                                      "explains itself by says=\"...\"",
                                      check.field));
    }
  });
}

void case_names_nothing(const Scenario& scenario, const LintContext&, const LintReport& report) {
  if (scenario.verifies().empty() && scenario.proofs.empty()) {
    report(scenario.place, "no step and no check verifies a requirement");
  }
}

void check_twice(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_expect(scenario, [&](const ExpectStep& expect) {
    for (auto check = expect.checks.begin(); check != expect.checks.end(); ++check) {
      const auto former = std::find_if(expect.checks.begin(), check,
                                       [&](const Check& other) { return same(other, *check); });
      if (former != check) {
        report(check->place, fmt::format("the check of line {} once more", former->place.line));
      }
    }
  });
}

void check_unreachable(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_expect(scenario, [&](const ExpectStep& expect) {
    const auto status = std::ranges::find_if(expect.checks, [](const Check& check) {
      return check.op == CheckOperator::status && check.when.empty();
    });
    if (status == expect.checks.end()) {
      return;
    }
    for (const Check& check : expect.checks) {
      if (!check.when.empty() && !sets_overlap(check.when, status->value)) {
        report(check.place, fmt::format(R"(when="{}" never holds beside status="{}")", check.when,
                                        status->value));
      }
    }
  });
}

void check_contradicts(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_expect(scenario, [&](const ExpectStep& expect) {
    for (const Check& absent : expect.checks) {
      const bool contradicts = absent.op == CheckOperator::absent &&
                               std::ranges::any_of(expect.checks, [&](const Check& other) {
                                 return other.op == CheckOperator::present &&
                                        other.field == absent.field &&
                                        (other.when.empty() || absent.when.empty() ||
                                         sets_overlap(other.when, absent.when));
                               });
      if (contradicts) {
        report(absent.place, fmt::format("'{}' is to be there and not to be there", absent.field));
      }
    }
  });
}

void bad_expression(const Scenario& scenario, const LintContext&, const LintReport& report) {
  each_check(scenario, [&](const Check& check) {
    if (check.op != CheckOperator::matches) {
      return;
    }
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    const re2::RE2 expression(check.value, options);
    if (!expression.ok()) {
      report(check.place, fmt::format("'{}': {}", check.value, expression.error()));
    }
  });
}

void requirement_role(const Scenario& scenario, const LintContext& context,
                      const LintReport& report) {
  const auto binding = binding_roles(scenario.role);
  each_requirement(
      scenario, context.catalogue, [&](const Requirement& row, const SourcePlace& place) {
        const bool binds = std::ranges::any_of(row.roles, [&](const std::string& role) {
          return std::ranges::find(binding, role) != binding.end();
        });
        if (!binds) {
          report(place, fmt::format("{} binds {}, not the device of this case", row.id,
                                    fmt::join(row.roles, " ")));
        }
      });
}

void requirement_transport(const Scenario& scenario, const LintContext& context,
                           const LintReport& report) {
  each_requirement(
      scenario, context.catalogue, [&](const Requirement& row, const SourcePlace& place) {
        for (const stack::Transport transport : scenario.transports) {
          if (std::ranges::find(row.transports, catalogue_name(transport)) ==
              row.transports.end()) {
            report(place, fmt::format("{} shows on {}, but the case runs over {} too", row.id,
                                      fmt::join(row.transports, " "), stack::to_string(transport)));
            return;
          }
        }
      });
}

}  // namespace sipspec::harness::lint_rules
