// What a response copies from the request it answers (RFC 3261 8.2.6.2), compared as
// echo.hpp says. Via lines are compared with received and rport of the topmost left to the path
// rules.
//
// A value outside its grammar is the grammar rule's; it is not compared again here.

#include "harness/monitor/echo.hpp"
#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

#include <vector>

namespace sipspec::harness {
namespace {

using stack::HeaderName;

bool has_value_defect(const Observed& seen, HeaderName name) {
  for (const stack::Defect& defect : seen.value_defects.span()) {
    if (defect.header == name) {
      return true;
    }
  }
  return false;
}

/// There is a readable request to compare with, and its field of that name is sound.
bool comparable(const Judgement& judgement, HeaderName name) {
  const Observed* request = judgement.request();
  return request != nullptr && request->message.has(name) && !has_value_defect(*request, name);
}

/// Calls `equal(value)` for each row of that name; true when one fits.
template <class Equal>
bool any_row(const stack::Message& message, HeaderName name, Equal equal) {
  for (const stack::HeaderField& field : message.header_fields()) {
    if (field.id == name && equal(message.value(field))) {
      return true;
    }
  }
  return false;
}

void report(Judgement& judgement, HeaderName name) {
  const stack::Message& request = judgement.request()->message;
  const std::string field(stack::canonical_name(name));
  if (!judgement.message().has(name)) {
    judgement.violated(fmt::format("{} is missing", field),
                       {fmt::format("{}: {}", field, shown(request.value_of(name)))},
                       fmt::format("no {}", field), judgement.start_line());
    return;
  }
  judgement.violated(fmt::format("{} is not that of the request", field),
                     {fmt::format("{}: {}", field, shown(request.value_of(name)))},
                     fmt::format("{}: {}", field, shown(judgement.message().value_of(name))),
                     judgement.row(name));
}

std::vector<std::string_view> elements(const stack::Message& message, HeaderName name) {
  std::vector<std::string_view> all;
  for (stack::ListCursor cursor(message, name); auto element = cursor.next();) {
    all.push_back(*element);
  }
  return all;
}

std::string joined(const std::vector<std::string_view>& parts) {
  std::string text;
  for (const std::string_view part : parts) {
    text += text.empty() ? "" : ", ";
    text += shown(part);
  }
  return text;
}

void via_echo(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::via) ||
      has_value_defect(judgement.seen(), HeaderName::via)) {
    return;
  }
  const auto sent = elements(judgement.request()->message, HeaderName::via);
  const auto got = elements(judgement.message(), HeaderName::via);
  const auto complain = [&](std::string sentence, Place place) {
    judgement.violated(std::move(sentence), {"Via: " + joined(sent)},
                       got.empty() ? "no Via" : "Via: " + joined(got), place);
  };
  if (sent.size() != got.size()) {
    complain(got.empty() ? "Via is missing"
                         : fmt::format("{} Via values of the request came back as {}", sent.size(),
                                       got.size()),
             judgement.row(HeaderName::via));
    return;
  }
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const auto a = stack::parse_via(sent[i]);
    const auto b = stack::parse_via(got[i]);
    if (a && b && !same_via(*a, *b, i == 0 ? ViaPlace::topmost : ViaPlace::below)) {
      const bool branch = a->branch() != b->branch() && sent.size() == 1;
      complain(branch ? "the Via branch is not that of the request"
                      : fmt::format("Via value {} is not that of the request", i + 1),
               judgement.of(got[i]));
      return;
    }
  }
}

void from_echo(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::from) ||
      has_value_defect(judgement.seen(), HeaderName::from)) {
    return;
  }
  const std::string_view sent = judgement.request()->message.value_of(HeaderName::from);
  const auto equal = [sent](std::string_view got) {
    return same_address(sent, got, EchoedTag::compared);
  };
  const auto request_from = stack::from(judgement.request()->message);
  const auto got = stack::from(judgement.message());
  const bool tag_added = got && request_from && request_from->tag().empty() && !got->tag().empty();
  if (!any_row(judgement.message(), HeaderName::from, equal) || tag_added) {
    report(judgement, HeaderName::from);
  }
}

void call_id_echo(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::call_id) ||
      has_value_defect(judgement.seen(), HeaderName::call_id)) {
    return;
  }
  const std::string_view sent = judgement.request()->message.value_of(HeaderName::call_id);
  const auto equal = [sent](std::string_view got) { return got == sent; };
  if (!any_row(judgement.message(), HeaderName::call_id, equal)) {
    report(judgement, HeaderName::call_id);
  }
}

void cseq_echo(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::cseq) ||
      has_value_defect(judgement.seen(), HeaderName::cseq)) {
    return;
  }
  const std::string_view sent = judgement.request()->message.value_of(HeaderName::cseq);
  const auto equal = [sent](std::string_view got) { return same_cseq(sent, got); };
  if (!any_row(judgement.message(), HeaderName::cseq, equal)) {
    report(judgement, HeaderName::cseq);
  }
}

