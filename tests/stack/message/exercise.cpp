#include "tests/stack/message/exercise.hpp"

#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/message.hpp"
#include "stack/message/uri.hpp"
#include "stack/message/validate.hpp"

namespace sipspec::stack {

namespace {

/// Collects the first broken promise.
class Promises {
 public:
  explicit Promises(std::string_view octets) : octets_(octets) {}

  void expect(bool holds, std::string_view what) {
    if (!holds && broken_.empty()) {
      broken_ = what;
    }
  }

  /// A view that is not empty lies inside the octets.
  void expect_inside(std::string_view part, std::string_view what) {
    const bool inside =
        part.empty() || (part.data() >= octets_.data() &&
                         part.data() + part.size() <= octets_.data() + octets_.size());
    expect(inside, what);
  }

  void expect_inside(const Defect& defect) {
    expect(defect.offset <= octets_.size() && defect.length <= octets_.size() - defect.offset,
           describe(defect.code).name);
    expect(defect.occurrences > 0, "a defect that did not occur");
  }

  const std::string& broken() const { return broken_; }

 private:
  std::string_view octets_;
  std::string broken_;
};

void check_error(Promises& promises, std::string_view text, const Error& error) {
  promises.expect(error.offset <= text.size() && error.length <= text.size() - error.offset,
                  "place of a decoding error");
  promises.expect(!error.rule.empty(), "rule of a decoding error");
}

void check_parameters(Promises& promises, const Parameters& parameters) {
  std::string_view rest = parameters.text();
  while (const auto parameter = Parameters::next(rest)) {
    promises.expect_inside(parameter->name, "name of a parameter");
    promises.expect_inside(parameter->value, "value of a parameter");
    promises.expect(parameter->name.empty() || parameters.has(parameter->name),
                    "a parameter that was read is found");
  }
}

void check_uri(Promises& promises, std::string_view text) {
  const Result<Uri> uri = parse_uri(text);
  if (!uri) {
    check_error(promises, text, uri.error());
    return;
  }
  promises.expect_inside(uri->host, "host of a URI");
  promises.expect_inside(uri->user, "user of a URI");
  promises.expect_inside(uri->headers, "headers of a URI");
  check_parameters(promises, uri->parameters);
  promises.expect(equivalent(*uri, *uri), "a URI is equivalent to itself");
}

template <class T>
void check_decoded(Promises& promises, std::string_view text, const Result<T>& value) {
  if (!value) {
    check_error(promises, text, value.error());
  }
}

void check_value(Promises& promises, std::string_view value) {
  check_decoded(promises, value, parse_cseq(value));
  check_decoded(promises, value, parse_number(value));
  const Result<Via> via = parse_via(value);
  check_decoded(promises, value, via);
  if (via) {
    promises.expect_inside(via->host, "host of a Via");
    check_parameters(promises, via->parameters);
  }
  const Result<MediaType> media = parse_media_type(value);
  check_decoded(promises, value, media);
  if (media) {
    check_parameters(promises, media->parameters);
  }
  const Result<NameAddr> address = parse_name_addr(value);
  check_decoded(promises, value, address);
  if (address) {
    promises.expect_inside(address->display_name, "display name");
    check_parameters(promises, address->parameters);
    check_uri(promises, address->uri);
  }
  promises.expect(unfold(value).size() <= value.size(), "unfolding does not make longer");
  promises.expect(unquote(value).size() <= value.size(), "unquoting does not make longer");
}

void check_fields(Promises& promises, const Message& message) {
  std::size_t end_before = 0;
  for (const HeaderField& field : message.header_fields()) {
    promises.expect(field.name_offset >= end_before, "rows do not overlap");
    promises.expect(message.count(field.id) > 0, "a field that was read is found");
    end_before = field.row_end;
    ListCursor elements(message, field.id);
    for (int guard = 0; guard < 4 && field.id != HeaderName::unknown; ++guard) {
      if (const auto element = elements.next()) {
        check_value(promises, *element);
      }
    }
    check_value(promises, message.value(field));
  }
}

void check_places(Promises& promises, const Message& message) {
  for (const Defect& defect : message.defects()) {
    promises.expect_inside(defect);
  }
  for (const Defect& defect : validate(message)) {
    promises.expect_inside(defect);
  }
  for (const HeaderField& field : message.header_fields()) {
    promises.expect_inside(message.row(field), "row");
    promises.expect_inside(message.name(field), "name");
    promises.expect_inside(message.value(field), "value");
  }
  promises.expect_inside(message.body(), "body");
  promises.expect_inside(message.trailing(), "trailing");
  promises.expect_inside(message.header_section(), "header section");
}

void check_builder(Promises& promises, const Message& message) {
  const MessageBuilder builder = MessageBuilder::from(message);
  promises.expect(builder.serialize(ContentLength::as_given) == message.bytes(),
                  "the builder gives the same octets back");
  static_cast<void>(builder.serialize());
  const std::string answer = MessageBuilder::response_to(message, 200, "OK", "tag").serialize();
  promises.expect(Message::parse(answer).is_response(), "an answer is a response");
}

}  // namespace

std::string exercise_parser(std::string_view octets) {
  Promises promises(octets);
  check_places(promises, Message::parse(octets));
  return promises.broken();
}

std::string exercise(std::string_view octets) {
  Promises promises(octets);
  const Message message = Message::parse(octets);
  check_places(promises, message);
  check_fields(promises, message);
  check_uri(promises, message.request_uri());
  static_cast<void>(top_via(message));
  static_cast<void>(from(message));
  static_cast<void>(to(message));
  static_cast<void>(cseq(message));
  static_cast<void>(content_type(message));
  check_builder(promises, message);
  return promises.broken();
}

std::string exercise_cuts(std::string_view octets) {
  for (std::size_t size = 0; size <= octets.size(); ++size) {
    const std::string cut(octets.substr(0, size));
    const std::string broken = size % 8 == 0 ? exercise(cut) : exercise_parser(cut);
    if (!broken.empty()) {
      return broken + ", cut at " + std::to_string(size);
    }
  }
  return {};
}

}  // namespace sipspec::stack
