#pragma once

// Runs tshark over a capture file. A tshark that is missing or fails is a failed test, not a
// skipped one: Debian package "tshark".
//
//   EXPECT_EQ(tshark(path, "-Y sip -T fields -e frame.comment"), "m1\n");

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>

namespace sipspec::captures {

/// Everything that may be wrong with a packet is looked for.
inline constexpr const char* strict_options =
    " -o udp.check_checksum:TRUE -o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE"
    " -o tcp.analyze_sequence_numbers:TRUE";

inline std::string tshark(const std::filesystem::path& path, const std::string& arguments) {
  // Names are not looked up (-n), and what is said on standard error stays out of the answer.
  const std::string command =
      "tshark -n -r '" + path.string() + "'" + strict_options + " " + arguments + " 2>/dev/null";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot start a shell";
    return {};
  }
  std::string out;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    out.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  EXPECT_EQ(status, 0) << "tshark failed; is the package tshark installed? " << command;
  return out;
}

}  // namespace sipspec::captures
