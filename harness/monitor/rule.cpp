#include "harness/monitor/rule.hpp"

#include <utility>

namespace sipspec::harness {

std::string_view Judgement::request_method() const {
  return request_ == nullptr ? std::string_view{} : request_->message.method();
}

Place Judgement::row(stack::HeaderName name) const {
  const stack::HeaderField* field = message().find(name);
  return field == nullptr ? Place{} : Place{field->value_offset, field->value_length};
}

Place Judgement::of(std::string_view part) const {
  const std::string_view all = message().bytes();
  if (part.empty() || part.data() < all.data() || part.data() >= all.data() + all.size()) {
    return {};
  }
  return {static_cast<std::uint32_t>(part.data() - all.data()),
          static_cast<std::uint32_t>(part.size())};
}

Place Judgement::start_line() const {
  return {0, static_cast<std::uint32_t>(message().start_line().size())};
}

void Judgement::violated(std::string message, std::vector<std::string> expected, std::string actual,
                         Place place) {
  RuleFinding finding;
  finding.requirement = rule_->requirement;
  finding.rule = rule_->name;
  finding.message = std::move(message);
  finding.expected = std::move(expected);
  finding.actual = std::move(actual);
  finding.observed = seen_->index;
  finding.offset = place.offset;
  finding.length = place.length;
  findings_->push_back(std::move(finding));
}

}  // namespace sipspec::harness
