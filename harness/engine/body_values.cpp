#include "harness/engine/body_values.hpp"

#include "harness/engine/header_values.hpp"
#include "harness/engine/text_tools.hpp"
#include "stack/body/body.hpp"
#include "stack/text/ascii.hpp"

#include <array>
#include <utility>

namespace sipspec::harness {

namespace {

using stack::BodyPart;
using Parts = std::span<const std::string>;

FieldValue absent() {
  return {};
}

/// Octets that are there even when they are none.
FieldValue octets_value(const stack::Message& message, std::string_view view) {
  FieldValue value = single(ValueKind::octets, std::string(view));
  mark(value, message, view);
  value.present = true;
  return value;
}

FieldValue text_value(const stack::Message& message, std::string_view view,
                      ValueKind kind = ValueKind::text) {
  FieldValue value = single(kind, std::string(view));
  mark(value, message, view);
  value.present = !view.empty();
  return value;
}

/// Text that was decoded stands for the part that it comes from.
FieldValue decoded_value(const stack::Message& message, const BodyPart& part, std::string text,
                         ValueKind kind = ValueKind::text) {
  FieldValue value = single(kind, std::move(text));
  value.present = !value.text.empty();
  mark(value, message, part.octets);
  return value;
}

template <class Number>
FieldValue number_value(const stack::Message& message, const BodyPart& part,
                        const std::optional<Number>& number) {
  return decoded_value(message, part,
                       number ? std::to_string(static_cast<unsigned>(*number)) : std::string(),
                       ValueKind::number);
}

struct Step {
  std::string_view name;
  std::optional<std::size_t> index;
};

/// "part[1]" is part and 1.
Step step_of(std::string_view text) {
  const std::size_t open = text.find('[');
  if (open == std::string_view::npos) {
    return {text, std::nullopt};
  }
  return {text.substr(0, open),
          number_from<std::size_t>(text.substr(open + 1, text.size() - open - 2))};
}

/// Reads from one part; the body lives as long as this does.
class PartReader {
 public:
  PartReader(const stack::Message& message, const stack::Body& body, const BodyPart& part)
      : message_(&message), body_(&body), part_(&part) {}

  FieldValue read(Parts path) const {
    if (path.empty()) {
      return octets_value(*message_, part_->octets);
    }
    const Step step = step_of(path.front());
    const Parts rest = path.subspan(1);
    static constexpr std::pair<std::string_view,
                               FieldValue (PartReader::*)(const Step&, Parts) const>
        formats[] = {{"cpim", &PartReader::cpim},           {"imdn", &PartReader::imdn},
                     {"composing", &PartReader::composing}, {"list", &PartReader::list},
                     {"manscdp", &PartReader::manscdp},     {"sms", &PartReader::sms}};
    for (const auto& [name, reader] : formats) {
      if (step.name == name) {
        return (this->*reader)(step, rest);
      }
    }
    return plain(step.name);
  }

 private:
  FieldValue plain(std::string_view name) const {
    if (name == "content") {
      return octets_value(*message_, part_->content);
    }
    if (name == "type") {
      return decoded_value(*message_, *part_, part_->media_type, ValueKind::token);
    }
    if (name == "defects") {
      return defects();
    }
    if (name == "content-type") {
      return text_value(*message_, part_->header.content_type, ValueKind::media_type);
    }
    if (name == "content-disposition") {
      return text_value(*message_, part_->header.disposition);
    }
    for (const stack::MimeField& field : part_->fields) {
      if (stack::equals_ignoring_case(field.name, name)) {
        return text_value(*message_, field.value);
      }
    }
    return absent();
  }

  /// Names of the faults in this part, "none" is an absent value.
  FieldValue defects() const {
    FieldValue value;
    value.kind = ValueKind::token_set;
    const std::string_view all = body_->root().octets;
    for (const stack::BodyDefect& defect : body_->defects()) {
      const std::string_view place = all.substr(defect.offset, defect.length);
      if (part_ == &body_->root() || stack::lies_in(place, part_->octets)) {
        value.items.emplace_back(stack::describe(defect.code).name);
        value.text += (value.text.empty() ? "" : ", ") + value.items.back();
      }
    }
    value.present = !value.items.empty();
    mark(value, *message_, part_->octets);
    return value;
  }

  FieldValue cpim(const Step& /*step*/, Parts path) const {
    const auto* const cpim = part_->as<stack::Cpim>();
    if (cpim == nullptr || path.empty()) {
      return absent();
    }
    const bool of_imdn = path.front() == "imdn" && path.size() > 1;
    const std::string& name = path[of_imdn ? 1 : 0];
    const Parts rest = path.subspan(of_imdn ? 2 : 1);
    for (const stack::CpimField& field : cpim->fields) {
      const bool same = stack::equals_ignoring_case(field.name, name);
      const std::string_view imdn = cpim->value_of(stack::imdn_namespace, field.name);
      const bool here = of_imdn ? imdn.data() == field.value.data() : field.prefix.empty();
      if (same && here) {
        return cpim_part(field.value, rest);
      }
    }
    return absent();
  }

