#include "harness/scenario/lint_rules.hpp"
#include "harness/scenario/time_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

namespace sipspec::harness::lint_rules {

namespace {

/// The timers of RFC 3261 as they stand there; a fast profile scales all times alike.
struct UsualTimers {
  stack::Duration t1 = std::chrono::milliseconds(500);
  stack::Duration t2 = std::chrono::seconds(4);
  stack::Duration t4 = std::chrono::seconds(5);
};

/// Calls `use` for each step of type S.
template <class S, class Use>
void each(const Scenario& scenario, Use use) {
  for (const Step& step : scenario.steps) {
    if (const S* const found = std::get_if<S>(&step)) {
      use(*found);
    }
  }
}

template <class S>
bool has(const Scenario& scenario) {
  return std::ranges::any_of(scenario.steps,
                             [](const Step& step) { return std::holds_alternative<S>(step); });
}

/// Actors and sends that a step looks at.
struct Watched {
  std::set<std::string, std::less<>> sends;
  bool any_response = false;  ///< a silence that minds every message

  void operator()(const ExpectStep& step) { sends.insert(step.response_to); }

  void operator()(const DeliveredStep& step) { sends.insert(step.of); }

  void operator()(const SilenceStep& step) {
    sends.insert(step.response_to);
    any_response = any_response || step.response_to.empty();
  }

