#include "harness/scenario/reader.hpp"

#include "harness/scenario/time_expression.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

SourcePlace ElementReader::place(pugi::xml_node element) const {
  const TextPosition at = file_->position(file_->offset(element));
  return {.file = file_->name(), .line = at.line, .column = at.column};
}

void ElementReader::fail(pugi::xml_node element, std::string sentence) {
  errors_->push_back(file_->error(file_->offset(element), std::move(sentence)));
}

void ElementReader::fail(pugi::xml_node element, const char* attribute, std::string sentence) {
  const pugi::xml_attribute found = element.attribute(attribute);
  const std::size_t at = found ? file_->offset(element, found) : file_->offset(element);
  errors_->push_back(file_->error(at, std::move(sentence)));
}

void ElementReader::fail(const XmlText& text, std::size_t index, std::string sentence) {
  errors_->push_back(file_->error(file_->offset(text, index), std::move(sentence)));
}

std::string ElementReader::text(pugi::xml_node element, const char* attribute,
                                std::string_view fallback) {
  const pugi::xml_attribute found = element.attribute(attribute);
  return found ? std::string(found.value()) : std::string(fallback);
}

bool ElementReader::yes(pugi::xml_node element, const char* attribute) {
  return std::string_view(element.attribute(attribute).value()) == "yes";
}

bool ElementReader::has(pugi::xml_node element, const char* attribute) {
  return static_cast<bool>(element.attribute(attribute));
}

std::vector<std::string> ElementReader::words(pugi::xml_node element, const char* attribute) {
  std::vector<std::string> words;
  for (const std::string_view word : split_blanks(element.attribute(attribute).value())) {
    words.emplace_back(word);
  }
  return words;
}

std::uint32_t ElementReader::number(pugi::xml_node element, const char* attribute,
                                    std::uint32_t fallback) {
  return element.attribute(attribute).as_uint(fallback);
}

TimeExpression ElementReader::time(pugi::xml_node element, const char* attribute,
                                   std::string_view fallback) {
  const std::string written = text(element, attribute, fallback);
  if (written.empty()) {
    return {};
  }
  auto read = parse_time(written);
  if (read) {
    return *std::move(read);
  }
  fail(element, attribute, read.error().sentence);
  return {};
}

std::string ElementReader::actor(pugi::xml_node element) {
  if (!has(element, "actor")) {
    return scope_.actors().front();
  }
  std::string id = text(element, "actor");
  if (auto mistake = scope_.actor_mistake(id); !mistake.empty()) {
    fail(element, "actor", std::move(mistake));
  }
  return id;
}

std::string ElementReader::step(pugi::xml_node element, const char* attribute,
                                std::initializer_list<StepKind> kinds, NameUser user) {
  std::string id = text(element, attribute);
  if (has(element, attribute)) {
    if (auto mistake = scope_.step_mistake(id, kinds, user); !mistake.empty()) {
      fail(element, attribute, std::move(mistake));
    }
  }
  return id;
}

std::string ElementReader::requirement(pugi::xml_node element, const char* attribute) {
  std::string id = text(element, attribute);
  if (id.empty() || options_.catalogue == nullptr || options_.catalogue->find(id) != nullptr) {
    return id;
  }
  const std::string near = options_.catalogue->nearest(id);
  fail(element, attribute,
       near.empty()
           ? fmt::format("there is no requirement '{}' in the catalogue", id)
           : fmt::format("there is no requirement '{}' in the catalogue; did you mean '{}'?", id,
                         near));
  return id;
}

std::string ElementReader::template_attribute(pugi::xml_node element, const char* attribute,
                                              NameUser user) {
  std::string value = text(element, attribute);
  for (TemplateMistake& mistake : check_template(value, TemplateKind::row, scope_, user)) {
    const std::size_t at =
        file_->value_offset(element, element.attribute(attribute), mistake.offset);
    errors_->push_back(file_->error(at, std::move(mistake.sentence)));
  }
  return value;
}

std::string ElementReader::template_row(pugi::xml_node element, NameUser user) {
  XmlText written = file_->text(element);
  check(written, TemplateKind::row, user);
  return std::move(written.octets);
}

void ElementReader::check(const XmlText& written, TemplateKind kind, NameUser user) {
  for (TemplateMistake& mistake : check_template(written.octets, kind, scope_, user)) {
    fail(written, mistake.offset, std::move(mistake.sentence));
  }
}

}  // namespace sipspec::harness
