#include "stack/auth/formula.hpp"

#include "stack/auth/authentication_info.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

/// RFC 7616 3.9.1
Credentials mufasa(std::string_view algorithm) {
  Credentials credentials;
  credentials.username = "Mufasa";
  credentials.realm = "http-auth@example.org";
  credentials.nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  credentials.uri = "/dir/index.html";
  credentials.algorithm_text = algorithm;
  credentials.algorithm = algorithm_named(algorithm);
  credentials.qop_text = "auth";
  credentials.cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  credentials.nc = "00000001";
  return credentials;
}

std::string response_of(const Credentials& credentials, std::string_view password,
                        std::string_view method, std::string_view body = "") {
  Formula formula = formula_of(credentials, Secret::password(password));
  formula.method = method;
  formula.body = body;
  return evaluate(formula).response;
}

TEST(Formula, GivesTheExampleOfRfc7616) {
  EXPECT_EQ(response_of(mufasa("MD5"), "Circle of Life", "GET"),
            "8ca523f5e9506fed4657c9700eebdbec");
  EXPECT_EQ(response_of(mufasa("SHA-256"), "Circle of Life", "GET"),
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
}

TEST(Formula, GivesTheCorrectedExampleOfRfc7616ForSha512) {
  // As its erratum 4897 has it: the printed value was made with half of SHA-512.
  Credentials doe = mufasa("SHA-512-256");
  doe.username = "J\xC3\xA4s\xC3\xB8n Doe";
  doe.realm = "api@example.org";
  doe.uri = "/doe.json";
  doe.nonce = "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK";
  doe.cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v";
  EXPECT_EQ(response_of(doe, "Secret, or not?", "GET"),
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
  EXPECT_EQ(hashed_username(HashFunction::sha512_256, doe.username, doe.realm),
            "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
  Formula half = formula_of(doe, Secret::password("Secret, or not?"));
  half.method = "GET";
  half.hash = HashFunction::sha512_half;
  EXPECT_EQ(evaluate(half).response,
            "ae66e67d6b427bd3f120414a82e4acff38e8ecd9101d6c861229025f607a79dd");
}

TEST(Formula, HashesTheBodyWithAuthInt) {
  Credentials credentials = mufasa("MD5");
  credentials.qop_text = "auth-int";
  Formula formula = formula_of(credentials, Secret::password("Circle of Life"));
  formula.method = "MESSAGE";
  const DigestSteps steps = evaluate(formula);
  EXPECT_EQ(steps.body_hash, "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(steps.a2_text, "MESSAGE:/dir/index.html:" + steps.body_hash);
  EXPECT_NE(response_of(credentials, "Circle of Life", "MESSAGE", "hello"), steps.response);
}

TEST(Formula, LeavesQopOutWhenThereIsNone) {
  Credentials credentials = mufasa("MD5");
  credentials.qop_text.reset();
  const Formula formula = formula_of(credentials, Secret::password("p"));
  const DigestSteps steps = evaluate(formula);
  EXPECT_EQ(steps.response_text, steps.ha1 + ":" + credentials.nonce + ":" + steps.ha2);
}

TEST(Formula, PutsNonceAndCnonceIntoTheA1OfASession) {
  const Credentials credentials = mufasa("MD5-sess");
  const DigestSteps steps = evaluate(formula_of(credentials, Secret::password("p")));
  EXPECT_EQ(steps.session_text,
            steps.user_hash + ":" + credentials.nonce + ":" + *credentials.cnonce);
  EXPECT_EQ(steps.ha1, hex_hash(HashFunction::md5, steps.session_text));
}

TEST(Formula, TakesAHashInThePlaceOfThePassword) {
  for (const char* name : {"MD5", "MD5-sess", "SHA-256", "SHA-512-256-sess"}) {
    const Credentials credentials = mufasa(name);
    const std::string ha1 =
        user_hash(credentials.algorithm->hash, "Mufasa", "http-auth@example.org", "p");
    Formula formula = formula_of(credentials, Secret::hashed(ha1));
    formula.method = "GET";
    EXPECT_EQ(evaluate(formula).response, response_of(credentials, "p", "GET")) << name;
  }
}

TEST(ResponseAuth, HashesAnEmptyMethod) {
  const Credentials credentials = mufasa("SHA-256");
  EXPECT_EQ(response_auth(credentials, Secret::password("p"), "unused with auth"),
            response_of(credentials, "p", ""));
}

TEST(EqualDigests, ComparesTextsOfOneLength) {
  EXPECT_TRUE(equal_digests("", ""));
  EXPECT_TRUE(equal_digests("0a", "0a"));
  EXPECT_FALSE(equal_digests("0a", "0b"));
  EXPECT_FALSE(equal_digests("0a", "0"));
  EXPECT_FALSE(equal_digests("\x80", std::string_view("\x00", 1)));
}

std::vector<std::string> columns(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) {
    cells.push_back(cell);
  }
  return cells;
}

std::string unescaped(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '\\' && i + 1 < text.size();
    if (escape && (text[i + 1] == 'r' || text[i + 1] == 'n')) {
      plain += text[++i] == 'r' ? '\r' : '\n';
    } else {
      plain += text[i];
    }
  }
  return plain;
}

TEST(Formula, GivesTheVectorsOfOtherImplementations) {
  const std::string path = std::string(SIPSPEC_SHARED_DIR) + "/data/digest/vectors.tsv";
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  std::size_t seen = 0;
  while (std::getline(file, line)) {
    const auto cell = columns(line);
    ASSERT_GE(cell.size(), 12U) << line;
    Credentials credentials;
    credentials.algorithm = algorithm_named(cell[0]);
    credentials.username = cell[1];
    credentials.realm = cell[2];
    credentials.uri = cell[5];
    credentials.nonce = cell[6];
    if (!cell[9].empty()) {
      credentials.nc = cell[7];
      credentials.cnonce = cell[8];
      credentials.qop_text = cell[9];
    }
    EXPECT_EQ(response_of(credentials, cell[3], cell[4], unescaped(cell[10])), cell[11]) << line;
    ++seen;
  }
  EXPECT_EQ(seen, std::filesystem::exists(path) ? 18U : 0U);
}

}  // namespace
}  // namespace sipspec::stack
