// Every cut and many damages of every kind of body: nothing crashes, hangs or grows, and places lie
// in the body. (The sanitizers see what the expectations do not.)

#include "stack/body/body.hpp"
#include "stack/body/content_coding.hpp"
#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace sipspec::stack {
namespace {

struct Sample {
  std::string type;
  std::string octets;
};

std::vector<Sample> samples() {
  const std::string composing =
      make_composing({"active", "2026-01-01T00:00:00Z", "text/plain", 60});
  const std::string imdn =
      make_imdn({"1", "2026-01-01T00:00:00Z", "a:b", "a:b", "s", "delivery", "delivered"});
  const std::string list =
      make_resource_list({{{"sip:a@b", "A", "to", true}, {"sip:c@d", {}, {}, false}}});
  const std::string manscdp = make_manscdp(
      {"Notify", "Keepalive", "1", "34020000001320000001", {{"Status", "OK"}}, {}, {}, 0});
  const std::string cpim = CpimBuilder()
                               .add("From", "\"A\" <sip:a@b>")
                               .add("DateTime", "2026-01-01T00:00:00Z")
                               .raw_row("Subject:;lang=en \\u0041\r\n")
                               .add("NS", "i <urn:ietf:params:imdn>")
                               .add("i.Message-ID", "x")
                               .content("message/imdn+xml", imdn)
                               .serialize();
  RpMessage rp;
  rp.type = RpType::data_to_network;
  rp.destination = {0x91, "123", true};
  rp.user_data = "tpdu";
  const std::string mixed =
      MultipartBuilder("b b")
          .preamble("pre")
          .part("text/plain;charset=gb2312", "\xC4\xE3")
          .part("message/cpim", cpim)
          .entity("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=")
          .serialize();
  return {{"application/im-iscomposing+xml", composing},
          {"message/imdn+xml", imdn},
          {"application/resource-lists+xml", list},
          {"Application/MANSCDP+xml", manscdp},
          {"message/cpim", cpim},
          {"application/vnd.3gpp.sms", make_rp(rp)},
          {"multipart/mixed;boundary=\"b b\"", mixed}};
}

void expect_sound(std::string_view octets, std::string_view type, std::string_view encoding = {}) {
  const Body body = Body::parse(octets, {type, encoding, {}, {}});
  EXPECT_LE(body.defects().size(), BodyDefectSink::max_defects);
  for (const BodyDefect& defect : body.defects()) {
    EXPECT_LE(std::size_t{defect.offset} + defect.length, octets.size());
  }
}

TEST(BodyRobustness, EverySampleIsWithoutAFault) {
  for (const Sample& sample : samples()) {
    EXPECT_EQ(names(Body::parse(sample.octets, {sample.type}).defects()), Texts{}) << sample.type;
  }
}

TEST(BodyRobustness, EveryCutIsReadSafelyAndAlmostAllAreFaults) {
  for (const Sample& sample : samples()) {
    std::size_t faulty = 0;
    for (std::size_t length = 1; length < sample.octets.size(); ++length) {
      // A copy, so that a sanitizer sees a read behind its end.
      const std::string cut = sample.octets.substr(0, length);
      expect_sound(cut, sample.type);
      faulty += Body::parse(cut, {sample.type}).defects().empty() ? 0U : 1U;
    }
    // Line ends behind the last delimiter or tag may go without harm.
    EXPECT_GE(faulty + 8, sample.octets.size()) << sample.type;
  }
}

TEST(BodyRobustness, EveryOctetCanBeAnyOther) {
  constexpr std::string_view others("\0\r\n <>\"&;:=-\\\xFF", 14);
  for (const Sample& sample : samples()) {
    for (std::size_t at = 0; at < sample.octets.size(); ++at) {
      for (const char other : others) {
        std::string damaged = sample.octets;
        damaged[at] = other;
        expect_sound(damaged, sample.type);
      }
    }
  }
}

TEST(BodyRobustness, SamplesCanBeSplicedAtAnyPlace) {
  std::mt19937 random(7);
  const std::vector<Sample> all = samples();
  for (int turn = 0; turn < 3000; ++turn) {
    const Sample& first = all[random() % all.size()];
    const Sample& second = all[random() % all.size()];
    const std::string spliced = first.octets.substr(0, random() % first.octets.size()) +
                                second.octets.substr(random() % second.octets.size());
    expect_sound(spliced, first.type);
    expect_sound(spliced, second.type);
  }
}

TEST(BodyRobustness, EncodedSamplesCanBeDamagedAnywhere) {
  for (const Sample& sample : samples()) {
    const std::string encoded = encode_content(ContentCoding::gzip, sample.octets);
    for (std::size_t at = 0; at < encoded.size(); ++at) {
      std::string damaged = encoded;
      damaged[at] = static_cast<char>(~damaged[at]);
      expect_sound(damaged, sample.type, "gzip");
      expect_sound(encoded.substr(0, at), sample.type, "gzip");
    }
  }
}

TEST(BodyRobustness, RealBodiesAreReadSafely) {
  const std::filesystem::path folder = std::filesystem::path(SIPSPEC_SHARED_DIR) / "data/bodies";
  std::size_t files = 0;
  if (std::filesystem::exists(folder)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string octets(std::istreambuf_iterator<char>(file), {});
        for (const Sample& sample : samples()) {
          expect_sound(octets, sample.type);
        }
        expect_sound(octets, "multipart/mixed;boundary=\"------------9595330C\"");
        ++files;
      }
    }
  }
  EXPECT_TRUE(files > 0 || !std::filesystem::exists(folder));
}

}  // namespace
}  // namespace sipspec::stack
