#include "harness/engine/association.hpp"

#include "harness/engine/text_tools.hpp"
#include "stack/message/fields.hpp"

namespace sipspec::harness {

namespace {

using stack::Message;

std::string_view branch_of(const Message& message) {
  const auto via = stack::top_via(message);
  return via ? via->branch() : std::string_view();
}

std::string_view from_tag_of(const Message& message) {
  const auto from = stack::from(message);
  return from ? from->tag() : std::string_view();
}

bool same_branch(const Message& response, const Message& request) {
  const std::string_view branch = branch_of(response);
  const auto answered = stack::cseq(response);
  const auto asked = stack::cseq(request);
  return !branch.empty() && branch == branch_of(request) && answered && asked &&
         answered->method == asked->method;
}

/// How much of the echo fits; 0: nothing that tells this request from another.
int likeness(const Message& response, const Message& request) {
  int score = 0;
  const auto fits = [&score](std::string_view a, std::string_view b, int points) {
    score += !a.empty() && a == b ? points : 0;
  };
  fits(branch_of(response), branch_of(request), 8);
  fits(stack::call_id(response), stack::call_id(request), 8);
  fits(from_tag_of(response), from_tag_of(request), 4);
  const auto answered = stack::cseq(response);
  const auto asked = stack::cseq(request);
  if (answered && asked) {
    score += answered->number == asked->number ? 2 : 0;
    // The method alone is the same for nearly all requests of a case: it only breaks ties.
    score += score > 0 && answered->method == asked->method ? 1 : 0;
  }
  return score;
}

Tie tie_to(const Candidate* candidate, Association by) {
  if (candidate == nullptr) {
    return {};
  }
  if (candidate->state == Candidate::State::decoy) {
    return {.by = Association::decoy};
  }
  return {.answers = candidate->index, .by = by};
}

bool waiting(const Candidate& candidate) {
  return candidate.state == Candidate::State::waiting;
}

const Candidate* by_branch(const Message& response, std::span<const Candidate> candidates) {
  const Candidate* best = nullptr;
  for (const Candidate& candidate : candidates) {
    const bool better = best == nullptr || waiting(candidate) || !waiting(*best);
    if (better && same_branch(response, *candidate.request)) {
      best = &candidate;
    }
  }
  return best;
}

const Candidate* by_likeness(const Message& response, std::span<const Candidate> candidates) {
  const Candidate* best = nullptr;
  int best_score = 0;
  for (const Candidate& candidate : candidates) {
    int score = 2 * likeness(response, *candidate.request);
    score += score > 0 && waiting(candidate) ? 1 : 0;
    if (score > 0 && score >= best_score) {
      best = &candidate;
      best_score = score;
    }
  }
  return best;
}

const Candidate* only_waiting(std::span<const Candidate> candidates) {
  const Candidate* found = nullptr;
  for (const Candidate& candidate : candidates) {
    if (!waiting(candidate)) {
      continue;
    }
    if (found != nullptr) {
      return nullptr;
    }
    found = &candidate;
  }
  return found;
}

}  // namespace

Tie associate(const Message& response, std::span<const Candidate> candidates) {
  if (const Candidate* found = by_branch(response, candidates)) {
    return tie_to(found, Association::branch);
  }
  if (const Candidate* found = by_likeness(response, candidates)) {
    return tie_to(found, Association::call_id);
  }
  return tie_to(only_waiting(candidates), Association::only_pending);
}

bool resembles_response(const Message& message) {
  if (message.kind() != stack::StartLineKind::unreadable) {
    return message.is_response();
  }
  const std::string_view line = message.start_line();
  return line.size() >= 3 && same_ignoring_case(line.substr(0, 3), "SIP");
}

}  // namespace sipspec::harness
