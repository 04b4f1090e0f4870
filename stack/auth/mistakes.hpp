#pragma once

// What clients are known to get wrong in the formula of Digest, each as a change to the right one.
// Not part of the public interface of stack/auth.

#include "stack/auth/explainer.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// Two mistakes are tried together only when they are of different families.
enum class MistakeFamily : std::uint8_t {
  username,
  realm,
  password,
  algorithm,
  qop,
  nonce,
  cnonce,
  nc,
  method,
  uri,
  body,
  hex,
};

struct Mistake {
  MistakeFamily family;
  std::string sentence;  ///< "The realm was hashed with its quotes."
  std::function<void(Formula&)> apply;
};

class MistakeList {
 public:
  void add(MistakeFamily family, std::string sentence, std::function<void(Formula&)> apply);
  /// Another text in a field of the formula. An equal text is left out.
  void add_text(MistakeFamily family, std::string Formula::* field, std::string_view right,
                std::string wrong, std::string sentence);

  const std::vector<Mistake>& all() const { return list_; }

 private:
  std::vector<Mistake> list_;
};

void add_identity_mistakes(const DigestCase& given, const Formula& right, MistakeList& list);
void add_formula_mistakes(const DigestCase& given, const Formula& right, MistakeList& list);
void add_request_mistakes(const DigestCase& given, const Formula& right, MistakeList& list);

/// user, host and the like of a URI, as text; "" where it has none.
std::string uri_user(std::string_view uri);
std::string uri_host(std::string_view uri);

}  // namespace sipspec::stack
