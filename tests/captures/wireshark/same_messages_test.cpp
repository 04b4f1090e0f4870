// The requests and responses that we find in a capture file, by method and status, are those that
// tshark finds. Each difference that remains has its reason in the table. Files of the project's
// own making are always compared, those of a shared folder where it is at hand.

#include "captures/case_capture.hpp"
#include "captures/sip/sip_reader.hpp"
#include "captures/sip/sip_start.hpp"
#include "tests/captures/temporary_folder.hpp"
#include "tests/captures/wireshark/tshark.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace sipspec::captures {
namespace {

/// How often each method and status was seen.
using Tally = std::map<std::string, int>;

Tally ours(const std::filesystem::path& path) {
  Tally tally;
  const auto count = [&](const CapturedSip& it) {
    const std::string_view message = behind_line_ends(it.octets);
    const bool response = message.starts_with("SIP/");
    ++tally[std::string(response ? message.substr(8, 3) : message.substr(0, message.find(' ')))];
  };
  const auto read = read_sip(path, {.message = count});
  EXPECT_TRUE(read) << read.error().sentence;
  return tally;
}

/// Checksums are not looked at: captures of a sender hold those that its hardware fills in later.
/// ESP without encryption is read, as we do.
Tally theirs(const std::filesystem::path& path) {
  const std::string out =
      tshark(path,
             "-o udp.check_checksum:FALSE -o tcp.check_checksum:FALSE -o ip.check_checksum:FALSE "
             "-o esp.enable_null_encryption_decode_heuristic:TRUE "
             "-Y sip -T fields -e sip.Method -e sip.Status-Code");
  Tally tally;
  std::string word;
  for (const char c : out) {
    if (c != '\t' && c != ',' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      ++tally[word];
      word.clear();
    }
  }
  return tally;
}

/// What we find beyond tshark, by file; nothing that tshark finds is missed.
struct Difference {
  std::string_view file;
  Tally more;
  std::string_view why;
};

const Difference differences[] = {
    {"fuzz-2006-06-26-2594.pcap",
     {{"401", 1}, {"403", 1}, {"INVITE", 1}, {"REGISTER", 2}},
     "five start lines hold a NUL, one of them in a datagram whose length is wrong: tshark takes "
     "the datagrams for other data"},
    {"no-to-tag.pcap",
     {{"INVITE", 1}},
     "the Request-URI has no scheme, so that tshark's heuristic refuses the line"},
};

void compare(const std::filesystem::path& path) {
  Tally expected = theirs(path);
  std::string_view why;
  for (const Difference& difference : differences) {
    if (difference.file == path.filename().string()) {
      why = difference.why;
      for (const auto& [name, count] : difference.more) {
        expected[name] += count;
      }
    }
  }
  EXPECT_EQ(ours(path), expected) << path << ' ' << why;
}

TEST(SameMessages, InACaptureOfOurOwn) {
  const TemporaryFolder folder;
  const std::string message =
      "MESSAGE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
      "From: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: 1\r\n"
      "CSeq: 1 MESSAGE\r\nContent-Length: 5\r\n\r\nhello";
  const stack::Address here{"127.0.0.1", 40000}, there{"127.0.0.1", 5060};
  CaseCapture capture("sipspec", "a case");
  capture.datagram({}, here, there, message);
  capture.stream_data({}, {1, here, there}, here, message.substr(0, 50));
  capture.stream_data({}, {1, here, there}, here, message.substr(50) + message);
  ASSERT_TRUE(capture.write(folder / "case.pcapng"));
  EXPECT_EQ(ours(folder / "case.pcapng"), (Tally{{"MESSAGE", 3}}));
  compare(folder / "case.pcapng");
}

TEST(SameMessages, InEachFileOfTheSharedFolder) {
  const std::filesystem::path folder = std::filesystem::path(SIPSPEC_SHARED_DIR) / "data/pcap";
  if (!std::filesystem::exists(folder)) {
    return;  // the capture above is compared everywhere
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    compare(entry.path());
  }
}

}  // namespace
}  // namespace sipspec::captures
