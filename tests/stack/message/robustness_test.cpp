#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "tests/stack/message/exercise.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

#include <ctime>

namespace sipspec::stack {
namespace {

TEST(Robustness, EveryCutOfEveryFixtureIsRead) {
  for (const auto& file : corpus()) {
    EXPECT_EQ(exercise_cuts(read_file(file)), "") << file.filename();
  }
}

TEST(Robustness, EveryDeletionOfOneOctetIsRead) {
  for (const auto& file : corpus()) {
    const std::string octets = read_file(file);
    for (std::size_t at = 0; at < octets.size(); ++at) {
      std::string damaged = octets;
      damaged.erase(at, 1);
      ASSERT_EQ(exercise_parser(damaged), "") << file.filename() << " without octet " << at;
    }
  }
}

TEST(Robustness, EveryOctetMayBeAnother) {
  static constexpr std::string_view others("\0\r\n\"<,;\xFF", 8);
  for (const auto& file : corpus()) {
    const std::string octets = read_file(file);
    for (std::size_t at = 0; at < octets.size(); ++at) {
      // Two for each place, all of them for every eight places.
      for (const std::size_t which : {at, at * 3 + 1}) {
        std::string damaged = octets;
        damaged[at] = others[which % others.size()];
        ASSERT_EQ(exercise(damaged), "") << file.filename() << " octet " << at;
      }
    }
  }
}

TEST(Robustness, AGoodMessageWithOneOctetLessInItsHeaderIsNeverSilentlyAnother) {
  // Not every deletion is a fault (a letter of a name); but none may lose a field without a word.
  const std::string octets = request_with("Content-Length: 0\r\n");
  for (std::size_t at = 0; at < octets.size(); ++at) {
    std::string damaged = octets;
    damaged.erase(at, 1);
    const Message message = Message::parse(damaged);
    const bool complete = message.header_fields().size() == 7 && message.is_request();
    EXPECT_TRUE(complete || !message.defects().empty()) << at;
  }
}

/// Hostile input of `size` octets is read in a time that grows with its size, not with its square:
/// a quadratic reader would need minutes. Time of the processor counts: other programs do not
/// disturb.
void expect_quick(const std::string& octets) {
  const std::clock_t begin = std::clock();
  const Message message = Message::parse(octets);
  static_cast<void>(validate(message));
  static_cast<void>(parse_name_addr(octets));
  static_cast<void>(uris_equivalent(octets, octets));
  EXPECT_LT(std::clock() - begin, 10 * CLOCKS_PER_SEC);
}

std::string repeated(std::string_view text, std::size_t size) {
  std::string result;
  while (result.size() < size) {
    result += text;
  }
  return result;
}

TEST(Robustness, HostileRepetitionCostsNoMoreThanItsSize) {
  constexpr std::size_t size = 200000;
  for (const std::string_view unit :
       {"\r", "\n", "\r\n", "a\r", "a\n", "a\r\n", ":\r", "a:b\r", " \r\n", "a:\r\n ", "(", "\"",
        "\\", "<",  ",",    ";",   ";a",  ";a=\"", ",<",  "%",     "a:",    "[",       "@", "/"}) {
    expect_quick(repeated(unit, size));
    expect_quick("MESSAGE sip:b@h SIP/2.0\r\n" + repeated(unit, size) + "\r\n\r\n");
    for (const std::string_view name :
         {"Via", "From", "Contact", "Route", "Allow", "Subject", "Server", "Retry-After",
          "Authorization", "Warning", "X-Own"}) {
      expect_quick("MESSAGE sip:b@h SIP/2.0\r\n" + std::string(name) + ": " +
                   repeated(unit, size / 10) + "\r\n\r\n");
    }
    expect_quick("sip:b@h" + repeated(unit, size));
  }
}

TEST(Robustness, HoldsNoMoreThanItsLimits) {
  const std::string rows = repeated("X: \x01\r\n", 500000);
  const std::string octets = "MESSAGE sip:b@h SIP/2.0\r\n" + rows + "\r\n";
  const Message message = Message::parse(octets);
  EXPECT_EQ(message.header_fields().size(), ParseLimits().max_header_fields);
  EXPECT_LE(message.defects().size(), ParseLimits().max_defects);
  EXPECT_LE(validate(message).size(), 256U);
}

}  // namespace
}  // namespace sipspec::stack