  FieldValue cpim_part(std::string_view value, Parts path) const {
    if (path.empty()) {
      return text_value(*message_, value);
    }
    const stack::CpimAddress address = stack::cpim_address(value);
    if (path.front() == "display") {
      return decoded_value(*message_, *part_, address.formal_name);
    }
    return path.front() == "uri" ? uri_part(*message_, address.uri, path.subspan(1)) : absent();
  }

  FieldValue imdn(const Step& /*step*/, Parts path) const {
    const auto* const imdn = part_->as<stack::Imdn>();
    if (imdn == nullptr || path.size() != 1) {
      return absent();
    }
    const std::pair<std::string_view, const std::string*> values[] = {
        {"message-id", &imdn->message_id},
        {"datetime", &imdn->date_time},
        {"recipient-uri", &imdn->recipient_uri},
        {"original-recipient-uri", &imdn->original_recipient_uri},
        {"subject", &imdn->subject},
        {"notification", &imdn->notification},
        {"status", &imdn->status}};
    return named(values, path.front());
  }

  FieldValue composing(const Step& /*step*/, Parts path) const {
    const auto* const composing = part_->as<stack::Composing>();
    if (composing == nullptr || path.size() != 1) {
      return absent();
    }
    if (path.front() == "refresh") {
      return number_value(*message_, *part_, composing->refresh);
    }
    const std::pair<std::string_view, const std::string*> values[] = {
        {"state", &composing->state},
        {"lastactive", &composing->last_active},
        {"contenttype", &composing->content_type}};
    return named(values, path.front());
  }

  FieldValue list(const Step& step, Parts path) const {
    const auto* const list = part_->as<stack::ResourceList>();
    if (list == nullptr) {
      return absent();
    }
    if (path.empty() && !step.index) {
      return uris(*list);
    }
    const std::size_t index = step.index.value_or(0);
    if (index >= list->entries.size() || path.size() > 1) {
      return absent();
    }
    const stack::ListEntry& entry = list->entries[index];
    const std::string anonymize = entry.anonymize ? "true" : "false";
    const std::pair<std::string_view, const std::string*> values[] = {
        {"uri", &entry.uri},
        {"display-name", &entry.display_name},
        {"copy-control", &entry.copy_control},
        {"anonymize", &anonymize}};
    return named(values, path.empty() ? std::string_view("uri") : path.front());
  }

  FieldValue uris(const stack::ResourceList& list) const {
    FieldValue value;
    value.kind = ValueKind::text_set;
    for (const stack::ListEntry& entry : list.entries) {
      value.items.push_back(entry.uri);
      value.text += (value.text.empty() ? "" : ", ") + entry.uri;
    }
    value.present = !value.items.empty();
    mark(value, *message_, part_->octets);
    return value;
  }

  FieldValue manscdp(const Step& /*step*/, Parts path) const {
    const auto* const document = part_->as<stack::Manscdp>();
    if (document == nullptr || path.size() != 1) {
      return absent();
    }
    if (path.front() == "sumnum") {
      return number_value(*message_, *part_, document->total);
    }
    if (path.front() == "num") {
      return number_value(*message_, *part_, document->list_count);
    }
    for (const stack::ManscdpValue& value : document->values) {
      if (stack::equals_ignoring_case(value.name, path.front())) {
        return decoded_value(*message_, *part_, value.text);
      }
    }
    const std::pair<std::string_view, const std::string*> values[] = {
        {"kind", &document->kind},
        {"cmdtype", &document->command},
        {"sn", &document->number},
        {"deviceid", &document->device_id}};
    return named(values, path.front());
  }

  FieldValue sms(const Step& /*step*/, Parts path) const {
    const auto* const rp = part_->as<stack::RpMessage>();
    if (rp == nullptr || path.size() != 1) {
      return absent();
    }
    if (path.front() == "type") {
      return number_value(*message_, *part_, std::optional(rp->type));
    }
    if (path.front() == "reference") {
      return number_value(*message_, *part_, std::optional(rp->reference));
    }
    if (path.front() == "cause") {
      return number_value(*message_, *part_, rp->cause);
    }
    if (path.front() == "data") {
      return octets_value(*message_, rp->user_data);
    }
    const std::pair<std::string_view, const std::string*> values[] = {
        {"originator", &rp->originator.digits}, {"destination", &rp->destination.digits}};
    return named(values, path.front());
  }

  FieldValue named(std::span<const std::pair<std::string_view, const std::string*>> values,
                   std::string_view name) const {
    for (const auto& [known, text] : values) {
      if (known == name) {
        return decoded_value(*message_, *part_, *text);
      }
    }
    return absent();
  }

  const stack::Message* message_;
  const stack::Body* body_;
  const BodyPart* part_;
};

}  // namespace

FieldValue body_value(const stack::Message& message, Parts parts) {
  const stack::Body body = stack::Body::parse(message);
  const BodyPart* part = &body.root();
  while (!parts.empty()) {
    const Step step = step_of(parts.front());
    if (step.name != "part") {
      break;
    }
    const std::size_t index = step.index.value_or(0);
    if (index >= part->parts.size()) {
      return absent();
    }
    part = &part->parts[index];
    parts = parts.subspan(1);
  }
  return PartReader(message, body, *part).read(parts);
}

}  // namespace sipspec::harness
