#include "harness/engine/request_maker.hpp"

#include "harness/engine/message_rows.hpp"
#include "harness/engine/text_tools.hpp"
#include "stack/dialog/offer_answer.hpp"
#include "stack/message/fields.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

/// RFC 3428 section 8: a MESSAGE beyond this is the scenario's own doing.
constexpr std::size_t largest_plain_message = 1300;
constexpr std::size_t tag_length = 10;
constexpr std::size_t branch_length = 16;
constexpr std::size_t call_id_length = 20;
constexpr std::uint64_t cseq_range = 60000;
constexpr std::size_t cnonce_length = 16;

std::string sip_uri(std::string_view user, std::string_view host) {
  return user.empty() ? fmt::format("sip:{}", host) : fmt::format("sip:{}@{}", user, host);
}

/// RFC 3261 19.1.1; "tls" is deprecated and yet what tells it from TCP in a sip URI. RFC 7118 5.2
/// knows "ws" for both kinds of WebSocket.
std::string transport_parameter(const Parties& parties) {
  switch (parties.variant.transport) {
    case stack::Transport::udp:
      return {};
    case stack::Transport::tls:
      return parties.variant.scheme == Variant::Scheme::sips ? "" : ";transport=tls";
    case stack::Transport::wss:
      return ";transport=ws";
    default:
      return fmt::format(";transport={}", stack::to_string(parties.variant.transport));
  }
}

/// The URI of the device, with the scheme that it was named by.
std::string device_scheme(const Parties& parties, std::string uri) {
  return parties.variant.scheme == Variant::Scheme::sips ? uri.replace(0, 4, "sips:") : uri;
}

/// Lookup with the names of the message being made on top.
Lookup own_names(const RequestContext& context) {
  return [&context](std::string_view name) -> std::optional<std::string> {
    if (name == "branch") {
      return context.identifiers.branch;
    }
    if (name == "call-id") {
      return context.identifiers.call_id;
    }
    if (name == "from-tag") {
      return context.identifiers.from_tag;
    }
    if (name == "cseq") {
      return std::to_string(context.identifiers.cseq);
    }
    return context.lookup(name);
  };
}

class Maker {
 public:
  Maker(const SendStep& step, const RequestContext& context)
      : step_(&step), context_(&context), lookup_(own_names(context)) {}

  StepResult<MadeRequest> run() {
    MadeRequest made;
    made.deliberate = deliberate();
    if (step_->body) {
      auto body = make_body(*step_->body, lookup_, *context_->random);
      if (!body) {
        return body.error();
      }
      made.body = *std::move(body);
    } else if (offers()) {
      made.body = stack::session_offer(context_->parties.local);
    }
    made.octets = step_->raw ? text(*step_->raw, step_->place) : composed(made.body);
    if (step_->after_octets) {
      made.after = text(*step_->after_octets, step_->place);
    }
    if (!error_.sentence.empty()) {
      return error_;
    }
    made.deliberate = made.deliberate || made.octets.size() > largest_plain_message;
    return made;
  }

 private:
  bool deliberate() const {
    const bool odd_body = step_->body && !step_->body->content_type.empty() &&
                          !stack::parse_media_type(step_->body->content_type);
    const bool untyped = step_->body && step_->body->content_type.empty();
    return !step_->edits.empty() || step_->raw || step_->start_line || !step_->uri.empty() ||
           step_->content_length != "auto" || step_->after_octets ||
           !step_->together_with.empty() ||
           (step_->credentials && step_->credentials->deviates()) || !step_->same_as.empty() ||
           step_->line_end != "\r\n" || odd_body || untyped;
  }

  /// An INVITE has an offer and a Contact of its own, unless the author gives them.
  bool offers() const { return step_->method == "INVITE" && !step_->body && !step_->raw; }

  /// Expands, and keeps the first mistake with the place it was written at.
  std::string text(std::string_view written, const SourcePlace& place) {
    auto expanded = expand(written, lookup_, *context_->random, Escapes::decode);
    if (expanded) {
      return *std::move(expanded);
    }
    if (error_.sentence.empty()) {
      error_ = {.place = place, .sentence = expanded.error().sentence};
    }
    return {};
  }

  std::string request_uri() {
    if (context_->dialog != nullptr) {
      return context_->dialog->uri;
    }
    return step_->uri.empty() ? device_uri(context_->parties) : text(step_->uri, step_->place);
  }

  std::string start_line() {
    return step_->start_line ? text(*step_->start_line, step_->place)
                             : fmt::format("{} {} SIP/2.0", step_->method, request_uri());
  }

  void expand_in_place(std::optional<std::string>& written, const SourcePlace& place) {
    if (written) {
      written = text(*written, place);
    }
  }

  CredentialsSpec expanded(CredentialsSpec wish) {
    for (auto* const part :
         {&wish.user, &wish.password, &wish.realm, &wish.nonce, &wish.uri, &wish.method, &wish.nc,
          &wish.cnonce, &wish.body, &wish.algorithm, &wish.qop, &wish.response}) {
      expand_in_place(*part, wish.place);
    }
    return wish;
  }