void to_uri_and_tag(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::to) ||
      has_value_defect(judgement.seen(), HeaderName::to)) {
    return;
  }
  const std::string_view sent = judgement.request()->message.value_of(HeaderName::to);
  const auto equal = [sent](std::string_view got) {
    return same_address(sent, got, EchoedTag::ignored);
  };
  if (!any_row(judgement.message(), HeaderName::to, equal)) {
    report(judgement, HeaderName::to);
    return;
  }
  const auto request_to = stack::to(judgement.request()->message);
  const auto to = stack::to(judgement.message());
  const bool tagless = to && to->tag().empty() && request_to && request_to->tag().empty();
  if (tagless && judgement.message().status() != 100) {
    judgement.violated("To has no tag", {"To with a tag parameter"},
                       "To: " + shown(judgement.message().value_of(HeaderName::to)),
                       judgement.row(HeaderName::to));
  }
}

/// An earlier response to the same request that has a To tag, other than a 100.
const Observed* earlier_tagged(const Judgement& judgement) {
  for (const Observed& other : judgement.exchange().messages()) {
    if (other.index >= judgement.seen().index) {
      break;
    }
    const bool same_request = other.message.is_response() &&
                              judgement.exchange().request_of(other) == judgement.request();
    const auto to = stack::to(other.message);
    if (same_request && other.message.status() != 100 && to && !to->tag().empty()) {
      return &other;
    }
  }
  return nullptr;
}

void to_tag_stays(Judgement& judgement) {
  const auto to = stack::to(judgement.message());
  if (judgement.request() == nullptr || !to || to->tag().empty() ||
      judgement.message().status() == 100) {
    return;
  }
  const Observed* earlier = earlier_tagged(judgement);
  if (earlier == nullptr) {
    return;
  }
  const std::string first(stack::to(earlier->message)->tag());
  if (first != to->tag()) {
    judgement.violated("the To tag differs from that of an earlier response to this request",
                       {"tag=" + shown(first)}, "tag=" + shown(to->tag()), judgement.of(to->tag()));
  }
}

void to_tag_of_request_kept(Judgement& judgement) {
  if (!comparable(judgement, HeaderName::to)) {
    return;
  }
  const auto sent = stack::to(judgement.request()->message);
  const auto got = stack::to(judgement.message());
  if (sent && got && !sent->tag().empty() && sent->tag() != got->tag()) {
    judgement.violated("the To tag of the request was changed", {"tag=" + shown(sent->tag())},
                       got->tag().empty() ? "no tag" : "tag=" + shown(got->tag()),
                       judgement.row(HeaderName::to));
  }
}

void to_tag_can_be_random(Judgement& judgement) {
  // token has 77 characters: five of them hold less than 32 bits (RFC 3261 19.3).
  constexpr std::size_t shortest = 6;
  const auto sent =
      judgement.request() == nullptr ? std::nullopt : stack::to(judgement.request()->message);
  const auto got = stack::to(judgement.message());
  const bool own_tag = got && !got->tag().empty() && (!sent || sent->tag().empty());
  if (own_tag && got->tag().size() < shortest) {
    judgement.violated("the To tag is too short to hold 32 random bits",
                       {fmt::format("a tag of {} characters or more", shortest)},
                       "tag=" + shown(got->tag()), judgement.of(got->tag()));
  }
}

void answers_a_request(Judgement& judgement) {
  if (judgement.request() == nullptr && judgement.seen().association != Association::decoy) {
    judgement.violated("a response to no request that was sent",
                       {"a response that copies Via, From, Call-ID and CSeq of a pending request"},
                       shown(judgement.message().start_line()), judgement.start_line());
  }
}

constexpr Rule rules[] = {
    {{"response-answers-request", "RFC3261-8.2.6.2-06", Scope::response}, answers_a_request},
    {{"via-echo", "RFC3261-8.2.6.2-01", Scope::response}, via_echo},
    {{"from-echo", "RFC3261-8.2.6.2-01", Scope::response}, from_echo},
    {{"call-id-echo", "RFC3261-8.2.6.2-01", Scope::response}, call_id_echo},
    {{"cseq-echo", "RFC3261-8.2.6.2-01", Scope::response}, cseq_echo},
    {{"to-echo", "RFC3261-8.2.6.2-02", Scope::response}, to_uri_and_tag},
    {{"to-tag-stays", "RFC3261-8.2.6.2-02", Scope::response}, to_tag_stays},
    {{"to-tag-kept", "RFC3261-8.2.6.2-03", Scope::response}, to_tag_of_request_kept},
    {{"to-tag-random", "RFC3261-19.3-01", Scope::response}, to_tag_can_be_random},
};

}  // namespace

std::span<const Rule> echo_rules() {
  return rules;
}

}  // namespace sipspec::harness
