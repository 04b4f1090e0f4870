#pragma once

// Takes the lines of a header section one after the other, whatever they end with. CRLF is right
// (RFC 3261 7); a bare LF, a bare CR, and CRs before CRLF end a line as well and are recorded, once
// for the message. Not part of the public interface of stack/message.

#include "stack/message/defect_recorder.hpp"

#include <cstddef>
#include <string_view>

namespace sipspec::stack {

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;   ///< without the line end
  std::size_t next = 0;  ///< behind the line end

  bool empty() const { return begin == end; }

  bool has_line_end() const { return next != end; }
};

class LineReader {
 public:
  LineReader(std::string_view bytes, DefectRecorder& defects) : bytes_(bytes), defects_(&defects) {}

  std::size_t offset() const { return offset_; }

  void seek(std::size_t offset) { offset_ = offset; }

  bool at_end() const { return offset_ >= bytes_.size(); }

  /// True when the next line begins with a blank: it continues the one before (RFC 3261 7.3.1).
  bool at_continuation() const {
    return offset_ < bytes_.size() && (bytes_[offset_] == ' ' || bytes_[offset_] == '\t');
  }

  /// The next line. At the end of the octets a line without line end.
  Line next();

 private:
  Line end_at_cr(std::size_t cr, std::size_t lf);

  std::string_view bytes_;
  DefectRecorder* defects_;
  std::size_t offset_ = 0;
  std::size_t next_lf_ = 0;   ///< the LF at or after offset_; kept, so that lines ended by CR alone
  bool lf_is_known_ = false;  ///< do not search the same octets again and again
};

}  // namespace sipspec::stack
