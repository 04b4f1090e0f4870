#include "harness/run/targets.hpp"

#include "harness/io/network.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

namespace {

using stack::Transport;

int ip_version_of(const std::string& ip) {
  return ip.find(':') == std::string::npos ? 4 : 6;
}

boost::system::result<std::vector<std::string>, TargetError> chosen_ips(
    const DeviceAddress& address, const TargetChoice& choice) {
  const auto found = resolve_host(address.host);
  if (!found || found->empty()) {
    return TargetError{fmt::format("the host '{}' of the device cannot be resolved: {}",
                                   address.host, found ? "no address" : found.error().message())};
  }
  std::vector<std::string> ips;
  for (const auto& ip : *found) {
    const bool wanted =
        choice.ip_versions.empty()
            ? ips.empty()
            : std::ranges::find(choice.ip_versions, ip_version_of(ip)) != choice.ip_versions.end();
    if (wanted) {
      ips.push_back(ip);
    }
  }
  return ips;
}

struct Way {
  Transport transport;
  Target::Presence presence;
};

std::vector<Way> ways_of(const DeviceAddress& address, const TargetChoice& choice) {
  using enum Target::Presence;
  std::vector<Way> ways;
  if (!address.transports.empty()) {
    for (const auto transport : address.transports) {
      const bool wanted =
          choice.transports.empty() ||
          std::ranges::find(choice.transports, transport) != choice.transports.end();
      if (wanted) {
        ways.push_back({transport, required});
      }
    }
    return ways;
  }
  if (choice.transports.empty()) {
    return {{Transport::udp, required}, {Transport::tcp, optional}};
  }
  for (const auto transport : choice.transports) {
    ways.push_back({transport, required});
  }
  return ways;
}

}  // namespace

boost::system::result<std::vector<Target>, TargetError> find_targets(const DeviceProfile& device,
                                                                     const TargetChoice& choice) {
  std::vector<Target> targets;
  for (const auto& address : device.addresses) {
    const auto ips = chosen_ips(address, choice);
    if (!ips) {
      return ips.error();
    }
    for (const auto& ip : *ips) {
      const stack::Address place{ip, address.port};
      const auto local = local_ip_towards(place);
      if (!local) {
        return TargetError{fmt::format("this machine has no route to {}: {}",
                                       stack::to_string(place), local.error().message())};
      }
      for (const auto& way : ways_of(address, choice)) {
        Target target;
        target.variant = {way.transport, ip_version_of(ip),
                          device.identity.scheme == DeviceIdentity::Scheme::sips
                              ? Variant::Scheme::sips
                              : Variant::Scheme::sip};
        target.device = place;
        target.host = address.host;
        target.connect = {way.transport, nullptr,
                          device.identity.domain.empty() ? address.host : device.identity.domain};
        target.listen = {way.transport, nullptr, ""};
        target.local_ip = *local;
        target.presence = way.presence;
        targets.push_back(std::move(target));
      }
    }
  }
  if (targets.empty()) {
    return TargetError{
        "no address of the device fits the transports and IP versions that were asked for"};
  }
  return targets;
}

std::vector<std::string> remote_addresses(const std::vector<Target>& targets) {
  std::vector<std::string> remote;
  for (const auto& target : targets) {
    if (!is_loopback(target.device.ip) &&
        std::ranges::find(remote, target.device.ip) == remote.end()) {
      remote.push_back(target.device.ip);
    }
  }
  return remote;
}

}  // namespace sipspec::harness
