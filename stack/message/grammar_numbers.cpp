#include "stack/message/grammar.hpp"
#include "stack/message/grammar_rules.hpp"

#include <array>

namespace sipspec::stack::grammar {

namespace {

using enum DefectCode;

constexpr std::uint32_t any = 0xFFFFFFFFU;

constexpr std::array<ParameterRule, 2> session_parameters = {{
    {"refresher", [](Scanner& in) { return read_token(in, parameter_value_invalid); }},
    {"uui", read_gen_value},
}};

}  // namespace

// CSeq = 1*DIGIT LWS Method, the number below 2^31 (8.1.1.5)
bool cseq(Scanner& in) {
  if (!read_digits(in, {0x7FFFFFFFU, cseq_number_invalid, cseq_number_out_of_range})) {
    return false;
  }
  const bool gap = in.skip_white();
  if (in.at_end()) {
    return in.fail(cseq_method_missing);
  }
  if (!gap) {
    return in.fail(cseq_number_invalid);
  }
  return read_token(in, cseq_method_invalid) && (in.at_end() || in.fail(cseq_method_invalid));
}

bool delta_seconds(Scanner& in) {
  return read_delta_seconds(in) && (in.at_end() || in.fail(delta_seconds_invalid));
}

bool max_forwards(Scanner& in) {
  return read_digits(in, {255, max_forwards_invalid, max_forwards_out_of_range}) &&
         (in.at_end() || in.fail(max_forwards_invalid));
}

bool number(Scanner& in) {
  return read_digits(in, {any, number_invalid, number_out_of_range}) &&
         (in.at_end() || in.fail(number_invalid));
}

// The parser has judged it, since framing hangs on it.
bool content_length(Scanner&) {
  return true;
}

// RAck = response-num LWS CSeq-num LWS Method (RFC 3262 10)
bool rack(Scanner& in) {
  return read_digits(in, {any, rack_invalid, rack_invalid}) &&
         (in.skip_white() || in.fail(rack_invalid)) &&
         read_digits(in, {any, rack_invalid, rack_invalid}) &&
         (in.skip_white() || in.fail(rack_invalid)) && read_token(in, rack_invalid) &&
         (in.at_end() || in.fail(rack_invalid));
}

bool session_expires(Scanner& in) {
  return read_delta_seconds(in) && read_parameters(in, session_parameters) && read_end(in);
}

}  // namespace sipspec::stack::grammar
