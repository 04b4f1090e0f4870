#include "harness/scenario/judge_reader.hpp"

#include "harness/scenario/time_expression.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

constexpr std::string_view answer_time = "64*T1";
constexpr std::string_view delivery_time = "5s";

/// Responses come to whoever sent the request.
std::string actor_of(ElementReader& reader, pugi::xml_node element, const std::string& send) {
  const NamedStep* const step = reader.scope().find(send);
  if (!ElementReader::has(element, "actor") && step != nullptr) {
    return step->actor;
  }
  return reader.actor(element);
}

void check_awaited(ElementReader& reader, pugi::xml_node element) {
  const bool response = ElementReader::has(element, "response-to");
  const bool request = ElementReader::has(element, "request");
  if (response == request) {
    reader.fail(element, "an expect has exactly one of response-to and request");
    return;
  }
  if (response) {
    return;
  }
  if (ElementReader::has(element, "provisional")) {
    reader.fail(element, "provisional", "'provisional' goes with response-to only");
  }
  for (const pugi::xml_node check : element.children("check")) {
    for (const char* const attribute : {"status", "when"}) {
      if (ElementReader::has(check, attribute)) {
        reader.fail(check, attribute,
                    fmt::format("'{}' judges responses, not requests", attribute));
      }
    }
  }
}

}  // namespace

ExpectStep read_expect(ElementReader& reader, pugi::xml_node element, NameUser user) {
  ExpectStep step;
  step.place = reader.place(element);
  step.id = ElementReader::text(element, "id");
  step.response_to = reader.step(element, "response-to", {StepKind::send}, user);
  step.actor = actor_of(reader, element, step.response_to);
  step.method = ElementReader::text(element, "request");
  step.method = step.method == "*" ? "" : step.method;
  step.final_only = !ElementReader::yes(element, "provisional");
  step.within = reader.time(element, "within", answer_time);
  step.not_before = reader.time(element, "not-before");
  step.optional = ElementReader::yes(element, "optional");
  step.verifies = reader.requirement(element, "verifies");
  for (const pugi::xml_node check : element.children("check")) {
    step.checks.push_back(read_check(reader, check, user));
  }
  check_awaited(reader, element);
  return step;
}

SilenceStep read_silence(ElementReader& reader, pugi::xml_node element, NameUser user) {
  SilenceStep step;
  step.place = reader.place(element);
  step.response_to = reader.step(element, "response-to", {StepKind::send}, user);
  step.actor = actor_of(reader, element, step.response_to);
  step.span = reader.time(element, "for");
  step.verifies = reader.requirement(element, "verifies");
  return step;
}

DeliveredStep read_delivered(ElementReader& reader, pugi::xml_node element, NameUser user) {
  DeliveredStep step;
  step.place = reader.place(element);
  step.of = reader.step(element, "of", {StepKind::send}, user);
  step.min = ElementReader::number(element, "min", 1);
  step.max = ElementReader::number(element, "max", std::max(step.min, step.max));
  step.within = reader.time(element, "within", delivery_time);
  step.verifies = reader.requirement(element, "verifies");
  if (step.min > step.max) {
    reader.fail(element, ElementReader::has(element, "min") ? "min" : "max",
                fmt::format("min {} is more than max {}", step.min, step.max));
  }
  return step;
}

}  // namespace sipspec::harness
