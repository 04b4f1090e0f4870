#include "stack/agent/uas_pickiness.hpp"

#include "stack/body/cpim.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "stack/message/validate.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

#include <algorithm>
#include <array>

namespace sipspec::stack {
namespace {

template <class Predicate>
bool any_field(const Message& request, Predicate predicate) {
  const auto fields = request.header_fields();
  return std::any_of(fields.begin(), fields.end(), predicate);
}

bool has_any(const Message& request, std::initializer_list<HeaderName> names) {
  return std::any_of(names.begin(), names.end(),
                     [&request](HeaderName name) { return request.has(name); });
}

bool has_value_defect(const Message& request, HeaderName name) {
  const DefectList defects = validate(request);
  const auto all = defects.span();
  return std::any_of(all.begin(), all.end(),
                     [name](const Defect& defect) { return defect.header == name; });
}

bool has_scheme(const Message& request, HeaderName name, UriScheme scheme) {
  const auto address = parse_name_addr(request.value_of(name));
  const auto uri = address ? parse_uri(address->uri) : Result<Uri>(Uri{});
  return address && uri && uri->scheme == scheme;
}

bool is_usual_case(const Message& request, const HeaderField& field) {
  const std::string_view written = request.name(field);
  return field.id == HeaderName::unknown || field.compact || written == canonical_name(field.id);
}

bool beyond_ascii(std::string_view octets) {
  return std::any_of(octets.begin(), octets.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool lower_via_is_odd(const Message& request) {
  bool topmost = true;
  for (ListCursor vias(request, HeaderName::via); auto element = vias.next();) {
    const auto via = parse_via(*element);
    if (!topmost && via && !transport_from(via->transport)) {
      return true;
    }
    topmost = false;
  }
  return false;
}

bool via_has_spaces(const Message& request) {
  const std::string_view via = request.value_of(HeaderName::via);
  const std::size_t slash = via.find('/');
  return slash != std::string_view::npos && slash > 0 &&
         (via[slash - 1] == ' ' || (slash + 1 < via.size() && via[slash + 1] == ' '));
}

bool token_is_odd(std::string_view token) {
  return std::any_of(token.begin(), token.end(), [](char c) {
    return !(is(c, CharClass::alpha | CharClass::digit) || c == '-' || c == '.' || c == '@');
  });
}

/// One predicate a fault: true when the mutant refuses the request.
bool refuses(const Message& request, Transport transport, Fault fault) {
  switch (fault) {
    case Fault::utf8_refused:
      return beyond_ascii(request.body());
    case Fault::nul_in_body_refused:
      return request.body().find('\0') != std::string_view::npos;
    case Fault::contact_refused:
      return request.method() == "MESSAGE" && request.has(HeaderName::contact);
    case Fault::im_uri_refused:
      return has_scheme(request, HeaderName::to, UriScheme::im) ||
             has_scheme(request, HeaderName::from, UriScheme::im);
    case Fault::expires_refused:
      return request.value_of(HeaderName::expires) == "4294967295";
    case Fault::alert_info_refused:
      return request.has(HeaderName::alert_info);
    case Fault::optional_fields_refused:
      return has_any(request, {HeaderName::priority, HeaderName::organization,
                               HeaderName::in_reply_to, HeaderName::reply_to});
    case Fault::folding_refused:
      return any_field(request, [](const HeaderField& field) { return field.folded; });
    case Fault::names_case_sensitive:
      return any_field(
          request, [&request](const HeaderField& field) { return !is_usual_case(request, field); });
    case Fault::wrong_category_refused:
      return has_any(request, {HeaderName::server, HeaderName::www_authenticate,
                               HeaderName::unsupported, HeaderName::min_expires});
    case Fault::compact_forms_unknown:
      return any_field(request, [](const HeaderField& field) { return field.compact; });
    case Fault::unknown_header_refused:
      return any_field(request,
                       [](const HeaderField& field) { return field.id == HeaderName::unknown; });
    case Fault::malformed_subject_refused:
      return has_value_defect(request, HeaderName::subject) ||
             has_value_defect(request, HeaderName::date) ||
             has_value_defect(request, HeaderName::expires);
    case Fault::max_forwards_zero_refused:
      return request.value_of(HeaderName::max_forwards) == "0";
    case Fault::large_cseq_refused: {
      const auto sequence = cseq(request);
      return sequence && sequence->number > 0xFFFFU;
    }
    case Fault::tagless_from_refused: {
      const auto caller = from(request);
      return caller && caller->tag().empty();
    }
    case Fault::via_spaces_refused:
      return via_has_spaces(request);
    case Fault::unknown_via_transport_refused:
      return lower_via_is_odd(request);
    case Fault::missing_length_refused:
      return !is_reliable(transport) && !request.has(HeaderName::content_length);
    case Fault::long_fields_refused:
      return any_field(request, [](const HeaderField& field) { return field.value_length > 200; });
    case Fault::odd_tokens_refused:
      return token_is_odd(request.method()) || token_is_odd(call_id(request));
    case Fault::unknown_credentials_refused:
      return request.has(HeaderName::authorization);
    case Fault::unbracketed_display_name_refused: {
      const auto caller = from(request);
      return caller && caller->bracketed && !caller->display_name.empty() &&
             caller->display_name.data() + caller->display_name.size() + 1 == caller->uri.data();
    }
    case Fault::uri_parameter_refused: {
      const auto uri = parse_uri(request.request_uri());
      return uri && uri->parameters.has("sipspec");
    }
    default:
      return false;
  }
}

/// A CPIM body whose header does not end has no content that could be shown.
bool is_broken_cpim(std::string_view body) {
  BodyDefectSink sink(body);
  parse_cpim(body, {}, sink);
  return sink.has(BodyDefectCode::cpim_header_unclosed);
}

}  // namespace

std::optional<Refusal> refused_by_pickiness(const Message& request, Transport transport,
                                            Fault fault) {
  if (fault == Fault::bad_date_500 && has_value_defect(request, HeaderName::date)) {
    return Refusal{500, "Server Internal Error"};
  }
  const auto via = top_via(request);
  if (fault == Fault::cookie_only_500 && via && via->branch() == "z9hG4bK") {
    return Refusal{500, "Server Internal Error"};
  }
  if (fault == Fault::foreign_to_refused && !has_scheme(request, HeaderName::to, UriScheme::sip)) {
    return Refusal{404, "Not Found"};
  }
  if (fault == Fault::max_forwards_zero_refused && refuses(request, transport, fault)) {
    return Refusal{483, "Too Many Hops"};
  }
  return refuses(request, transport, fault) ? std::optional(Refusal{}) : std::nullopt;
}

TypeVerdict judge_type(const Message& request, Fault fault) {
  const auto type = content_type(request);
  if (!type) {
    // RFC 3428 leaves open what a body without Content-Type is; text is the useful reading.
    return TypeVerdict::accepted;
  }
  const bool strict_case = fault == Fault::content_type_case_sensitive;
  const auto same = [strict_case](std::string_view a, std::string_view b) {
    return strict_case ? a == b : equals_ignoring_case(a, b);
  };
  const bool text = same(type->type, "text") && same(type->subtype, "plain");
  const bool cpim = same(type->type, "message") && same(type->subtype, "cpim");
  const bool mixed = same(type->type, "multipart") && same(type->subtype, "mixed");
  if (text && fault == Fault::text_plain_refused) {
    return TypeVerdict::unknown;
  }
  if (text && fault == Fault::charset_refused && !type->parameters.text().empty()) {
    return TypeVerdict::unknown;
  }
  if (cpim && fault == Fault::cpim_500) {
    return TypeVerdict::crashes;
  }
  if (mixed && fault == Fault::multipart_500) {
    return TypeVerdict::crashes;
  }
  if (cpim && fault != Fault::malformed_cpim_accepted && is_broken_cpim(request.body())) {
    return TypeVerdict::malformed;
  }
  if (text || cpim || mixed) {
    return TypeVerdict::accepted;
  }
  return fault == Fault::unknown_type_500 ? TypeVerdict::crashes : TypeVerdict::unknown;
}

std::string_view disposition_handling(const Message& request) {
  const std::string_view value = request.value_of(HeaderName::content_disposition);
  const std::size_t semicolon = value.find(';');
  return semicolon == std::string_view::npos
             ? std::string_view{}
             : Parameters(value.substr(semicolon)).value("handling");
}

std::string unescape(std::string_view text) {
  const auto digit = [](char c) -> int {
    if (is(c, CharClass::digit)) {
      return c - '0';
    }
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
    if (escape) {
      plain += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

}  // namespace sipspec::stack
