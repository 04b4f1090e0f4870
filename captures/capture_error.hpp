#pragma once

// Why a capture could not be made, kept, read or written: one sentence for a person, with the place
// (path, interface, address) and what the system said.

#include <string>

namespace sipspec::captures {

struct CaptureError {
  std::string sentence;

  bool operator==(const CaptureError&) const = default;
};

}  // namespace sipspec::captures
