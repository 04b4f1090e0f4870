#pragma once

// The pieces that header field grammars are made of (RFC 3261 25.1), and the table of the grammars.
// Not part of the public interface of stack/message.

#include "stack/message/scanner.hpp"
#include "stack/text/number.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace sipspec::stack {

/// Judges one value from its first octet; see Scanner for the meaning of the result.
using GrammarRule = bool (*)(Scanner&);

/// The grammar of the values of a header field; for an unknown one that of extension-header.
GrammarRule grammar_of(HeaderName name) noexcept;

bool read_token(Scanner& in, DefectCode code = DefectCode::token_invalid);
bool read_quoted_string(Scanner& in);
bool read_token_or_quoted_string(Scanner& in);
/// gen-value = token / host / quoted-string
bool read_gen_value(Scanner& in);
bool read_comment(Scanner& in);
/// host, with `code` for what is none of the three forms; IPv6 faults have a code of their own.
bool read_host(Scanner& in, DefectCode code = DefectCode::host_invalid);

struct NumberRule {
  std::uint32_t max;
  DefectCode invalid, out_of_range;
};

/// 1*DIGIT up to a bound.
bool read_digits(Scanner& in, const NumberRule& rule);
bool read_delta_seconds(Scanner& in);
bool read_qvalue(Scanner& in);
/// absoluteURI or SIP-URI in `text`, which starts at `begin`. Its faults are recorded.
void judge_uri(Scanner& in, std::size_t begin, std::string_view text);
/// LAQUOT URI RAQUOT
bool read_bracketed_uri(Scanner& in);

enum class ValueNeed : std::uint8_t { optional, required };

/// A parameter with a form of its own.
struct ParameterRule {
  std::string_view name;
  GrammarRule value;
  DefectCode fault =
      DefectCode::parameter_value_invalid;  ///< the value is missing or has a wrong end
  ValueNeed need = ValueNeed::required;
};

/// *( SEMI parameter ); those without a rule are generic-param, or need a value where
/// `others` says so.
bool read_parameters(Scanner& in, std::span<const ParameterRule> rules,
                     ValueNeed others = ValueNeed::optional);

enum class ListNeed : std::uint8_t { may_be_empty, at_least_one };

/// element *( COMMA element ). Each element can have a defect of its own.
bool read_list(Scanner& in, GrammarRule element, ListNeed need = ListNeed::at_least_one);

/// Nothing follows but white space.
bool read_end(Scanner& in);

}  // namespace sipspec::stack
