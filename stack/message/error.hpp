#pragma once

// Why a value could not be decoded.

#include "stack/message/defect.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sipspec::stack {

/// `offset` counts from the start of the text that was handed in; `rule` names the ABNF rule.
struct Error {
  DefectCode code;
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  std::string_view rule;
};

template <class T>
using Result = boost::system::result<T, Error>;

/// Customisation point of boost::system::result: value() on an error is a bug of the caller.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a failed decode: " + std::string(describe(error.code).name));
}

}  // namespace sipspec::stack
