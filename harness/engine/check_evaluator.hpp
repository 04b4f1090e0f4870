#pragma once

// Evaluates the checks of an expect step against the message that arrived. Says whether a check
// holds, and if not what was expected, what was found, and which octets show it. What that means
// for the verdict is the finding maker's.
//
//   CompiledCheck check = *compile(written);
//   CheckOutcome outcome = evaluate(check, {.subject = {&response, &request}, .value = "2xx"});

#include "harness/engine/field_path.hpp"
#include "harness/scenario/model.hpp"

#include <boost/system/result.hpp>
#include <re2/re2.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// A check ready to run: path read, expression compiled.
struct CompiledCheck {
  const Check* check = nullptr;
  FieldPath path;
  std::shared_ptr<const re2::RE2> expression;  ///< of `matches`
};

struct CheckMistake {
  std::string sentence;
};

[[noreturn]] inline void throw_exception_from_error(const CheckMistake& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a check that does not compile: " + error.sentence);
}

boost::system::result<CompiledCheck, CheckMistake> compile(const Check& check);

struct CheckOutcome {
  enum class State : std::uint8_t {
    passed,
    failed,
    not_applicable,  ///< `when` does not fit, or what it refers to never arrived
  } state = State::passed;
  std::string message;  ///< one line
  std::vector<std::string> expected;
  std::string actual;
  std::uint32_t offset = 0, length = 0;  ///< octets of the checked message; length 0: none
};

struct CheckInput {
  Subject subject;
  std::string value;  ///< the right-hand side, expanded
  /// Message of a step by its id (null: none), with the request it answers.
  std::function<Subject(std::string_view step)> message_of;
};

CheckOutcome evaluate(const CompiledCheck& check, const CheckInput& input);

/// Status sets: "2xx 405". False when `set` names no code that fits.
bool status_fits(std::string_view set, int status);

}  // namespace sipspec::harness
