#include "stack/message/fields.hpp"

#include "stack/text/ascii.hpp"
#include "stack/text/cursor.hpp"
#include "stack/text/number.hpp"

namespace sipspec::stack {

namespace {

Error error_at(const Cursor& in, DefectCode code) {
  return {.code = code,
          .offset = static_cast<std::uint32_t>(in.offset()),
          .length = in.at_end() ? 0U : 1U,
          .rule = describe(code).rule};
}

Error error_in(std::string_view whole, std::string_view part, DefectCode code) {
  return {.code = code,
          .offset = static_cast<std::uint32_t>(part.data() - whole.data()),
          .length = static_cast<std::uint32_t>(part.size()),
          .rule = describe(code).rule};
}

constexpr CharClass host_end_excluded = CharClass::host | CharClass::token;

std::string_view take_host(Cursor& in) {
  const std::size_t start = in.offset();
  if (in.at('[')) {
    const std::size_t close = in.rest().find(']');
    in.seek(close == std::string_view::npos ? in.text().size() : start + close + 1);
  } else {
    in.take(host_end_excluded);
  }
  return in.since(start);
}

/// From the first ';' on; parameters of a field begin there.
Parameters parameters_from(Cursor& in) {
  const std::size_t semicolon = in.rest().find(';');
  return semicolon == std::string_view::npos ? Parameters()
                                             : Parameters(in.rest().substr(semicolon));
}

}  // namespace

Result<Via> parse_via(std::string_view element) {
  Cursor in(element);
  Via via;
  via.raw = trim(element);
  in.skip_white();
  via.protocol_name = in.take(CharClass::token);
  const bool slash_1 = in.skip_separator('/');
  via.protocol_version = in.take(CharClass::token);
  const bool slash_2 = in.skip_separator('/');
  via.transport = in.take(CharClass::token);
  if (!slash_1 || !slash_2 || via.transport.empty()) {
    return error_at(in, DefectCode::via_protocol_invalid);
  }
  if (!in.skip_white()) {
    return error_at(in, DefectCode::via_sent_by_missing);
  }
  via.host = take_host(in);
  if (via.host.empty()) {
    return error_at(in, DefectCode::via_sent_by_missing);
  }
  if (in.skip_separator(':')) {
    const std::string_view digits = in.take(CharClass::digit);
    const Number port = read_number(digits, 65535);
    if (!port.ok()) {
      return error_in(element, digits, DefectCode::via_port_invalid);
    }
    via.port = static_cast<std::uint16_t>(port.value);
  }
  via.parameters = parameters_from(in);
  return via;
}

namespace {

Result<NameAddr> parse_bracketed(std::string_view element, std::size_t open,
                                 std::string_view display_name) {
  NameAddr address;
  address.raw = trim(element);
  address.display_name = trim(display_name);
  address.bracketed = true;
  const std::size_t close = element.find('>', open);
  if (close == std::string_view::npos) {
    return error_in(element, element.substr(open), DefectCode::angle_bracket_unclosed);
  }
  address.uri = trim(element.substr(open + 1, close - open - 1));
  if (address.uri.empty()) {
    return error_in(element, element.substr(open, close - open + 1), DefectCode::address_missing);
  }
  Cursor in(element);
  in.seek(close + 1);
  address.parameters = parameters_from(in);
  return address;
}

}  // namespace

Result<NameAddr> parse_name_addr(std::string_view element) {
  Cursor in(element);
  in.skip_white();
  const std::size_t start = in.offset();
  if (in.at('"')) {
    if (in.skip_quoted_string() != Delimited::ok) {
      return error_at(in, DefectCode::quoted_string_unclosed);
    }
    const std::string_view display_name = in.since(start);
    in.skip_white();
    if (!in.at('<')) {
      return error_at(in, DefectCode::angle_bracket_missing);
    }
    return parse_bracketed(element, in.offset(), display_name);
  }
  const std::size_t mark = element.find_first_of("<;", start);
  if (mark != std::string_view::npos && element[mark] == '<') {
    return parse_bracketed(element, mark, element.substr(start, mark - start));
  }
  NameAddr address;
  address.raw = trim(element);
  address.uri = trim(element.substr(start, mark == std::string_view::npos ? mark : mark - start));
  address.wildcard = address.uri == "*";
  if (address.uri.empty()) {
    return error_at(in, DefectCode::address_missing);
  }
  in.seek(mark == std::string_view::npos ? element.size() : mark);
  address.parameters = parameters_from(in);
  return address;
}

Result<CSeq> parse_cseq(std::string_view value) {
  Cursor in(value);
  in.skip_white();
  const std::size_t start = in.offset();
  const Number number = read_number(in.take(CharClass::digit));
  if (!number.ok()) {
    in.seek(start);
    return error_at(in, number.fault == NumberFault::too_large
                            ? DefectCode::cseq_number_out_of_range
                            : DefectCode::cseq_number_invalid);
  }
  const bool gap = in.skip_white();
  const std::string_view method = in.take(CharClass::token);
  if (!gap || method.empty()) {
    return error_at(in, DefectCode::cseq_method_missing);
  }
  return CSeq{.number = number.value, .method = method};
}

Result<MediaType> parse_media_type(std::string_view value) {
  Cursor in(value);
  MediaType media;
  in.skip_white();
  media.type = in.take(CharClass::token);
  const bool slash = in.skip_separator('/');
  media.subtype = in.take(CharClass::token);
  if (media.type.empty() || !slash || media.subtype.empty()) {
    return error_at(in, DefectCode::media_type_invalid);
  }
  media.parameters = parameters_from(in);
  return media;
}

Result<std::uint32_t> parse_number(std::string_view value, std::uint32_t max) {
  const std::string_view digits = trim(value);
  const Number number = read_number(digits, max);
  if (!number.ok()) {
    return error_in(value, digits,
                    number.fault == NumberFault::too_large ? DefectCode::number_out_of_range
                                                           : DefectCode::number_invalid);
  }
  return number.value;
}

}  // namespace sipspec::stack
