#include "stack/auth/mistakes.hpp"

#include "stack/message/uri.hpp"

#include <utility>

namespace sipspec::stack {

void MistakeList::add(MistakeFamily family, std::string sentence,
                      std::function<void(Formula&)> apply) {
  list_.push_back({family, std::move(sentence), std::move(apply)});
}

void MistakeList::add_text(MistakeFamily family, std::string Formula::* field,
                           std::string_view right, std::string wrong, std::string sentence) {
  if (wrong != right) {
    add(family, std::move(sentence),
        [field, wrong = std::move(wrong)](Formula& formula) { formula.*field = wrong; });
  }
}

std::string uri_user(std::string_view uri) {
  const auto parsed = parse_uri(uri);
  return parsed ? std::string(parsed->user) : std::string();
}

std::string uri_host(std::string_view uri) {
  const auto parsed = parse_uri(uri);
  return parsed ? std::string(parsed->host) : std::string();
}

}  // namespace sipspec::stack
