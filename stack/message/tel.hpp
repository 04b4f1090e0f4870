#pragma once

// The scheme-specific part of a tel URI (RFC 3966 section 3). Not part of the public interface of
// stack/message.

#include "stack/message/uri_check.hpp"

#include <string>
#include <string_view>

namespace sipspec::stack {

/// telephone-subscriber = global-number / local-number. The fault, if any, is left in `check`.
bool check_tel(std::string_view subscriber, UriCheck& check);

/// RFC 3966 section 4: numbers without visual separators, parameters in any order, without case.
bool tel_equivalent(std::string_view a, std::string_view b);

}  // namespace sipspec::stack