  void add_credentials(MessageRows& rows, std::string_view body) {
    const CredentialsSpec wish = expanded(*step_->credentials);
    const auto row = make_credentials({.response = context_->challenge,
                                       .account = context_->account,
                                       .method = step_->method,
                                       .uri = request_uri(),
                                       .body = std::string(body),
                                       .cnonce = context_->random->token(cnonce_length)},
                                      wish, *context_->counts);
    if (row) {
      rows.add(row->field, row->value);
    } else if (error_.sentence.empty()) {
      error_ = {.place = wish.place, .sentence = std::string(nothing_to_answer)};
    }
  }

  void add_defaults(MessageRows& rows, std::string_view body) const {
    const Parties& parties = context_->parties;
    const Identifiers& ids = context_->identifiers;
    rows.add("Via",
             fmt::format("SIP/2.0/{} {};branch={}", stack::via_name(parties.variant.transport),
                         stack::to_string(parties.local), ids.branch));
    if (context_->dialog != nullptr) {
      for (const auto& [name, value] : context_->dialog->rows) {
        rows.add(name, value);
      }
    } else {
      rows.add("Max-Forwards", "70");
      rows.add("From", fmt::format("<{}>;tag={}", actor_identity(parties), ids.from_tag));
      rows.add("To", fmt::format("<{}>", device_identity(parties)));
      rows.add("Call-ID", ids.call_id);
      rows.add("CSeq", fmt::format("{} {}", ids.cseq, step_->method));
    }
    if (step_->method == "INVITE") {
      rows.add("Contact", fmt::format("<{}>", actor_contact(parties)));
    }
    if (offers()) {
      rows.add("Content-Type", stack::session_type);
    }
    if (step_->body && !step_->body->content_type.empty()) {
      rows.add("Content-Type", step_->body->content_type);
    }
    if (step_->content_length == "auto") {
      rows.add("Content-Length", std::to_string(body.size()));
    } else if (step_->content_length != "none") {
      rows.add("Content-Length", step_->content_length);
    }
  }

  std::string composed(std::string_view body) {
    MessageRows rows;
    add_defaults(rows, body);
    if (step_->credentials) {
      add_credentials(rows, body);
    }
    for (const FieldEdit& edit : step_->edits) {
      rows.apply(edit.kind, edit.name, text(edit.value, edit.place));
    }
    return rows.render(
        start_line(), body,
        {.compact = step_->compact, .fold = step_->fold, .line_end = step_->line_end});
  }

  const SendStep* step_;
  const RequestContext* context_;
  Lookup lookup_;
  StepError error_;
};

}  // namespace

Identifiers fresh_identifiers(Random& random, const stack::Address& local) {
  // The port keeps a second run with the same seed apart from the first: a device that still knows
  // that one would take it for a merged request (RFC 3261 8.2.2.2).
  return {.branch = "z9hG4bK" + random.token(branch_length),
          .call_id = random.token(call_id_length) + "@" + stack::to_string(local),
          .from_tag = random.token(tag_length),
          .cseq = static_cast<std::uint32_t>(1 + random.below(cseq_range))};
}

std::string device_uri(const Parties& parties) {
  const std::string host =
      parties.device_domain.empty() ? stack::to_string(parties.device) : parties.device_domain;
  return device_scheme(parties, sip_uri(parties.device_user, host)) + transport_parameter(parties);
}

std::string device_identity(const Parties& parties) {
  const std::string host =
      parties.device_domain.empty() ? stack::sip_host(parties.device) : parties.device_domain;
  return device_scheme(parties, sip_uri(parties.device_user, host));
}

std::string actor_identity(const Parties& parties) {
  return sip_uri(parties.user, stack::sip_host(parties.local));
}

std::string actor_contact(const Parties& parties) {
  return sip_uri(parties.user, stack::to_string(parties.local)) + transport_parameter(parties);
}

StepResult<MadeRequest> make_request(const SendStep& step, const RequestContext& context) {
  return Maker(step, context).run();
}

StepResult<std::string> make_body(const BodySpec& spec, const Lookup& lookup, Random& random) {
  std::string unit = spec.octets;
  if (spec.expand) {
    auto expanded = expand(spec.octets, lookup, random, Escapes::keep);
    if (!expanded) {
      return StepError{.place = spec.place, .sentence = expanded.error().sentence};
    }
    unit = *std::move(expanded);
  }
  if (!unit.empty() && spec.repeat > max_expansion / unit.size()) {
    return StepError{.place = spec.place,
                     .sentence = fmt::format("the body grows beyond {} octets", max_expansion)};
  }
  std::string out;
  out.reserve(unit.size() * spec.repeat);
  for (std::uint32_t i = 0; i < spec.repeat; ++i) {
    out += unit;
  }
  return out;
}

}  // namespace sipspec::harness
