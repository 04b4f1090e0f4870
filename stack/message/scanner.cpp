#include "stack/message/scanner.hpp"

#include "stack/text/utf8.hpp"

namespace sipspec::stack {

bool Scanner::fail(DefectCode code) {
  if (at(CharClass::control) && !at(CharClass::white)) {
    code = DefectCode::control_character;
  } else if (at(CharClass::high) && utf8_length(rest()) == 0) {
    code = DefectCode::not_utf8;
  }
  return fail_between(code, offset(), offset() + (at_end() ? 0 : 1));
}

bool Scanner::fail_since(DefectCode code, std::size_t begin) {
  return fail_between(code, begin, offset());
}

bool Scanner::fail_between(DefectCode code, std::size_t begin, std::size_t end) {
  note(code, begin, end);
  return false;
}

void Scanner::note(DefectCode code, std::size_t begin, std::size_t end) {
  defects_->add({.code = code,
                 .offset = static_cast<std::uint32_t>(base_ + begin),
                 .length = static_cast<std::uint32_t>(end - begin),
                 .header = header_});
}

}  // namespace sipspec::stack
