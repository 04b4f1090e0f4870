#pragma once

// Expands what an author writes into octets: references `{...}` and, where asked for, escapes.
//
//   {name}            looked up: "device.host", "m1.branch", "r1.to.tag" ...
//   {random}          ten random characters, each time others
//   {repeat:X:5000}   X five thousand times (X: any text without ':' and '}')
//   {{                one '{'
//   \r \n \t \\ \xNN  with Escapes::decode; any other escape is a mistake
//
// Octets that a reference brings in are never read again. Not here: what names mean (the case run).
//
//   auto text = expand("X-Pad: {repeat:a:10}\r\n", lookup, random, Escapes::decode);

#include "harness/engine/random.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sipspec::harness {

/// A mistake in a template: where (octets from its start) and what.
struct TemplateError {
  std::uint32_t offset = 0;
  std::string sentence;
};

[[noreturn]] inline void throw_exception_from_error(const TemplateError& error,
                                                    const boost::source_location&) {
  throw std::logic_error("value() of a failed expansion: " + error.sentence);
}

using Expansion = boost::system::result<std::string, TemplateError>;
/// Value of a reference; nullopt: not known.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

enum class Escapes : std::uint8_t { keep, decode };

/// The most octets that one template may become.
inline constexpr std::size_t max_expansion = std::size_t{16} << 20U;

Expansion expand(std::string_view text, const Lookup& lookup, Random& random, Escapes escapes);

}  // namespace sipspec::harness
