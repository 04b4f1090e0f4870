#include "captures/sip/tls_records.hpp"

#include "captures/octets.hpp"

#include <algorithm>

namespace sipspec::captures {
namespace {

constexpr std::size_t record_header = 5;

}  // namespace

bool begins_tls(std::string_view octets) {
  constexpr std::uint32_t change_cipher_spec = 20, application_data = 23;
  constexpr std::uint32_t largest_record = 16'384 + 2'048;
  if (octets.size() < record_header) {
    return false;
  }
  const std::uint32_t type = octet_at(octets, 0);
  return type >= change_cipher_spec && type <= application_data && octet_at(octets, 1) == 3 &&
         octet_at(octets, 2) <= 4 && network16(octets, 3) <= largest_record;
}

void TlsRecords::feed(std::string_view octets) {
  while (!octets.empty() && !lost_) {
    const auto skipped = static_cast<std::size_t>(std::min<std::uint64_t>(skip_, octets.size()));
    skip_ -= skipped;
    octets.remove_prefix(skipped);
    const std::size_t wanted = std::min(record_header - header_.size(), octets.size());
    header_ += octets.substr(0, wanted);
    octets.remove_prefix(wanted);
    if (header_.size() == record_header) {
      lost_ = !begins_tls(header_);
      skip_ = network16(header_, 3);
      count_ += lost_ ? 0 : 1;
      header_.clear();
    }
  }
}

void TlsRecords::gap(std::uint64_t octets) {
  lost_ = lost_ || octets > skip_;
  skip_ -= std::min(skip_, octets);
}

}  // namespace sipspec::captures