  template <class Other>
  void operator()(const Other&) {}
};

const std::string* actor_of(const Step& step) {
  return std::visit(
      [](const auto& found) -> const std::string* {
        if constexpr (requires { found.actor; }) {
          return &found.actor;
        } else {
          return nullptr;
        }
      },
      step);
}

/// The text of a step's templates; actors may be named there only.
bool mentions(const Scenario& scenario, const std::string& actor) {
  const std::string reference = "{" + actor + ".";
  const auto in = [&](std::string_view text) {
    return text.find(reference) != std::string_view::npos;
  };
  bool found = false;
  each<SendStep>(scenario, [&](const SendStep& step) {
    found = found || in(step.uri) || in(step.start_line.value_or("")) ||
            in(step.raw.value_or("")) || in(step.after_octets.value_or("")) ||
            (step.body && in(step.body->octets)) ||
            std::ranges::any_of(step.edits, [&](const FieldEdit& edit) { return in(edit.value); });
  });
  each<ExpectStep>(scenario, [&](const ExpectStep& step) {
    found = found ||
            std::ranges::any_of(step.checks, [&](const Check& check) { return in(check.value); });
  });
  each<RespondStep>(scenario, [&](const RespondStep& step) {
    found = found ||
            std::ranges::any_of(step.edits, [&](const FieldEdit& edit) { return in(edit.value); });
  });
  return found;
}

/// How long a step may last, with what it is called by its author.
struct Wait {
  const TimeExpression* span;
  std::string_view attribute;
};

Wait wait_of(const Step& step) {
  if (const auto* expect = std::get_if<ExpectStep>(&step)) {
    return {.span = &expect->within, .attribute = "within"};
  }
  if (const auto* silence = std::get_if<SilenceStep>(&step)) {
    return {.span = &silence->span, .attribute = "for"};
  }
  if (const auto* pause = std::get_if<PauseStep>(&step)) {
    return {.span = &pause->span, .attribute = "for"};
  }
  if (const auto* delivered = std::get_if<DeliveredStep>(&step)) {
    return {.span = &delivered->within, .attribute = "within"};
  }
  return {.span = nullptr, .attribute = ""};
}

bool runs_over_streams(const Scenario& scenario) {
  return std::ranges::any_of(scenario.transports, stack::is_reliable);
}

bool runs_over_datagrams(const Scenario& scenario) {
  return !std::ranges::all_of(scenario.transports, stack::is_reliable);
}

}  // namespace

void sent_unwatched(const Scenario& scenario, const LintContext&, const LintReport& report) {
  Watched watched;
  for (const Step& step : scenario.steps) {
    std::visit([&](const auto& found) { watched(found); }, step);
  }
  each<SendStep>(scenario, [&](const SendStep& step) {
    const bool ack = step.method == "ACK";
    if (!ack && !watched.any_response && !watched.sends.contains(step.id)) {
      report(step.place, fmt::format("no expect, silence or delivered looks at '{}'", step.id));
    }
  });
}

void unused_actor(const Scenario& scenario, const LintContext&, const LintReport& report) {
  for (const Actor& actor : scenario.actors) {
    const bool used = std::ranges::any_of(scenario.steps, [&](const Step& step) {
      const std::string* const name = actor_of(step);
      return name != nullptr && *name == actor.id;
    });
    if (!used && !mentions(scenario, actor.id)) {
      report(actor.place, fmt::format("no step uses the actor '{}'", actor.id));
    }
  }
}

void request_unanswered(const Scenario& scenario, const LintContext&, const LintReport& report) {
  std::set<std::string, std::less<>> answered;
  each<RespondStep>(scenario, [&](const RespondStep& step) { answered.insert(step.to); });
  each<ExpectStep>(scenario, [&](const ExpectStep& step) {
    const bool request = step.response_to.empty() && step.method != "ACK";
    if (request && !answered.contains(step.id)) {
      report(step.place, fmt::format("no respond answers the request '{}'", step.id));
    }
  });
}

void nothing_sent(const Scenario& scenario, const LintContext&, const LintReport& report) {
  if (scenario.role != DeviceRole::uac && !has<SendStep>(scenario)) {
    report(scenario.place, "the device is to receive, but the case sends nothing");
  }
}

void nothing_awaited(const Scenario& scenario, const LintContext&, const LintReport& report) {
  bool awaited = false;
  each<ExpectStep>(scenario,
                   [&](const ExpectStep& step) { awaited = awaited || step.response_to.empty(); });
  if (scenario.role == DeviceRole::uac && !awaited && !has<SilenceStep>(scenario)) {
    report(scenario.place, "the device is to send, but the case awaits no request");
  }
}

void beyond_timeout(const Scenario& scenario, const LintContext&, const LintReport& report) {
  const auto bound = evaluate(scenario.timeout, UsualTimers{});
  for (const Step& step : scenario.steps) {
    const Wait wait = wait_of(step);
    if (wait.span != nullptr && evaluate(*wait.span, UsualTimers{}) > bound) {
      report(place_of(step), fmt::format("{}=\"{}\" is longer than the timeout of the case, {}",
                                         wait.attribute, wait.span->text, scenario.timeout.text));
    }
  }
}

void resend_reliable(const Scenario& scenario, const LintContext&, const LintReport& report) {
  if (!runs_over_streams(scenario)) {
    return;
  }
  each<ResendStep>(scenario, [&](const ResendStep& step) {
    report(step.place, fmt::format("'{}' is sent again, but nothing is retransmitted on a reliable "
                                   "transport, and the case runs over one",
                                   step.of));
  });
}

void resend_doubled(const Scenario& scenario, const LintContext&, const LintReport& report) {
  std::set<std::string, std::less<>> automatic;
  each<SendStep>(scenario, [&](const SendStep& step) {
    if (step.transaction == Transaction::automatic) {
      automatic.insert(step.id);
    }
  });
  std::set<std::string, std::less<>> answered;
  for (const Step& step : scenario.steps) {
    if (const auto* expect = std::get_if<ExpectStep>(&step)) {
      answered.insert(expect->response_to);
    }
    const auto* resend = std::get_if<ResendStep>(&step);
    if (resend != nullptr && automatic.contains(resend->of) && !answered.contains(resend->of)) {
      report(resend->place,
             fmt::format("'{}' is retransmitted by its transaction as well; its send "
                         "wants transaction=\"none\"",
                         resend->of));
    }
  }
}

void stream_only(const Scenario& scenario, const LintContext&, const LintReport& report) {
  if (!runs_over_datagrams(scenario)) {
    return;
  }
  each<SendStep>(scenario, [&](const SendStep& step) {
    const Delivery& delivery = step.delivery;
    if (!delivery.segments.empty() || delivery.octet_by_octet || delivery.new_connection ||
        delivery.close_after) {
      report(step.place, fmt::format("the deliver of '{}' needs a stream, but the case runs over "
                                     "UDP too",
                                     step.id));
    }
  });
  each<CloseStep>(scenario, [&](const CloseStep& step) {
    report(step.place, "there is no connection to close over UDP, where the case runs too");
  });
}

}  // namespace sipspec::harness::lint_rules
