#pragma once

// pcapng files (draft-ietf-opsawg-pcapng): blocks in sections, each section with interfaces of its
// own, each interface with a link type and a resolution of time. Read: section header, interface
// description, enhanced, simple and obsolete packet, interface statistics (lost frames), decryption
// secrets. All other blocks are stepped over.
//
//   auto format = open_pcapng(source);  // null: not one

#include "captures/files/frame_reader.hpp"

#include <memory>

namespace sipspec::captures {

std::unique_ptr<FrameFormat> open_pcapng(ByteSource& source);

}  // namespace sipspec::captures
