#pragma once

// gzip (RFC 1952) as a stream, one member after another.
//
//   auto step = inflater.run(input, output);  // step.consumed, step.produced

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sipspec::captures {

class Inflater {
 public:
  struct Step {
    std::size_t consumed = 0, produced = 0;
  };

  Inflater();
  ~Inflater();
  Inflater(Inflater&&) noexcept;
  Inflater& operator=(Inflater&&) noexcept;

  Step run(std::string_view input, std::span<char> output);

  /// A member has begun and not ended.
  bool in_member() const { return in_member_; }

  /// The octets are no gzip any more; what zlib says of it. Empty: all is well.
  const std::string& trouble() const { return trouble_; }

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
  bool in_member_ = false;
  std::string trouble_;
};

/// Begins as gzip does.
bool is_gzip(std::string_view octets);

}  // namespace sipspec::captures
