#include "stack/message/line_reader.hpp"

#include <cstring>

namespace sipspec::stack {

namespace {

std::size_t find_octet(std::string_view text, char octet, std::size_t from, std::size_t to) {
  const void* found = std::memchr(text.data() + from, octet, to - from);
  return found == nullptr ? to
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

Defect line_end_defect(DefectCode code, std::size_t offset) {
  return {.code = code, .offset = static_cast<std::uint32_t>(offset), .length = 1};
}

}  // namespace

Line LineReader::next() {
  if (!lf_is_known_ || next_lf_ < offset_) {
    next_lf_ = find_octet(bytes_, '\n', offset_, bytes_.size());
    lf_is_known_ = true;
  }
  const std::size_t lf = next_lf_;
  const std::size_t cr = find_octet(bytes_, '\r', offset_, lf);
  if (cr + 1 == lf && lf < bytes_.size()) {
    const Line line{offset_, cr, lf + 1};
    offset_ = line.next;
    return line;
  }
  if (cr < lf) {
    return end_at_cr(cr, lf);
  }
  const Line line{offset_, lf, lf < bytes_.size() ? lf + 1 : lf};
  if (line.has_line_end()) {
    defects_->add_once(line_end_defect(DefectCode::line_end_bare_lf, lf));
  }
  offset_ = line.next;
  return line;
}

// Some CR that is not that of a CRLF. CRs in a row before an LF are what a text mode conversion
// makes of CRLF: one line end, not an empty line.
Line LineReader::end_at_cr(std::size_t cr, std::size_t lf) {
  std::size_t last = cr;
  while (last + 1 < lf && bytes_[last + 1] == '\r') {
    ++last;
  }
  const bool before_lf = last + 1 == lf && lf < bytes_.size();
  const Line line{offset_, cr, before_lf ? lf + 1 : cr + 1};
  defects_->add_once(line_end_defect(DefectCode::line_end_bare_cr, cr));
  offset_ = line.next;
  return line;
}

}  // namespace sipspec::stack
