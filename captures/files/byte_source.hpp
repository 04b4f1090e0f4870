#pragma once

// The octets of a file or of standard input, in order, through gzip when that is what they are.
// Memory is what the caller asks for at a time. Blocks while a pipe has nothing to give.
//
//   auto source = ByteSource::open("trace.pcap.gz");
//   std::string_view header = source->take(24);  // shorter: the file ends here

#include "captures/error.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace sipspec::captures {

class ByteSource {
 public:
  /// "-" is standard input. Errors: what the system says.
  static Result<ByteSource> open(const std::filesystem::path& path);
  /// Reads octets at hand; for tests and fuzzing. They must outlive the source.
  static ByteSource of(std::string_view octets);

  ~ByteSource();
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;

  /// The next `size` octets; fewer at the end only. Valid until the next call.
  std::string_view take(std::size_t size);
  /// The same, without taking them.
  std::string_view peek(std::size_t size);

  /// What take() has given so far.
  std::uint64_t offset() const;

  /// Why the end came early: a read that failed, gzip that is damaged or cut. Empty: it did not.
  const std::string& trouble() const;

 private:
  struct Impl;
  explicit ByteSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sipspec::captures
