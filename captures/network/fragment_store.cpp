#include "captures/network/fragment_store.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {
namespace {

constexpr std::size_t largest_packet = 65'535;

/// The holes between `begin` and `end`, as (begin, end).
std::vector<std::pair<std::size_t, std::size_t>> holes(
    const std::map<std::size_t, std::size_t>& known, std::size_t begin, std::size_t end) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  auto next = known.upper_bound(begin);
  if (next != known.begin()) {
    begin = std::max(begin, std::prev(next)->second);
  }
  for (; begin < end; ++next) {
    const std::size_t stop = next == known.end() ? end : std::min(end, next->first);
    if (begin < stop) {
      found.emplace_back(begin, stop);
    }
    if (next == known.end()) {
      break;
    }
    begin = std::max(begin, next->second);
  }
  return found;
}

/// Joins `begin`..`end` with what it touches.
void join(std::map<std::size_t, std::size_t>& known, std::size_t begin, std::size_t end) {
  auto it = known.upper_bound(begin);
  if (it != known.begin() && std::prev(it)->second >= begin) {
    --it;
    begin = it->first;
  }
  while (it != known.end() && it->first <= end) {
    end = std::max(end, it->second);
    it = known.erase(it);
  }
  known.emplace(begin, end);
}

}  // namespace

FragmentStore::Packets::iterator FragmentStore::packet_of(const IpPacket& fragment,
                                                          FrameNumber frame,
                                                          std::chrono::nanoseconds wall) {
  Key key{.source = ip_endpoint(fragment.source, 0),
          .destination = ip_endpoint(fragment.destination, 0),
          .identification = fragment.identification,
          .protocol = fragment.protocol};
  // Only the first fragment of IPv6 has to name the same next header as the others (RFC 8200 4.5).
  if (key.source.version == IpVersion::v6) {
    key.protocol = 0;
  }
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) {
    return found->second;
  }
  while (packets_.size() >= std::max<std::size_t>(limits_.packets, 1)) {
    give_up(packets_.begin(), true);
  }
  Packet& packet = packets_.emplace_back();
  packet.key = key;
  packet.parts.source = key.source;
  packet.parts.destination = key.destination;
  packet.parts.protocol = fragment.protocol;
  packet.parts.first_frame = frame;
  packet.parts.first_wall = wall;
  return by_key_.emplace(key, std::prev(packets_.end())).first->second;
}

void FragmentStore::place(Packet& packet, std::size_t offset, std::string_view octets) {
  std::string& whole = packet.parts.octets;
  const std::size_t end = offset + octets.size();
  if (end > whole.size()) {
    octets_ += end - whole.size();
    whole.resize(end);
  }
  for (const auto& [from, to] : holes(packet.known, offset, end)) {
    octets.substr(from - offset, to - from).copy(whole.data() + from, to - from);
  }
  if (!octets.empty()) {
    join(packet.known, offset, end);
  }
}

std::optional<Reassembled> FragmentStore::add(const IpPacket& fragment, FrameNumber frame,
                                              std::chrono::nanoseconds wall) {
  while (!packets_.empty() && wall - packets_.front().parts.first_wall > patience) {
    give_up(packets_.begin(), false);
  }
  if (fragment.fragment_offset + fragment.rest.size() > largest_packet) {
    return std::nullopt;
  }
  const auto it = packet_of(fragment, frame, wall);
  if (fragment.fragment_offset == 0) {
    it->parts.protocol = fragment.protocol;
  }
  place(*it, fragment.fragment_offset, fragment.rest);
  if (!fragment.more_fragments && it->size == 0) {
    it->size = fragment.fragment_offset + fragment.rest.size() + fragment.missing;
  }
  const auto first = it->known.begin();
  if (it->size != 0 && first != it->known.end() && first->first == 0 && first->second >= it->size) {
    Reassembled whole = std::move(it->parts);
    octets_ -= whole.octets.size();
    whole.octets.resize(it->size);
    remove(it);
    return whole;
  }
  while (octets_ > limits_.octets && !packets_.empty()) {
    give_up(packets_.begin(), true);
  }
  return std::nullopt;
}

void FragmentStore::remove(Packets::iterator it) {
  by_key_.erase(it->key);
  packets_.erase(it);
}

void FragmentStore::give_up(Packets::iterator it, bool for_lack_of_room) {
  Reassembled part = std::move(it->parts);
  octets_ -= part.octets.size();
  const auto first = it->known.begin();
  const bool has_start = first != it->known.end() && first->first == 0;
  const std::size_t there = has_start ? first->second : 0;
  const std::size_t size = std::max(it->size, part.octets.size());
  part.missing = std::max<std::size_t>(1, size - there);
  part.octets.resize(there);
  part.for_lack_of_room = for_lack_of_room;
  given_up_.push_back(std::move(part));
  remove(it);
}

std::vector<Reassembled> FragmentStore::take_given_up() {
  return std::exchange(given_up_, {});
}

void FragmentStore::give_up_all() {
  while (!packets_.empty()) {
    give_up(packets_.begin(), false);
  }
}

}  // namespace sipspec::captures
