#pragma once

// Counts the records of TLS (RFC 8446 5.1) in one direction of a stream. Does not decrypt: what was
// there and could not be read is told.
//
//   records.feed(octets);
//   records.count();  // whole or begun

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sipspec::captures {

/// Begins as a record of TLS does.
bool begins_tls(std::string_view octets);

class TlsRecords {
 public:
  void feed(std::string_view octets);
  /// `octets` are not there.
  void gap(std::uint64_t octets);

  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t skip_ = 0;  ///< of the record in hand
  std::string header_;
  std::uint64_t count_ = 0;
  bool lost_ = false;
};

}  // namespace sipspec::captures
