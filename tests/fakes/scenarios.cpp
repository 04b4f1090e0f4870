#include "tests/fakes/scenarios.hpp"

#include "harness/engine/finding_maker.hpp"
#include "harness/engine/virtual_agent.hpp"

namespace sipspec::fakes {

using namespace harness;

TimeExpression milliseconds(double count) {
  return {.terms = {{.factor = count * 1000, .unit = TimeExpression::Term::Unit::microseconds}},
          .text = std::to_string(count) + "ms"};
}

TimeExpression t1_times(double factor) {
  return {.terms = {{.factor = factor, .unit = TimeExpression::Term::Unit::t1}},
          .text = std::to_string(factor) + "*T1"};
}

Scenario case_of(std::vector<Step> steps) {
  Scenario scenario;
  scenario.id = "rfc3428/7/made-by-hand";
  scenario.title = "A case of the tests";
  scenario.transports = {stack::Transport::udp, stack::Transport::tcp};
  scenario.actors = {{.id = "alice"}};
  scenario.steps = std::move(steps);
  scenario.place = {.file = "by-hand.xml", .line = 1, .column = 1};
  return scenario;
}

SendStep send(std::string id) {
  SendStep step;
  step.id = std::move(id);
  step.actor = "alice";
  step.body = BodySpec{.content_type = "text/plain", .octets = "Watson, come here."};
  step.place = {.file = "by-hand.xml", .line = 10, .column = 3};
  return step;
}

ExpectStep expect(std::string id, std::string response_to, std::vector<Check> checks) {
  ExpectStep step;
  step.id = std::move(id);
  step.actor = "alice";
  step.response_to = std::move(response_to);
  step.checks = std::move(checks);
  step.place = {.file = "by-hand.xml", .line = 20, .column = 3};
  return step;
}

ExpectStep expect_request(std::string id, std::string method) {
  ExpectStep step = expect(std::move(id), "");
  step.method = std::move(method);
  return step;
}

Check check(CheckOperator op, std::string field, std::string value, std::string verifies) {
  return {.op = op,
          .field = std::move(field),
          .value = std::move(value),
          .verifies = std::move(verifies),
          .place = {.file = "by-hand.xml", .line = 21, .column = 5}};
}

Check status_is(std::string set, std::string verifies) {
  return check(CheckOperator::status, "status", std::move(set), std::move(verifies));
}

Catalogue small_catalogue() {
  Catalogue catalogue;
  const auto add = [&catalogue](std::string id, Level level, Violation violation,
                                std::vector<std::string> profiles) {
    Requirement requirement;
    requirement.id = std::move(id);
    requirement.document = "RFC3428";
    requirement.section = "7";
    requirement.section_title = "UAS Processing";
    requirement.level = level;
    requirement.violation = violation;
    requirement.profiles = std::move(profiles);
    requirement.sentence = "A sentence.";
    catalogue.add(std::move(requirement));
  };
  add("MUST-1", Level::must, Violation::fail, {});
  add("SHOULD-1", Level::should, Violation::non_strict, {});
  add("MAY-1", Level::may, Violation::info, {});
  add("DRAFT-1", Level::must, Violation::fail, {"draft03"});
  add(std::string(answer_requirement), Level::derived, Violation::fail, {});
  return catalogue;
}

CaseEnvironment environment_for(const Scenario& scenario, const Catalogue& catalogue,
                                stack::Transport transport, int ip_version) {
  return virtual_environment(
      scenario,
      {.catalogue = &catalogue, .variant = {.transport = transport, .ip_version = ip_version}});
}

}  // namespace sipspec::fakes
