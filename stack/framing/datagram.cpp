#include "stack/framing/datagram.hpp"

#include <algorithm>

namespace sipspec::stack {
namespace {

bool is_padding(char c) {
  return c == '\r' || c == '\n' || c == '\0' || c == ' ' || c == '\t';
}

}  // namespace

Datagram read_datagram(std::string_view octets) {
  if (std::all_of(octets.begin(), octets.end(), is_padding)) {
    return {DatagramKind::keep_alive, octets, {}};
  }
  while (octets.front() == '\r' || octets.front() == '\n') {
    octets.remove_prefix(1);
  }
  const Message message = Message::parse(octets);
  if (message.kind() == StartLineKind::unreadable) {
    return {DatagramKind::unreadable, octets, {}};
  }
  const std::string_view discarded = message.trailing();
  const auto length = message.content_length();
  const bool cut = length && *length > message.body().size();
  return {cut ? DatagramKind::short_body : DatagramKind::message,
          octets.substr(0, octets.size() - discarded.size()), discarded};
}

}  // namespace sipspec::stack
