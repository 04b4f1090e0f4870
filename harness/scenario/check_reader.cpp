#include "harness/scenario/judge_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

/// What a check looks at, or how it compares a field.
struct Form {
  const char* attribute;
  CheckOperator op;
};

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr std::array<Form, 4> subjects = {{{"status", CheckOperator::status},
                                           {"present", CheckOperator::present},
                                           {"absent", CheckOperator::absent},
                                           {"copied", CheckOperator::copied}}};
constexpr std::array<Form, 9> comparisons = {{{"equals", CheckOperator::equals},
                                              {"not-equals", CheckOperator::not_equals},
                                              {"contains", CheckOperator::contains},
                                              {"not-contains", CheckOperator::not_contains},
                                              {"matches", CheckOperator::matches},
                                              {"same-as", CheckOperator::same_as},
                                              {"differs-from", CheckOperator::differs_from},
                                              {"count", CheckOperator::count},
                                              {"at-least", CheckOperator::at_least}}};
constexpr Form at_most = {"at-most", CheckOperator::at_most};
// NOLINTEND(modernize-use-designated-initializers)

constexpr auto any_step = {StepKind::send, StepKind::expect, StepKind::respond};

template <class Forms>
std::vector<const Form*> present(pugi::xml_node element, const Forms& forms) {
  std::vector<const Form*> found;
  for (const Form& form : forms) {
    if (ElementReader::has(element, form.attribute)) {
      found.push_back(&form);
    }
  }
  return found;
}

class CheckReader {
 public:
  CheckReader(ElementReader& reader, pugi::xml_node element, NameUser user)
      : reader_(&reader), element_(element), user_(user) {}

  Check read() {
    check_.place = reader_->place(element_);
    check_.when = collapsed(ElementReader::text(element_, "when"));
    check_.verifies = reader_->requirement(element_, "verifies");
    check_.says = ElementReader::text(element_, "says");
    subject();
    if (ElementReader::has(element_, "from") && check_.op != CheckOperator::copied) {
      reader_->fail(element_, "from", "'from' goes with 'copied' only");
    }
    return std::move(check_);
  }

 private:
  void subject() {
    const auto found = present(element_, subjects);
    auto compared = present(element_, comparisons);
    if (ElementReader::has(element_, at_most.attribute)) {
      compared.push_back(&at_most);
    }
    const bool field = ElementReader::has(element_, "field");
    if (found.size() + (field ? 1 : 0) != 1) {
      reader_->fail(element_, "a check has exactly one of status, present, absent, copied, field");
      return;
    }
    if (field && compared.size() != 1) {
      reader_->fail(element_,
                    "a check of a field has exactly one of equals, not-equals, contains, "
                    "not-contains, matches, same-as, differs-from, count, at-least, at-most");
      return;
    }
    if (!field && !compared.empty()) {
      reader_->fail(element_, compared.front()->attribute,
                    fmt::format("'{}' goes with 'field' only", compared.front()->attribute));
      return;
    }
    check_.op = field ? compared.front()->op : found.front()->op;
    field ? comparison(compared.front()->attribute) : shorthand(found.front()->attribute);
  }

  void shorthand(const char* attribute) {
    const std::string text = ElementReader::text(element_, attribute);
    switch (check_.op) {
      case CheckOperator::status:
        check_.field = "status";
        check_.value = collapsed(text);
        return;
      case CheckOperator::copied:
        copied(text);
        return;
      default:
        check_.field = text;
        field_path(attribute, text);
        return;
    }
  }

  void copied(const std::string& text) {
    check_.field = collapsed(text);
    for (const std::string_view name : split_blanks(text)) {
      mistake("copied", header_mistake(name));
    }
    check_.value = reader_->step(element_, "from", any_step, user_);
  }

  void comparison(const char* attribute) {
    check_.field = ElementReader::text(element_, "field");
    field_path("field", check_.field);
    switch (check_.op) {
      case CheckOperator::matches:
      case CheckOperator::count:
        check_.value = ElementReader::text(element_, attribute);
        return;
      case CheckOperator::same_as:
      case CheckOperator::differs_from:
        check_.value = ElementReader::text(element_, attribute);
        other_field(attribute);
        return;
      case CheckOperator::at_least:
      case CheckOperator::at_most:
        check_.value = reader_->template_attribute(element_, attribute, user_);
        bound(attribute);
        return;
      default:
        check_.value = reader_->template_attribute(element_, attribute, user_);
        return;
    }
  }

  /// "r1" or "r1.to.tag".
  void other_field(const char* attribute) {
    const std::size_t dot = check_.value.find('.');
    const auto step = check_.value.substr(0, dot);
    mistake(attribute, reader_->scope().step_mistake(step, any_step, user_));
    if (dot != std::string::npos) {
      field_path(attribute, std::string_view(check_.value).substr(dot + 1));
    }
  }

  void bound(const char* attribute) {
    const bool number = !check_.value.empty() && check_.value.size() <= 18 &&
                        check_.value.find_first_not_of("0123456789") == std::string::npos;
    if (!number && check_.value.find('{') == std::string::npos) {
      mistake(attribute, fmt::format("'{}' wants a number, not '{}'", attribute, check_.value));
    }
  }

  void field_path(const char* attribute, std::string_view path) {
    mistake(attribute, field_mistake(path));
  }

  void mistake(const char* attribute, std::string sentence) {
    if (!sentence.empty()) {
      reader_->fail(element_, attribute, std::move(sentence));
    }
  }

  ElementReader* reader_;
  pugi::xml_node element_;
  NameUser user_;
  Check check_;
};

}  // namespace

Check read_check(ElementReader& reader, pugi::xml_node element, NameUser user) {
  return CheckReader(reader, element, user).read();
}

}  // namespace sipspec::harness
