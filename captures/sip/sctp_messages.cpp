#include "captures/sip/sctp_messages.hpp"

#include "captures/octets.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::captures {
namespace {

constexpr std::size_t chunk_header = 4, data_header = 16;
constexpr std::uint32_t data_chunk = 0;
constexpr std::uint32_t ending = 1, beginning = 2;

}  // namespace

void SctpMessages::packet(const Carried& it, const Take& take) {
  std::string_view chunks = it.part.payload;
  while (chunks.size() >= chunk_header) {
    const std::size_t size = network16(chunks, 2);
    if (size < chunk_header) {
      return;
    }
    if (octet_at(chunks, 0) == data_chunk && size >= data_header && chunks.size() >= data_header) {
      data(it, chunks.substr(0, size), size > chunks.size(), take);
    }
    chunks.remove_prefix(std::min((size + 3) / 4 * 4, chunks.size()));
  }
}

void SctpMessages::data(const Carried& it, std::string_view chunk, bool snapped, const Take& take) {
  const std::uint32_t flags = octet_at(chunk, 1);
  const std::uint32_t number = network32(chunk, 4);
  const std::string_view octets = chunk.substr(data_header);
  if ((flags & beginning) != 0 && (flags & ending) != 0) {
    take({.octets = octets, .first = it.first, .snapped = snapped});
    return;
  }
  if ((flags & beginning) != 0) {
    if (unfinished_.size() >= max_unfinished) {
      unfinished_.pop_front();
    }
    unfinished_.push_back({it.source, it.destination, number + 1, std::string(octets), it.first});
    return;
  }
  const auto found = std::ranges::find_if(unfinished_, [&](const Unfinished& some) {
    return some.next == number && some.source == it.source && some.destination == it.destination;
  });
  if (found == unfinished_.end()) {
    return;
  }
  found->octets += octets;
  ++found->next;
  if ((flags & ending) != 0) {
    take({.octets = found->octets, .first = found->first, .snapped = snapped});
  }
  if ((flags & ending) != 0 || found->octets.size() > max_message) {
    unfinished_.erase(found);
  }
}

}  // namespace sipspec::captures
