#include "harness/engine/names.hpp"

#include "harness/engine/text_tools.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

using Found = std::optional<std::string>;

Found device_name(std::string_view part, const Parties& parties) {
  if (part == "host") {
    return parties.device_domain.empty() ? stack::sip_host(parties.device) : parties.device_domain;
  }
  if (part == "ip") {
    return parties.device.ip;
  }
  if (part == "port") {
    return std::to_string(parties.device.port);
  }
  if (part == "user") {
    return parties.device_user;
  }
  if (part == "domain") {
    return parties.device_domain;
  }
  if (part == "uri") {
    return device_uri(parties);
  }
  return part == "identity" ? Found(device_identity(parties)) : std::nullopt;
}

Found actor_name(std::string_view part, const Parties& parties) {
  if (part == "host") {
    return stack::sip_host(parties.local);
  }
  if (part == "ip") {
    return parties.local.ip;
  }
  if (part == "port") {
    return std::to_string(parties.local.port);
  }
  if (part == "user") {
    return parties.user;
  }
  if (part == "uri") {
    return actor_identity(parties);
  }
  return part == "contact" ? Found(actor_contact(parties)) : std::nullopt;
}

std::string_view full_path(std::string_view part) {
  if (part == "branch") {
    return "via[0].branch";
  }
  if (part == "from-tag") {
    return "from.tag";
  }
  if (part == "to-tag") {
    return "to.tag";
  }
  return part == "cseq" ? "cseq.number" : part;
}

Found field_of(std::string_view part, const Subject& subject) {
  const auto path = FieldPath::parse(full_path(part));
  if (!path || subject.message == nullptr) {
    return std::nullopt;
  }
  FieldValue value = read(*path, subject);
  return value.present ? Found(std::move(value.text)) : std::nullopt;
}

}  // namespace

Found look_up(std::string_view name, const std::vector<NamedActor>& actors,
              const MessageOfStep& messages) {
  if (actors.empty()) {
    return std::nullopt;
  }
  const Parties& first = actors.front().parties;
  if (name == "transport") {
    return std::string(stack::via_name(first.variant.transport));
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view owner = name.substr(0, dot);
  const std::string_view part = name.substr(dot + 1);
  if (owner == "device") {
    return device_name(part, first);
  }
  const auto actor = std::ranges::find(actors, owner, &NamedActor::id);
  if (actor != actors.end()) {
    return actor_name(part, actor->parties);
  }
  return field_of(part, messages(owner));
}

}  // namespace sipspec::harness
