#include "stack/auth/hash.hpp"

#include "stack/auth/algorithm.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

TEST(Hash, IsThatOfTheEmptyTextInEachFunction) {
  EXPECT_EQ(hex_hash(HashFunction::md5, ""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(hex_hash(HashFunction::sha256, ""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_hash(HashFunction::sha512_256, ""),
            "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a");
}

TEST(Hash, HasTheDigitsThatItsSizeSays) {
  for (const HashFunction function : {HashFunction::md5, HashFunction::sha256,
                                      HashFunction::sha512_256, HashFunction::sha512_half}) {
    EXPECT_EQ(hex_hash(function, "abc").size(), hex_size(function));
  }
}

TEST(Hash, TakesOctetsOfAnyValue) {
  using namespace std::string_view_literals;
  EXPECT_EQ(to_hex("\x00\x7f\x80\xff"sv), "007f80ff");
  EXPECT_NE(hex_hash(HashFunction::md5, "a\0b"sv), hex_hash(HashFunction::md5, "a"));
}

TEST(Algorithm, IsFoundWithoutRegardToCase) {
  EXPECT_EQ(algorithm_named("sha-512-256"), (Algorithm{HashFunction::sha512_256, false}));
  EXPECT_EQ(algorithm_named("MD5-SESS"), (Algorithm{HashFunction::md5, true}));
}

TEST(Algorithm, IsUnknownWhenItIsNone) {
  EXPECT_FALSE(algorithm_named(""));
  EXPECT_FALSE(algorithm_named("SHA-512"));
  EXPECT_FALSE(algorithm_named("AKAv1-MD5"));
}

TEST(Algorithm, IsNamedAsItIsFound) {
  for (const Algorithm algorithm : all_algorithms()) {
    EXPECT_EQ(algorithm_named(name_of(algorithm)), algorithm);
  }
}

TEST(QopName, IsFoundWithoutRegardToCase) {
  EXPECT_EQ(qop_named("AUTH"), Qop::auth);
  EXPECT_EQ(qop_named("auth-int"), Qop::auth_int);
  EXPECT_FALSE(qop_named("auth-conf"));
  EXPECT_FALSE(qop_named(""));
}

}  // namespace
}  // namespace sipspec::stack
