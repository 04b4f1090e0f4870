// Values of header fields against their grammar (RFC 3261 section 25.1 and 20). One rule a header
// field; faults that have a clause of their own stand above them.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {
namespace {

using stack::DefectCode;
using stack::HeaderName;

/// Faults that are one clause wherever they stand.
enum class Clause : std::uint8_t { grammar, joined, parameter_twice, brackets, received, ipv6 };

Clause clause_of(DefectCode code) {
  switch (code) {
    case DefectCode::auth_joined:
      return Clause::joined;
    case DefectCode::parameter_repeated:
    case DefectCode::uri_parameter_repeated:
      return Clause::parameter_twice;
    case DefectCode::address_needs_brackets:
      return Clause::brackets;
    case DefectCode::via_received_brackets:
      return Clause::received;
    case DefectCode::ipv6_invalid:
    case DefectCode::uri_ipv6_invalid:
      return Clause::ipv6;
    default:
      return Clause::grammar;
  }
}

bool has_own_row(HeaderName name);

/// The fault came with the request and was copied, as it had to be.
bool copied_from_request(const Judgement& judgement, HeaderName name) {
  constexpr std::array copied{HeaderName::via,     HeaderName::from, HeaderName::to,
                              HeaderName::call_id, HeaderName::cseq, HeaderName::timestamp};
  const Observed* request = judgement.request();
  if (request == nullptr || std::find(copied.begin(), copied.end(), name) == copied.end()) {
    return false;
  }
  const auto defects = request->value_defects.span();
  return std::any_of(defects.begin(), defects.end(),
                     [name](const stack::Defect& defect) { return defect.header == name; });
}

void report(Judgement& judgement, const stack::Defect& defect) {
  const stack::DefectInfo& info = stack::describe(defect.code);
  const stack::Message& message = judgement.message();
  std::string row;
  for (const stack::HeaderField& field : message.header_fields()) {
    if (defect.offset >= field.name_offset && defect.offset < field.row_end) {
      row = fmt::format("{}: {}", shown(message.name(field)), shown(message.value(field)));
    }
  }
  const std::string_view field = stack::canonical_name(defect.header);
  judgement.violated(fmt::format("{}{}{}", field, field.empty() ? "" : ": ", info.sentence),
                     {fmt::format("the grammar of {} ({})", info.rule, info.clause)}, row,
                     {defect.offset, defect.length});
}

/// Reports the first fault that `belongs`.
template <class Belongs>
void first_fault(Judgement& judgement, Belongs belongs) {
  for (const stack::Defect& defect : judgement.seen().value_defects.span()) {
    if (belongs(defect) && !copied_from_request(judgement, defect.header)) {
      report(judgement, defect);
      return;
    }
  }
}

template <Clause clause>
void no_fault_of(Judgement& judgement) {
  first_fault(judgement,
              [](const stack::Defect& defect) { return clause_of(defect.code) == clause; });
}

template <HeaderName name>
void value_in_grammar(Judgement& judgement) {
  first_fault(judgement, [](const stack::Defect& defect) {
    return defect.header == name && clause_of(defect.code) == Clause::grammar;
  });
}

void content_length_in_grammar(Judgement& judgement) {
  for (const stack::Defect& defect : judgement.message().defects()) {
    if (defect.code == DefectCode::content_length_invalid ||
        defect.code == DefectCode::content_length_negative ||
        defect.code == DefectCode::content_length_overflow) {
      report(judgement, defect);
      return;
    }
  }
  value_in_grammar<HeaderName::content_length>(judgement);
}

void other_values_in_grammar(Judgement& judgement) {
  first_fault(judgement, [](const stack::Defect& defect) {
    return !has_own_row(defect.header) && clause_of(defect.code) == Clause::grammar;
  });
}

struct FieldRule {
  Rule rule;
  HeaderName field;
};

template <HeaderName name>
constexpr FieldRule grammar_rule(std::string_view rule, std::string_view requirement) {
  return {{{rule, requirement, Scope::any_message},
           name == HeaderName::content_length ? content_length_in_grammar : value_in_grammar<name>},
          name};
}

constexpr FieldRule field_rules[] = {
    grammar_rule<HeaderName::accept>("grammar-accept", "RFC3261-20.1-02"),
    grammar_rule<HeaderName::accept_encoding>("grammar-accept-encoding", "RFC3261-20.2-01"),
    grammar_rule<HeaderName::accept_language>("grammar-accept-language", "RFC3261-20.3-01"),
    grammar_rule<HeaderName::alert_info>("grammar-alert-info", "RFC3261-20.4-01"),
    grammar_rule<HeaderName::allow>("grammar-allow", "RFC3261-20.5-01"),
    grammar_rule<HeaderName::authentication_info>("grammar-authentication-info", "RFC3261-20.6-01"),
    grammar_rule<HeaderName::authorization>("grammar-authorization", "RFC3261-20.7-01"),
    grammar_rule<HeaderName::call_id>("grammar-call-id", "RFC3261-20.8-01"),
    grammar_rule<HeaderName::call_info>("grammar-call-info", "RFC3261-20.9-01"),
    grammar_rule<HeaderName::contact>("grammar-contact", "RFC3261-20.10-02"),
    grammar_rule<HeaderName::content_disposition>("grammar-content-disposition",
                                                  "RFC3261-20.11-02"),
    grammar_rule<HeaderName::content_encoding>("grammar-content-encoding", "RFC3261-20.12-01"),
    grammar_rule<HeaderName::content_language>("grammar-content-language", "RFC3261-20.13-01"),
    grammar_rule<HeaderName::content_length>("grammar-content-length", "RFC3261-20.14-04"),
    grammar_rule<HeaderName::content_type>("grammar-content-type", "RFC3261-20.15-01"),
    grammar_rule<HeaderName::cseq>("grammar-cseq", "RFC3261-20.16-02"),
    grammar_rule<HeaderName::date>("grammar-date", "RFC3261-20.17-01"),
    grammar_rule<HeaderName::error_info>("grammar-error-info", "RFC3261-20.18-01"),
    grammar_rule<HeaderName::expires>("grammar-expires", "RFC3261-20.19-01"),
    grammar_rule<HeaderName::from>("grammar-from", "RFC3261-20.20-02"),
    grammar_rule<HeaderName::in_reply_to>("grammar-in-reply-to", "RFC3261-20.21-01"),
    grammar_rule<HeaderName::max_forwards>("grammar-max-forwards", "RFC3261-20.22-01"),
    grammar_rule<HeaderName::min_expires>("grammar-min-expires", "RFC3261-20.23-01"),
    grammar_rule<HeaderName::mime_version>("grammar-mime-version", "RFC3261-20.24-01"),
    grammar_rule<HeaderName::organization>("grammar-organization", "RFC3261-20.25-01"),
    grammar_rule<HeaderName::priority>("grammar-priority", "RFC3261-20.26-01"),
    grammar_rule<HeaderName::proxy_authenticate>("grammar-proxy-authenticate", "RFC3261-20.27-01"),
    grammar_rule<HeaderName::proxy_authorization>("grammar-proxy-authorization",
                                                  "RFC3261-20.28-01"),
    grammar_rule<HeaderName::proxy_require>("grammar-proxy-require", "RFC3261-20.29-01"),
    grammar_rule<HeaderName::record_route>("grammar-record-route", "RFC3261-20.30-01"),
    grammar_rule<HeaderName::reply_to>("grammar-reply-to", "RFC3261-20.31-01"),
    grammar_rule<HeaderName::require>("grammar-require", "RFC3261-20.32-01"),
    grammar_rule<HeaderName::retry_after>("grammar-retry-after", "RFC3261-20.33-01"),
    grammar_rule<HeaderName::route>("grammar-route", "RFC3261-20.34-01"),
    grammar_rule<HeaderName::server>("grammar-server", "RFC3261-20.35-01"),
    grammar_rule<HeaderName::subject>("grammar-subject", "RFC3261-20.36-01"),
    grammar_rule<HeaderName::supported>("grammar-supported", "RFC3261-20.37-01"),
    grammar_rule<HeaderName::timestamp>("grammar-timestamp", "RFC3261-20.38-01"),
    grammar_rule<HeaderName::to>("grammar-to", "RFC3261-20.39-01"),
    grammar_rule<HeaderName::unsupported>("grammar-unsupported", "RFC3261-20.40-01"),
    grammar_rule<HeaderName::user_agent>("grammar-user-agent", "RFC3261-20.41-01"),
    grammar_rule<HeaderName::via>("grammar-via", "RFC3261-20.42-02"),
    grammar_rule<HeaderName::warning>("grammar-warning", "RFC3261-20.43-01"),
    grammar_rule<HeaderName::www_authenticate>("grammar-www-authenticate", "RFC3261-20.44-01"),
};

bool has_own_row(HeaderName name) {
  return std::any_of(std::begin(field_rules), std::end(field_rules),
                     [name](const FieldRule& row) { return row.field == name; });
}

constexpr std::array general{
    Rule{{"credentials-not-joined", "RFC3261-7.3.1-02", Scope::any_message},
         no_fault_of<Clause::joined>},
    Rule{{"parameter-once", "RFC3261-7.3.1-05", Scope::any_message},
         no_fault_of<Clause::parameter_twice>},
    Rule{{"address-in-brackets", "RFC3261-20.10-01", Scope::any_message},
         no_fault_of<Clause::brackets>},
    Rule{{"received-without-brackets", "RFC5118-4.5-02", Scope::any_message},
         no_fault_of<Clause::received>},
    Rule{{"ipv6-grammar", "RFC5954-4.1-01", Scope::any_message}, no_fault_of<Clause::ipv6>},
    Rule{{"grammar", "RFC3261-25.1-01", Scope::any_message}, other_values_in_grammar},
};

constexpr auto all_grammar_rules = [] {
  std::array<Rule, std::size(field_rules) + general.size()> all{};
  std::size_t at = 0;
  for (const Rule& rule : general) {
    all[at++] = rule;
  }
  for (const FieldRule& row : field_rules) {
    all[at++] = row.rule;
  }
  return all;
}();

}  // namespace

std::span<const Rule> grammar_rules() {
  return all_grammar_rules;
}

}  // namespace sipspec::harness
