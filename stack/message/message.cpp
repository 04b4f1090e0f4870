#include "stack/message/message.hpp"

#include "stack/message/message_parser.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>

namespace sipspec::stack {

Message Message::parse(std::string_view bytes, const ParseLimits& limits) {
  Message message;
  MessageParser(bytes, limits, message).run();
  return message;
}

std::string_view Message::start_line() const {
  return bytes_.substr(start_line_offset_, start_line_length_);
}

std::string_view Message::header_section() const {
  return bytes_.substr(start_line_offset_, header_end_ - start_line_offset_);
}

const HeaderField* Message::find(HeaderName name) const {
  for (const HeaderField& field : fields_) {
    if (field.id == name) {
      return &field;
    }
  }
  return nullptr;
}

const HeaderField* Message::find(std::string_view wanted) const {
  if (const HeaderName id = header_name(wanted); id != HeaderName::unknown) {
    return find(id);
  }
  const auto found = std::ranges::find_if(fields_.span(), [&](const HeaderField& field) {
    return field.id == HeaderName::unknown && equals_ignoring_case(name(field), wanted);
  });
  return found == fields_.span().end() ? nullptr : &*found;
}

std::uint32_t Message::count(HeaderName name) const {
  return static_cast<std::uint32_t>(
      std::ranges::count(fields_.span(), name, [](const HeaderField& field) { return field.id; }));
}

std::string_view Message::value_of(HeaderName name) const {
  const HeaderField* field = find(name);
  return field == nullptr ? std::string_view() : value(*field);
}

bool Message::has_fatal_defect() const {
  return std::ranges::any_of(defects_.span(), [](const Defect& defect) {
    return describe(defect.code).severity == Severity::fatal;
  });
}

}  // namespace sipspec::stack
