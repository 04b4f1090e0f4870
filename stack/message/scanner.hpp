#pragma once

// A cursor over one header field value that writes what it finds wrong into the list of defects,
// with the place in the message. Not part of the public interface of stack/message.
//
// The convention of all grammar functions: true means "read, go on", false means "a fault is
// recorded and the place is lost"; who calls then goes to the next list element or gives up. fail()
// records and returns false; note() records a fault behind which reading can go on.

#include "stack/message/defect_recorder.hpp"
#include "stack/text/cursor.hpp"

#include <cstddef>
#include <string_view>

namespace sipspec::stack {

class Scanner : public Cursor {
 public:
  /// `base` is the offset of `value` in the message.
  Scanner(std::string_view value, std::size_t base, HeaderName header, DefectRecorder& defects)
      : Cursor(value), base_(base), header_(header), defects_(&defects) {}

  HeaderName header() const { return header_; }

  /// The fault is the octet here. A control character or an octet that is not UTF-8 is named as
  /// such, whatever was expected in its place.
  bool fail(DefectCode code);
  /// The fault is what was read since `begin`.
  bool fail_since(DefectCode code, std::size_t begin);
  bool fail_between(DefectCode code, std::size_t begin, std::size_t end);
  void note(DefectCode code, std::size_t begin, std::size_t end);

  /// At the end of a list element or parameter: end of the value, comma or semicolon.
  bool at_boundary() const { return at_end() || at(',') || at(';'); }

 private:
  std::size_t base_;
  HeaderName header_;
  DefectRecorder* defects_;
};

}  // namespace sipspec::stack
