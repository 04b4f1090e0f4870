#pragma once

// The short form of a device profile on the command line:
//
//   sip:[user@]host[:port][;transport=udp|tcp]      IPv6 in brackets
//
//   auto device = parse_dut("sip:bob@127.0.0.1:5070;transport=tcp");
//   if (!device) { print(device.error().sentence); }

#include "harness/device/profile.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace sipspec::harness {

/// What is wrong, and where in the text it starts (0-based).
struct DutSpecError {
  std::string sentence;
  std::size_t offset = 0;
};

/// A profile with one address, role uas, every capability. The host is not resolved here.
boost::system::result<DeviceProfile, DutSpecError> parse_dut(std::string_view text);

/// Text, the error and a mark under its place, in three lines.
std::string show(std::string_view text, const DutSpecError& error);

}  // namespace sipspec::harness
