#include "stack/agent/response_maker.hpp"

#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"
#include "stack/transaction/via_rules.hpp"

#include <algorithm>
#include <vector>

namespace sipspec::stack {
namespace {

std::vector<std::string> via_values(const Message& request) {
  std::vector<std::string> values;
  for (ListCursor vias(request, HeaderName::via); auto element = vias.next();) {
    values.emplace_back(*element);
  }
  return values;
}

/// ";received=..." and the like taken off a Via value.
std::string without_parameter(std::string_view value, std::string_view name) {
  const auto via = parse_via(value);
  if (!via) {
    return std::string(value);
  }
  const std::string_view parameters = via->parameters.text();
  std::string text(value.substr(0, value.size() - parameters.size()));
  std::string_view rest = parameters;
  while (const auto parameter = Parameters::next(rest)) {
    if (!equals_ignoring_case(parameter->name, name)) {
      text += ';';
      text += parameter->name;
      text += parameter->has_value ? "=" + std::string(parameter->value) : "";
    }
  }
  return text;
}

std::string branch_only(std::string_view value) {
  const auto via = parse_via(value);
  if (!via) {
    return std::string(value);
  }
  const std::string_view parameters = via->parameters.text();
  return std::string(value.substr(0, value.size() - parameters.size())) +
         ";branch=" + std::string(via->branch());
}

std::string top_via_value(const Message& request, const ResponseContext& context, Fault fault) {
  const auto via = top_via(request);
  if (!via) {
    return std::string(request.value_of(HeaderName::via));
  }
  std::string value = stamped_via(*via, context.source);
  switch (fault) {
    case Fault::rport_not_filled: {
      const std::string filled = ";rport=" + std::to_string(context.source.port);
      const std::size_t at = value.find(filled);
      return at == std::string::npos ? value : value.replace(at, filled.size(), ";rport");
    }
    case Fault::received_missing_with_rport:
      return via->parameters.has("rport") ? without_parameter(value, "received") : value;
    case Fault::received_missing:
      return without_parameter(value, "received");
    case Fault::trusts_forged_rport:
      return via->parameters.value("rport").empty() ? value : std::string(via->raw);
    case Fault::via_parameters_dropped:
      return branch_only(value);
    case Fault::via_branch_changed:
      return without_parameter(value, "branch") + ";branch=z9hG4bKother";
    default:
      return value;
  }
}

void put_vias(MessageBuilder& response, const Message& request, const ResponseContext& context,
              Fault fault) {
  std::vector<std::string> values = via_values(request);
  response.remove("Via");
  if (values.empty() || fault == Fault::via_missing) {
    return;
  }
  values.front() = top_via_value(request, context, fault);
  if (fault == Fault::via_only_topmost) {
    values.resize(1);
  }
  if (fault == Fault::via_order_reversed) {
    std::reverse(values.begin(), values.end());
  }
  for (auto value = values.rbegin(); value != values.rend(); ++value) {
    response.add_first("Via", *value);
  }
}

std::string with_tag(std::string_view value, std::string_view tag) {
  const auto address = parse_name_addr(value);
  if (!address) {
    return std::string(value);
  }
  const std::string_view parameters = address->parameters.text();
  return std::string(value.substr(0, value.size() - parameters.size())) +
         ";tag=" + std::string(tag);
}

/// Faults in the fields that are copied.
void spoil_copies(MessageBuilder& response, const Message& request, const ResponseContext& context,
                  Fault fault) {
  switch (fault) {
    case Fault::from_tag_changed:
      response.set("From", with_tag(request.value_of(HeaderName::from), "changed"));
      break;
    case Fault::call_id_changed:
      response.set("Call-ID", "changed-" + std::string(call_id(request)));
      break;
    case Fault::call_id_lower_case:
      response.set("Call-ID", to_lower(call_id(request)));
      break;
    case Fault::cseq_number_changed:
      response.set("CSeq", "999 " + std::string(request.method()));
      break;
    case Fault::cseq_method_changed: {
      const auto sequence = cseq(request);
      response.set("CSeq", std::to_string(sequence ? sequence->number : 1) + " INVITE");
      break;
    }
    case Fault::second_cseq:
      response.add("CSeq", "2 MESSAGE");
      break;
    case Fault::to_uri_changed:
      response.set(
          "To", "<sip:device@" + sip_host(context.local) + ">;tag=" + std::string(context.to_tag));
      break;
    case Fault::to_tag_replaced: {
      const auto target = to(request);
      if (target && !target->tag().empty()) {
        response.set("To", with_tag(request.value_of(HeaderName::to), context.random));
      }
      break;
    }
    default:
      break;
  }
}

/// Header fields that do not belong there, or not so.
void add_foreign_fields(MessageBuilder& response, const Message& request, const Answer& answer,
                        const ResponseContext& context, Fault fault) {
  const bool accepted = answer.status / 100 == 2 && request.method() == "MESSAGE";
  const std::string own =
      "<sip:" + std::string(context.user) + "@" + to_string(context.local) + ">";
  switch (fault) {
    case Fault::contact_in_2xx:
      accepted ? response.add("Contact", own) : response;
      break;
    case Fault::accept_in_2xx:
      accepted ? response.add("Accept", "text/plain") : response;
      break;
    case Fault::record_route_in_2xx:
      accepted ? response.add("Record-Route", "<sip:192.0.2.5;lr>") : response;
      break;
    case Fault::request_field_in_response:
      response.add("Max-Forwards", "70");
      break;
    case Fault::unsupported_in_2xx:
      accepted ? response.add("Unsupported", "x-anything") : response;
      break;
    case Fault::require_in_response:
      response.add("Require", "100rel");
      break;
    case Fault::date_in_local_time:
      response.add("Date", "Thu, 01 Jan 2026 12:00:00 CET");
      break;
    case Fault::malformed_allow:
      response.set("Allow", "\"MESSAGE\", OPTIONS");
      break;
    case Fault::malformed_warning:
      response.add("Warning", "399 \"no agent here\"");
      break;
    case Fault::malformed_server:
      response.set("Server", "device/1 (unbalanced");
      break;
    case Fault::unquoted_display_name:
      response.add("Reply-To", "Doe, Jane " + own);
      break;
    default:
      break;
  }
}

std::string line_feeds_only(std::string octets) {
  std::erase(octets, '\r');
  return octets;
}

/// Faults of the octets as a whole.
std::string spoil_octets(std::string octets, Fault fault) {
  const std::size_t end = octets.find("\r\n");
  switch (fault) {
    case Fault::version_3:
      return octets.replace(0, 7, "SIP/3.0");
    case Fault::version_lower_case:
      return octets.replace(0, 7, "sip/2.0");
    case Fault::no_space_after_status:
      return octets.replace(11, end - 11, "");
    case Fault::status_out_of_range:
      return octets.replace(8, 3, "799");
    case Fault::bare_line_feeds:
      return line_feeds_only(std::move(octets));
    default:
      return octets;
  }
}

void put_body(MessageBuilder& response, const Message& request, const Answer& answer, Fault fault) {
  const bool accepted = answer.status / 100 == 2 && request.method() == "MESSAGE";
  if (fault == Fault::body_in_2xx && accepted) {
    response.body("thank you", "text/plain");
  } else if (fault == Fault::content_length_too_small && answer.status == 415) {
    response.body("This type is not known here.", "text/plain");
  } else if (!answer.body.empty()) {
    response.body(answer.body, answer.content_type);
  }
}

}  // namespace

std::string make_response(const Message& request, const Answer& answer,
                          const ResponseContext& context, Fault fault) {
  MessageBuilder response =
      MessageBuilder::response_to(request, answer.status, answer.reason, context.to_tag);
  put_vias(response, request, context, fault);
  spoil_copies(response, request, context, fault);
  for (const auto& [name, value] : answer.fields) {
    response.add(name, value);
  }
  response.add("Server", "sipspec-device");
  add_foreign_fields(response, request, answer, context, fault);
  put_body(response, request, answer, fault);
  ContentLength mode = ContentLength::computed;
  if (fault == Fault::no_content_length) {
    response.remove("Content-Length");
    mode = ContentLength::as_given;
  } else if (fault == Fault::content_length_too_large) {
    response.set("Content-Length", "500");
    mode = ContentLength::as_given;
  } else if (fault == Fault::content_length_too_small && answer.status == 415) {
    response.set("Content-Length", "10");
    mode = ContentLength::as_given;
  }
  return spoil_octets(response.serialize(mode), fault);
}

}  // namespace sipspec::stack
