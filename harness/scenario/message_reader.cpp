#include "harness/scenario/message_reader.hpp"

#include "harness/scenario/octet_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace sipspec::harness {

namespace {

using Kind = FieldEdit::Kind;

/// nullopt for elements that change no row.
std::optional<FieldEdit> read_edit(ElementReader& reader, pugi::xml_node element, NameUser user) {
  const std::string_view name = element.name();
  FieldEdit edit;
  edit.place = reader.place(element);
  edit.name = ElementReader::text(element, "name");
  if (name == "header") {
    edit.kind = ElementReader::text(element, "at") == "top" ? Kind::add_first : Kind::add;
  } else if (name == "set") {
    edit.kind = Kind::set;
  } else if (name == "remove") {
    edit.kind = Kind::remove;
    return edit;
  } else if (name == "row") {
    edit.kind = Kind::raw_row;
  } else {
    return std::nullopt;
  }
  edit.value = reader.template_row(element, user);
  return edit;
}

std::vector<FieldEdit> read_edits(ElementReader& reader, pugi::xml_node element, NameUser user) {
  std::vector<FieldEdit> edits;
  for (const pugi::xml_node child : element.children()) {
    if (auto edit = read_edit(reader, child, user)) {
      edits.push_back(*std::move(edit));
    }
  }
  return edits;
}

std::vector<std::uint32_t> read_offsets(ElementReader& reader, pugi::xml_node element) {
  std::vector<std::uint32_t> offsets;
  for (const std::string& word : ElementReader::words(element, "cut-at")) {
    std::uint32_t offset = 0;
    std::from_chars(word.data(), word.data() + word.size(), offset);
    if (!offsets.empty() && offset <= offsets.back()) {
      reader.fail(element, "cut-at",
                  fmt::format("the offsets rise, but {} follows on {}", offset, offsets.back()));
    }
    offsets.push_back(offset);
  }
  return offsets;
}

Delivery read_delivery(ElementReader& reader, pugi::xml_node element) {
  Delivery delivery;
  delivery.segments = read_offsets(reader, element);
  delivery.octet_by_octet = ElementReader::yes(element, "octet-by-octet");
  delivery.pause = reader.time(element, "pause");
  delivery.new_connection = ElementReader::yes(element, "new-connection");
  delivery.close_after = ElementReader::yes(element, "close-after");
  if (delivery.octet_by_octet && !delivery.segments.empty()) {
    reader.fail(element, "octet-by-octet", "'octet-by-octet' and 'cut-at' exclude each other");
  }
  if (ElementReader::has(element, "pause") && !delivery.octet_by_octet &&
      delivery.segments.empty()) {
    reader.fail(element, "pause", "'pause' needs pieces: say 'cut-at' or 'octet-by-octet'");
  }
  return delivery;
}

CredentialsSpec read_credentials(ElementReader& reader, pugi::xml_node element, NameUser user) {
  CredentialsSpec spec;
  spec.place = reader.place(element);
  spec.answer = reader.step(element, "answer", {StepKind::expect}, user);
  const auto read = [&](const char* attribute, std::optional<std::string>& into) {
    if (ElementReader::has(element, attribute)) {
      into = reader.template_attribute(element, attribute, user);
    }
  };
  read("algorithm", spec.algorithm);
  read("qop", spec.qop);
  read("user", spec.user);
  read("password", spec.password);
  read("realm", spec.realm);
  read("nonce", spec.nonce);
  read("uri", spec.uri);
  read("method", spec.method);
  read("nc", spec.nc);
  read("cnonce", spec.cnonce);
  read("body", spec.body);
  read("response", spec.response);
  return spec;
}

std::string line_end_of(pugi::xml_node element) {
  const std::string name = ElementReader::text(element, "line-end", "crlf");
  if (name == "lf") {
    return "\n";
  }
  return name == "cr" ? "\r" : "\r\n";
}

/// What shapes a made message means nothing beside one that is given as a whole.
void check_raw(ElementReader& reader, pugi::xml_node element) {
  static constexpr std::array attributes = {"method",  "uri",  "content-length",
                                            "compact", "fold", "line-end"};
  static constexpr std::array<std::string_view, 3> companions = {"raw", "after", "deliver"};
  for (const char* const attribute : attributes) {
    if (ElementReader::has(element, attribute)) {
      reader.fail(element, attribute, fmt::format("'{}' means nothing beside 'raw'", attribute));
    }
  }
  for (const pugi::xml_node child : element.children()) {
    if (child.type() == pugi::node_element &&
        std::ranges::find(companions, child.name()) == companions.end()) {
      reader.fail(child, fmt::format("'{}' means nothing beside 'raw'", child.name()));
    }
  }
}

void check_combinations(ElementReader& reader, pugi::xml_node element) {
  if (element.child("raw")) {
    check_raw(reader, element);
  }
  if (element.child("start-line") && ElementReader::has(element, "uri")) {
    reader.fail(element, "uri", "'uri' means nothing beside 'start-line'");
  }
  if (element.child("credentials") && ElementReader::has(element, "same-as")) {
    reader.fail(element, "same-as",
                "'same-as' means nothing beside 'credentials', which take over the identifiers of "
                "the challenged request");
  }
  if (ElementReader::has(element, "same-branch") && !ElementReader::has(element, "same-as")) {
    reader.fail(element, "same-branch", "'same-branch' needs 'same-as'");
  }
}

/// The method of an earlier sibling by its id; "" when it is no send.
std::string method_of(pugi::xml_node element, const std::string& id) {
  const auto other = element.parent().find_child_by_attribute("send", "id", id.c_str());
  return other ? ElementReader::text(other, "method", "MESSAGE") : std::string();
}

void check_dialog(ElementReader& reader, pugi::xml_node element, const SendStep& step) {
  if (ElementReader::has(element, "ack") && step.method != "INVITE") {
    reader.fail(element, "ack", "'ack' is for INVITE only");
  }
  if (step.in_dialog.empty()) {
    return;
  }
  const std::string method = method_of(element, step.in_dialog);
  if (!method.empty() && method != "INVITE") {
    reader.fail(element, "in-dialog",
                fmt::format("'{}' sends {}; a dialog is set up by INVITE", step.in_dialog, method));
  }
  for (const char* const attribute : {"same-as", "uri"}) {
    if (ElementReader::has(element, attribute)) {
      reader.fail(element, attribute,
                  fmt::format("'{}' means nothing beside 'in-dialog'", attribute));
    }
  }
  if (element.child("raw")) {
    reader.fail(element, "in-dialog", "'in-dialog' means nothing beside 'raw'");
  }
}

}  // namespace

