#pragma once

// The checks of the parts of a URI (RFC 3261 25.1), each of which leaves the first fault in
// error(). Not part of the public interface of stack/message.

#include "stack/message/error.hpp"
#include "stack/text/character_class.hpp"

#include <string_view>

namespace sipspec::stack {

class UriCheck {
 public:
  explicit UriCheck(std::string_view uri) : uri_(uri) {}

  const Error& error() const { return error_; }

  /// Records the fault; `where` is part of the URI. Always false.
  bool fail(DefectCode code, std::string_view where);

  /// What no URI may hold: white space, control characters, octets outside the set, half escapes.
  bool octets();
  /// *( set / escaped )
  bool run(std::string_view part, CharClass set, DefectCode code);
  /// host = hostname / IPv4address / IPv6reference
  bool host(std::string_view host);
  /// *( ";" pname [ "=" pvalue ] )
  bool parameters(std::string_view text);
  /// header *( "&" header ), without the question mark
  bool headers(std::string_view text);

 private:
  bool parameter(std::string_view text);

  std::string_view uri_;
  Error error_{};
};

}  // namespace sipspec::stack
