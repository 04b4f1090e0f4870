#pragma once

// The TLS side of `sipspec device`: a certificate from files, or one made for this run, good or
// deliberately bad.

#include "harness/io/tls.hpp"

#include <span>
#include <string>
#include <vector>

namespace sipspec::harness {

struct DeviceTls {
  std::string certificate_file, key_file;
  std::string client_ca_file;   ///< "" = clients need no certificate
  std::string certificate_out;  ///< where the certificate that was made is written
  std::string key_log_file;
  std::string domain;            ///< named beside the addresses
  std::vector<std::string> ips;  ///< where it listens
  std::string flaw;              ///< one of certificate_flaws(); "" = good
};

/// expired, future, wrong-name, wildcard, nameless, weak
std::span<const std::string> certificate_flaws();

boost::system::result<TlsContext::Shared, TlsError> device_context(const DeviceTls& tls);

}  // namespace sipspec::harness
