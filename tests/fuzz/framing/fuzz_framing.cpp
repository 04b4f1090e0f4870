// Stream and datagram framing: the same messages come out however the octets are cut, the parser
// sees the same end in each, and nothing grows without bound. The first octet says where to cut.

#include "stack/framing/datagram.hpp"
#include "stack/framing/stream.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using sipspec::stack::StreamFramer;
using sipspec::stack::StreamItem;

std::vector<std::string> messages(StreamFramer& framer, std::string_view octets) {
  std::vector<std::string> found;
  for (StreamItem& item : framer.feed(octets)) {
    if (item.kind == StreamItem::Kind::message) {
      found.push_back(std::move(item.octets));
    }
  }
  return found;
}

/// The parser must see the same end of the header and the same length as the framer did.
void check_parser_agrees(const std::string& octets) {
  const sipspec::stack::ParseLimits limits;
  const auto message = sipspec::stack::Message::parse(octets, limits);
  const bool whole = octets.size() <= limits.max_message &&
                     message.header_fields().size() < limits.max_header_fields;
  if (whole && (!message.trailing().empty() ||
                message.body().size() != message.content_length().value_or(0))) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string octets(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t cut = octets.empty() ? 0 : data[0] % octets.size();
  sipspec::stack::read_datagram(octets);
  StreamFramer whole;
  StreamFramer pieces;
  const std::vector<std::string> at_once = messages(whole, octets);
  std::vector<std::string> in_two = messages(pieces, std::string_view(octets).substr(0, cut));
  for (std::string& message : messages(pieces, std::string_view(octets).substr(cut))) {
    in_two.push_back(std::move(message));
  }
  if (at_once != in_two) {
    std::abort();
  }
  for (const std::string& message : at_once) {
    check_parser_agrees(message);
  }
  return 0;
}
