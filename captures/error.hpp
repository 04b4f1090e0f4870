#pragma once

// Why a capture could not be made, written or read: one sentence with the place and, where there is
// one, the remedy.

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>

namespace sipspec::captures {

struct Error {
  std::string sentence;
};

template <class T>
using Result = boost::system::result<T, Error>;

[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a failed result: " + error.sentence);
}

}  // namespace sipspec::captures
