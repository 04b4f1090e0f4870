#pragma once

// Hand-made scenarios for tests, without XML.
//
//   Scenario scenario = case_of({send("m1"), expect("r1", "m1", {status_is("2xx")})});

#include "harness/catalogue/catalogue.hpp"
#include "harness/engine/case_run.hpp"
#include "harness/scenario/model.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::fakes {

harness::TimeExpression milliseconds(double count);
harness::TimeExpression t1_times(double factor);

harness::Scenario case_of(std::vector<harness::Step> steps);

/// A MESSAGE of alice with a text/plain body.
harness::SendStep send(std::string id);
harness::ExpectStep expect(std::string id, std::string response_to,
                           std::vector<harness::Check> checks = {});
/// Awaits a request of the device.
harness::ExpectStep expect_request(std::string id, std::string method);

harness::Check check(harness::CheckOperator op, std::string field, std::string value,
                     std::string verifies);
harness::Check status_is(std::string set, std::string verifies = "");

/// MUST-1 (FAIL), SHOULD-1 (NON_STRICT), MAY-1 (INFO), DRAFT-1 (profile draft03 only), and the rule
/// that a request is answered.
harness::Catalogue small_catalogue();

/// Alice at 192.0.2.1:40001, the device at 192.0.2.100:5060.
harness::CaseEnvironment environment_for(const harness::Scenario& scenario,
                                         const harness::Catalogue& catalogue,
                                         stack::Transport transport = stack::Transport::udp,
                                         int ip_version = 4);

}  // namespace sipspec::fakes
