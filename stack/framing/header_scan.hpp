#pragma once

// Finds the end of a header section and the Content-Length in it, octet by octet and once only.
// It ends lines where the parser of stack/message does: at CRLF, at a bare LF or CR, and at CRs
// before an LF, which are one line end (what a text mode conversion makes of CRLF). So both say the
// same of one message. Not here: any other field, and whether line ends are right.
//
//   HeaderScan scan;
//   if (scan.run(octets) == HeaderScan::Progress::done) { octets.substr(0, scan.end()); }

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sipspec::stack {

/// What a header section says about the size of the body (RFC 3261 20.14).
struct DeclaredLength {
  enum class State : std::uint8_t {
    absent,
    present,
    too_large,  ///< digits, but more than 32 bits hold
    invalid,    ///< no number
    conflict,   ///< two different numbers
  } state = State::absent;
  std::uint32_t value = 0;
  std::size_t offset = 0;  ///< of the value that counts, or that is at fault
};

class HeaderScan {
 public:
  enum class Progress : std::uint8_t { wanting, done };

  /// `text` starts with the message, whose first octet is no line end, and grows from call to call.
  Progress run(std::string_view text);

  /// One past the empty line, once done.
  std::size_t end() const { return end_; }

  const DeclaredLength& length() const { return length_; }

 private:
  void end_at(std::string_view text, std::size_t line_end, std::size_t next);
  void take_line(std::string_view text, std::size_t line_end);
  void take_length(std::string_view text);

  std::size_t scanned_ = 0;
  std::size_t line_ = 0;              ///< where the current line begins
  std::size_t crs_ = 0;               ///< CRs seen just before scanned_
  std::size_t end_ = 0;               ///< 0: not found yet
  std::optional<std::size_t> value_;  ///< where the value of a Content-Length row begins
  std::size_t value_end_ = 0;         ///< end of the last line of that row
  bool after_start_line_ = false;
  bool may_continue_ = false;  ///< a row has begun that a blank can continue
  DeclaredLength length_;
};

}  // namespace sipspec::stack
