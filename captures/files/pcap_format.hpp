#pragma once

// Classic pcap files (draft-ietf-opsawg-pcap): a header of 24 octets, then records.
//
//   auto format = open_pcap(source);  // null: not one

#include "captures/files/frame_reader.hpp"

#include <memory>

namespace sipspec::captures {

std::unique_ptr<FrameFormat> open_pcap(ByteSource& source);

/// Link types that some systems number in their own way, by the number of the registry.
LinkType registered_link_type(std::uint32_t number);

}  // namespace sipspec::captures
