#pragma once

// The names that a scenario may refer to: actors, steps, field paths, and the `{...}` references of
// templates. Knows which step stands before which, so that a reference forward is told from one
// into the blue. Judges names only; values are the engine's (harness/engine/template_expander.hpp).
//
//   NameScope scope;  scope.add_actor("alice");  scope.add_step({"m1", StepKind::send});
//   for (auto& mistake : check_template("{m1.brunch}", TemplateKind::row, scope, user)) { ... }

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

enum class StepKind : std::uint8_t { send, expect, respond };

struct NamedStep {
  std::string id;
  StepKind kind = StepKind::send;
  std::size_t index = 0;  ///< position among all steps
  std::string actor;      ///< whose step it is
};

/// Who refers: only what stands before it is known.
struct NameUser {
  std::size_t step = std::numeric_limits<std::size_t>::max();
  bool makes_request = false;  ///< a send: {branch}, {call-id}, {from-tag}, {cseq} are its own
};

class NameScope {
 public:
  void add_actor(std::string id) { actors_.push_back(std::move(id)); }

  /// The first of several steps with one id is the one that is found.
  void add_step(NamedStep step);

  const std::vector<std::string>& actors() const { return actors_; }

  const std::vector<NamedStep>& steps() const { return steps_; }

  bool has_actor(std::string_view id) const;
  const NamedStep* find(std::string_view id) const;

  /// "" when `id` names a step of one of the kinds that stands before `user`.
  std::string step_mistake(std::string_view id, std::vector<StepKind> kinds, NameUser user) const;
  std::string actor_mistake(std::string_view id) const;

 private:
  std::vector<std::string> actors_;
  std::vector<NamedStep> steps_;
  std::map<std::string, std::size_t, std::less<>> step_by_id_;
};

/// Words that neither an actor nor a step may be called.
bool is_reserved_name(std::string_view id);

/// "" when the path names something that a message can have: "via[0].branch", "header(X-Name)".
std::string field_mistake(std::string_view path);

/// Name of a header field in a list of names ("copied"): known by an RFC, or beginning with "X-".
std::string header_mistake(std::string_view name);

enum class TemplateKind : std::uint8_t {
  row,     ///< references and escapes, no line breaks
  octets,  ///< references and escapes, line breaks are wanted
  body,    ///< references only
};

struct TemplateMistake {
  std::size_t offset = 0;  ///< octets from the start of the template
  std::string sentence;
};

std::vector<TemplateMistake> check_template(std::string_view text, TemplateKind kind,
                                            const NameScope& scope, NameUser user);

/// "" when the reference, given without braces, is one that `user` may make.
std::string reference_mistake(std::string_view reference, const NameScope& scope, NameUser user);

}  // namespace sipspec::harness
