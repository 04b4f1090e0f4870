#include "captures/packet_store.hpp"

#include <set>
#include <tuple>
#include <utility>

namespace sipspec::captures {
namespace {

constexpr std::size_t packet_overhead = 256;

std::size_t cost(const CapturedPacket& packet) {
  return packet.octets.size() + packet_overhead;
}

/// Which packet a fragment is of. Ports are left out: later fragments have none.
using FragmentKey = std::tuple<IpEndpoint, IpEndpoint, std::uint32_t>;

FragmentKey fragment_key(IpEndpoint source, IpEndpoint destination, std::uint32_t identification) {
  source.port = 0;
  destination.port = 0;
  return {source, destination, identification};
}

}  // namespace

void PacketStore::add(CapturedPacket packet) {
  const auto inside = decode(link_, packet.octets);
  if (!inside) {
    return;
  }
  octets_ += cost(packet);
  entries_.push_back({std::move(packet), inside->kind, inside->source, inside->destination,
                      inside->identification});
  while (octets_ > limit_) {
    octets_ -= cost(entries_.front().packet);
    entries_.pop_front();
    ++pushed_out_;
  }
}

std::vector<CapturedPacket> PacketStore::take(std::span<const stack::Address> local,
                                              std::chrono::nanoseconds since) {
  std::set<IpEndpoint> ends;
  for (const stack::Address& address : local) {
    if (const auto end = ip_endpoint(address)) {
      ends.insert(*end);
    }
  }
  std::set<FragmentKey> fragmented;
  for (const Entry& entry : entries_) {
    if (entry.kind == Decoded::Kind::first_fragment &&
        (ends.contains(entry.source) || ends.contains(entry.destination))) {
      fragmented.insert(fragment_key(entry.source, entry.destination, entry.identification));
    }
  }
  std::vector<CapturedPacket> taken;
  std::deque<Entry> others;
  for (Entry& entry : entries_) {
    const bool mine = entry.kind == Decoded::Kind::fragment
                          ? fragmented.contains(
                                fragment_key(entry.source, entry.destination, entry.identification))
                          : ends.contains(entry.source) || ends.contains(entry.destination);
    if (!mine) {
      others.push_back(std::move(entry));
      continue;
    }
    octets_ -= cost(entry.packet);
    if (entry.packet.wall >= since) {
      taken.push_back(std::move(entry.packet));
    }
  }
  entries_ = std::move(others);
  return taken;
}

}  // namespace sipspec::captures
