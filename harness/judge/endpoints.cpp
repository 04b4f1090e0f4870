#include "harness/judge/endpoints.hpp"

#include "harness/engine/comparison.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

using stack::HeaderName;

constexpr std::size_t max_stream_ends = 100'000;
constexpr std::size_t longest_software = 80;

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

/// Its Via names the address that it sends from: the port there is where it listens.
std::optional<stack::Address> listening_place(const captures::CapturedSip& captured,
                                              const stack::Message& message) {
  const auto via = message.is_request() ? stack::top_via(message) : std::nullopt;
  if (!via) {
    return std::nullopt;
  }
  const auto source = captures::to_address(captured.source);
  auto named = stack::address_from(without_brackets(via->host),
                                   via->port.value_or(stack::default_port(captured.transport)));
  return named && named->ip == source.ip ? named : std::nullopt;
}

}  // namespace

EndpointId EndpointBook::sender(const captures::CapturedSip& captured,
                                const stack::Message& message) {
  if (captured.connection == 0) {
    return find(captured, captured.source);
  }
  const StreamEnd key{captured.connection, captured.source};
  if (!stream_ends_.contains(key)) {
    if (const auto place = listening_place(captured, message)) {
      if (stream_ends_.size() >= max_stream_ends) {
        stream_ends_.clear();
      }
      stream_ends_[key] = named(stack::to_string(*place), *place);
    }
  }
  return find(captured, captured.source);
}

EndpointId EndpointBook::receiver(const captures::CapturedSip& captured) {
  return find(captured, captured.destination);
}

EndpointId EndpointBook::origin(EndpointId sender, const stack::Message& request) {
  std::string_view lowest;
  for (stack::ListCursor vias(request, HeaderName::via); const auto element = vias.next();) {
    lowest = *element;
  }
  const auto via = stack::parse_via(lowest);
  if (!via) {
    return sender;
  }
  const std::string host = printable(via->host) + (via->port ? fmt::format(":{}", *via->port) : "");
  const auto address = stack::address_from(without_brackets(via->host), via->port.value_or(5060));
  const auto id = named(fmt::format("{} (behind {})", host, endpoints_[sender].name),
                        address.value_or(stack::Address{}));
  endpoints_[id].behind = true;
  note_software(id, request);
  return id;
}

void EndpointBook::note_software(EndpointId who, const stack::Message& message) {
  auto& software = endpoints_[who].software;
  if (!software.empty()) {
    return;
  }
  auto value = message.value_of(message.is_request() ? HeaderName::user_agent : HeaderName::server);
  if (value.empty() && message.is_response()) {
    value = message.value_of(HeaderName::user_agent);
  }
  software = printable(value.substr(0, longest_software));
}

EndpointId EndpointBook::find(const captures::CapturedSip& captured,
                              const captures::IpEndpoint& end) {
  if (captured.connection != 0) {
    const auto known = stream_ends_.find({captured.connection, end});
    if (known != stream_ends_.end()) {
      return known->second;
    }
  }
  const auto address = captures::to_address(end);
  return named(stack::to_string(address), address);
}

EndpointId EndpointBook::named(std::string name, stack::Address address) {
  if (const auto known = by_name_.find(name); known != by_name_.end()) {
    return known->second;
  }
  if (endpoints_.size() >= max_endpoints) {
    name = "others";
    address = {};
    if (const auto known = by_name_.find(name); known != by_name_.end()) {
      return known->second;
    }
  }
  const auto id = static_cast<EndpointId>(endpoints_.size());
  by_name_.emplace(name, id);
  endpoints_.push_back({.name = std::move(name), .address = std::move(address)});
  return id;
}

}  // namespace sipspec::harness
