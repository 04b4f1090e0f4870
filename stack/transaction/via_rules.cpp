#include "stack/transaction/via_rules.hpp"

#include "stack/text/ascii.hpp"
#include "stack/transport/ip_text.hpp"

#include <utility>

namespace sipspec::stack {
namespace {

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

bool names_source(const Via& via, const Address& source) {
  return canonical_ip(without_brackets(via.host)) == source.ip;
}

bool asks_rport(const Via& via) {
  return via.parameters.has("rport");
}

std::string written(const Parameter& parameter) {
  std::string text = ";" + std::string(parameter.name);
  if (parameter.has_value) {
    text += '=';
    text += parameter.value;
  }
  return text;
}

}  // namespace

std::string stamped_via(const Via& via, const Address& source) {
  const bool rport = asks_rport(via);
  const bool received = rport || !names_source(via, source);
  const bool as_it_stands = !rport && !received && !via.parameters.has("received");
  if (as_it_stands) {
    return std::string(via.raw);
  }
  const std::string_view parameters = via.parameters.text();
  std::string text(via.raw.substr(0, via.raw.size() - parameters.size()));
  text = std::string(trim(text));
  std::string_view rest = parameters;
  while (const auto parameter = Parameters::next(rest)) {
    if (equals_ignoring_case(parameter->name, "received")) {
      continue;
    }
    text += rport && equals_ignoring_case(parameter->name, "rport")
                ? ";rport=" + std::to_string(source.port)
                : written(*parameter);
  }
  if (received) {
    text += ";received=" + source.ip;
  }
  return text;
}

Address response_destination(const Via& via, const Address& source, Transport transport) {
  const std::uint16_t port = via.port.value_or(default_port(transport));
  if (is_reliable(transport)) {
    return {source.ip, port};
  }
  if (auto multicast = canonical_ip(without_brackets(via.parameters.value("maddr")))) {
    return {std::move(*multicast), port};
  }
  return asks_rport(via) ? source : Address{source.ip, port};
}

bool is_sent_by(const Via& via, std::string_view host, std::uint16_t port, Transport transport) {
  const auto there = canonical_ip(without_brackets(via.host));
  const auto here = canonical_ip(without_brackets(host));
  const bool same_host = there && here ? *there == *here : equals_ignoring_case(via.host, host);
  return same_host && via.port.value_or(default_port(transport)) == port;
}

}  // namespace sipspec::stack
