#pragma once

// What `{...}` references of a scenario stand for.
//
//   device.host .ip .port .user .domain .uri .identity
//   <actor>.ip .port .host .user .uri .contact      (uri: identity without port; contact: with
//   port) transport                                       as Via writes it: "UDP" <step>.branch
//   .call-id .from-tag .to-tag .cseq  of the message of that send or expect step <step>.<field
//   path>                             any field of it
//
//   auto value = look_up("m1.branch", actors, messages);

#include "harness/engine/field_path.hpp"
#include "harness/engine/request_maker.hpp"
#include "harness/engine/template_expander.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

struct NamedActor {
  std::string id;
  Parties parties;
};

/// Message of a step; `message` null: the step sent or received nothing (so far).
using MessageOfStep = std::function<Subject(std::string_view step)>;

std::optional<std::string> look_up(std::string_view name, const std::vector<NamedActor>& actors,
                                   const MessageOfStep& messages);

}  // namespace sipspec::harness