SendStep read_send(ElementReader& reader, pugi::xml_node element, NameUser user) {
  user.makes_request = true;
  SendStep step;
  step.place = reader.place(element);
  step.id = ElementReader::text(element, "id");
  step.actor = reader.actor(element);
  step.method = ElementReader::text(element, "method", step.method);
  step.uri = reader.template_attribute(element, "uri", user);
  step.edits = read_edits(reader, element, user);
  step.content_length = ElementReader::text(element, "content-length", step.content_length);
  step.compact = ElementReader::yes(element, "compact");
  step.fold = ElementReader::yes(element, "fold");
  step.line_end = line_end_of(element);
  const bool none = ElementReader::text(element, "transaction") == "none";
  step.transaction = none ? Transaction::none : Transaction::automatic;
  step.same_as = reader.step(element, "same-as", {StepKind::send}, user);
  step.same_branch = ElementReader::yes(element, "same-branch");
  step.together_with = ElementReader::text(element, "together-with");
  step.in_dialog = reader.step(element, "in-dialog", {StepKind::send}, user);
  const bool own_ack = ElementReader::text(element, "ack") == "none";
  step.ack = own_ack ? Transaction::none : Transaction::automatic;
  if (const auto start_line = element.child("start-line")) {
    step.start_line = reader.template_row(start_line, user);
  }
  if (const auto body = element.child("body")) {
    step.body = read_body(reader, body, user);
  }
  if (const auto credentials = element.child("credentials")) {
    step.credentials = read_credentials(reader, credentials, user);
  }
  if (const auto raw = element.child("raw")) {
    step.raw = read_template(reader, raw, user);
  }
  if (const auto after = element.child("after")) {
    step.after_octets = read_template(reader, after, user);
  }
  if (const auto deliver = element.child("deliver")) {
    step.delivery = read_delivery(reader, deliver);
  }
  check_combinations(reader, element);
  check_dialog(reader, element, step);
  return step;
}

RespondStep read_respond(ElementReader& reader, pugi::xml_node element, NameUser user) {
  RespondStep step;
  step.place = reader.place(element);
  step.id = ElementReader::text(element, "id");
  step.to = reader.step(element, "to", {StepKind::expect}, user);
  step.status = static_cast<int>(ElementReader::number(element, "status", 0));
  step.reason = ElementReader::text(element, "reason");
  step.edits = read_edits(reader, element, user);
  if (const auto body = element.child("body")) {
    step.body = read_body(reader, body, user);
  }
  return step;
}

}  // namespace sipspec::harness
