#include "stack/body/rp_message.hpp"

#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

struct Read {
  explicit Read(std::string text)
      : octets(std::move(text)), sink(octets), rp(parse_rp(octets, sink)) {}

  Texts faults() const { return names(sink.defects()); }

  std::string octets;
  BodyDefectSink sink;
  RpMessage rp;
};

RpMessage submit() {
  RpMessage message;
  message.type = RpType::data_to_network;
  message.reference = 42;
  message.destination = {0x91, "46708123456", true};
  message.user_data = "\x01\x02";
  return message;
}

TEST(RpMessage, ReadsWhatItMakes) {
  const Read read(make_rp(submit()));
  EXPECT_EQ(read.octets.substr(0, 12),
            std::string("\x00\x2A\x00\x07\x91\x64\x07\x18\x32\x54\xF6\x02", 12));
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_EQ(read.rp.type, RpType::data_to_network);
  EXPECT_EQ(read.rp.reference, 42);
  EXPECT_EQ(read.rp.destination.digits, "46708123456");
  EXPECT_EQ(read.rp.destination.kind, 0x91);
  EXPECT_FALSE(read.rp.originator.present);
  EXPECT_EQ(read.rp.user_data, "\x01\x02");
}

TEST(RpMessage, ReadsAcknowledgementsErrorsAndMemoryAvailable) {
  EXPECT_EQ(Read("\x03\x07").faults(), Texts{});
  EXPECT_EQ(Read("\x03\x07\x41\x02"
                 "ab")
                .rp.user_data,
            "ab");
  const Read error(std::string("\x04\x07\x01\x16", 4));
  EXPECT_EQ(error.faults(), Texts{});
  EXPECT_EQ(error.rp.cause, 22);
  EXPECT_EQ(Read("\x06\x01").rp.type, RpType::memory_available);
  EXPECT_EQ(Read("\x06\x01").faults(), Texts{});
}

TEST(RpMessage, EveryCutIsSeen) {
  RpMessage error;
  error.type = RpType::error_to_mobile;
  error.cause = 22;
  for (const std::string& whole : {make_rp(submit()), make_rp(error)}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      EXPECT_EQ(Read(whole.substr(0, length)).faults(), Texts{"rp-short"}) << length;
    }
  }
}

TEST(RpMessage, Faults) {
  const struct {
    std::string octets;
    Texts expected;
  } rows[] = {
      {std::string("\x07\x01", 2), {"rp-type-unknown"}},
      {std::string("\x06\x01\x00", 3), {"rp-excess"}},
      {std::string("\x03\x01\x42\x00", 4), {"rp-element-invalid"}},
      {std::string("\x03\x01\x41\x00", 4), {"rp-element-invalid"}},
      {std::string("\x04\x01\x00", 3), {"rp-element-invalid"}},
      {std::string("\x04\x01\x03\x01\x01\x01", 6), {"rp-element-invalid"}},
      // No destination, an originator too, a filler inside, a kind without its extension bit.
      {std::string("\x00\x01\x00\x00\x01x", 6), {"rp-address-invalid"}},
      {std::string("\x01\x01\x00\x02\x91\x21\x01x", 8), {"rp-address-invalid"}},
      {std::string("\x00\x01\x00\x03\x91\xF1\x21\x01x", 9), {"rp-address-invalid"}},
      {std::string("\x00\x01\x00\x02\x11\x21\x01x", 8), {"rp-address-invalid"}},
      {std::string("\x00\x01\x00\x01\x91\x01x", 7), {"rp-address-invalid"}},
      {std::string("\x00\x01\x00\x02\x91\x21\x00", 7), {"rp-element-invalid"}},
      {std::string("\x00\x01\x00\x02\x91\x21\x01xy", 9), {"rp-excess"}},
  };

  for (const auto& row : rows) {
    EXPECT_EQ(Read(row.octets).faults(), row.expected) << testing::PrintToString(row.octets);
  }
}

}  // namespace
}  // namespace sipspec::stack
