// Streams with the messages that must be found in them. Pairs of a corpus are read where it is at
// hand; the same kinds of streams are here as well.

#include "stack/transport/address.hpp"
#include "tests/captures/sip/collector.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace sipspec::captures {
namespace {

using Octets = std::vector<std::string>;

/// The whole messages with a length in a stream, in one segment or in segments of one octet.
Octets whole_messages(std::string_view stream, std::size_t segment) {
  Collector out;
  SipExtractor extractor(out.sink());
  Wire wire(extractor);
  wire.handshake();
  for (std::size_t at = 0; at < stream.size(); at += segment) {
    wire.from_alice(static_cast<std::uint32_t>(at), stream.substr(at, segment));
  }
  extractor.finish();
  Octets found;
  for (const KeptSip& it : out.messages) {
    if (it.at.extent == Extent::whole && !it.at.without_length) {
      found.push_back(it.octets);
    }
  }
  return found;
}

TEST(FramingCorpus, OwnStreams) {
  const std::string ok = "SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n";
  const std::string carrier = "MESSAGE sip:b SIP/2.0\r\nl: 5\r\n\r\nhello";
  const std::vector<std::pair<std::string, Octets>> rows{
      {"", {}},
      {"noise", {}},
      {"noise\r\n", {}},
      {"noise\r\n" + ok, {ok}},
      {ok + carrier, {ok, carrier}},
      {ok + carrier + "MESSAGE sip:", {ok, carrier}},
      {carrier.substr(0, carrier.size() - 1), {}},
      {"MESSAGE sip:b SIP/2.0\r\n\r\n" + ok, {ok}},
      {"MESSAGE sip:b SIP\r\n", {}},
      {"SIP/2.0 OK\r\nContent-Length: 0\r\n\r\n", {}},
      {"SIP/2.0 20\r\n" + ok, {ok}},
  };
  for (const auto& [stream, expected] : rows) {
    EXPECT_EQ(whole_messages(stream, 10'000), expected) << stream;
    EXPECT_EQ(whole_messages(stream, 1), expected) << stream;
  }
}

/// The strings of "Messages" in a file of expectations, which is JSON of the simplest kind.
Octets expected_messages(const std::string& json) {
  Octets messages;
  std::size_t at = json.find('[', json.find("\"Messages\""));
  const std::size_t end = json.rfind(']');
  for (at = json.find('"', at); at < end; at = json.find('"', at + 1)) {
    std::string text;
    for (++at; json[at] != '"'; ++at) {
      if (json[at] == '\\') {
        ++at;
        text += json[at] == 'r' ? '\r' : json[at] == 'n' ? '\n' : json[at];
      } else {
        text += json[at];
      }
    }
    messages.push_back(text);
  }
  return messages;
}

TEST(FramingCorpus, PairsOfTheCorpusComeOutAsExpected) {
  const std::filesystem::path folder =
      std::filesystem::path(SIPSPEC_SHARED_DIR) / "data/corpus/sip-capture-framing";
  if (!std::filesystem::exists(folder)) {
    return;  // OwnStreams holds the same kinds
  }
  int pairs = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".expected") {
      continue;
    }
    const Octets expected = expected_messages(octets_of_file(entry.path()));
    auto stream = entry.path();
    const std::string octets = octets_of_file(stream.replace_extension(".stream"));
    EXPECT_EQ(whole_messages(octets, 10'000), expected) << entry.path();
    EXPECT_EQ(whole_messages(octets, 1), expected) << entry.path();
    ++pairs;
  }
  EXPECT_GE(pairs, 11);
}

}  // namespace
}  // namespace sipspec::captures
