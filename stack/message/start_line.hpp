#pragma once

// The parts of a Request-Line or Status-Line (RFC 3261 7.1, 7.2), read leniently, with what is
// wrong in them. Not part of the public interface of stack/message.

#include "stack/message/defect_recorder.hpp"
#include "stack/message/message.hpp"

#include <cstddef>
#include <string_view>

namespace sipspec::stack {

struct StartLine {
  StartLineKind kind = StartLineKind::unreadable;
  std::string_view method, request_uri, version, reason;
  int status = 0;
};

/// `base` is the offset of `line` in the message.
StartLine read_start_line_text(std::string_view line, std::size_t base, DefectRecorder& defects);

}  // namespace sipspec::stack
