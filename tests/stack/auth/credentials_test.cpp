#include "stack/auth/credentials.hpp"

#include "stack/auth/authentication_info.hpp"
#include "stack/auth/extended_value.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sipspec::stack {
namespace {

Credentials one(std::string_view text) {
  const auto all = read_credentials(text);
  EXPECT_EQ(all.size(), 1U) << text;
  return all.empty() ? Credentials{} : all.front();
}

bool has(const std::vector<AuthFault>& faults, AuthFaultKind kind, std::string_view parameter) {
  return std::ranges::find(faults, AuthFault{kind, std::string(parameter)}) != faults.end();
}

const std::string hex_32(32, 'a');

std::string with(std::string_view rest) {
  return R"(Digest username="bob", realm="r", nonce="n", uri="sip:r", response=")" + hex_32 + "\"" +
         std::string(rest);
}

TEST(Credentials, AreReadWithAllTheirParameters) {
  const Credentials bob =
      one(with(R"(, algorithm=MD5, cnonce="c", opaque="o", qop=auth-int, nc=0000000a)"));
  EXPECT_TRUE(bob.faults.empty());
  EXPECT_TRUE(bob.computable());
  EXPECT_EQ(bob.username, "bob");
  EXPECT_EQ(bob.qop(), Qop::auth_int);
  EXPECT_EQ(bob.nonce_count(), 10U);
  EXPECT_EQ(bob.opaque, "o");
}

TEST(Credentials, AreWrittenAsTheyAreRead) {
  const Credentials bob =
      one(with(R"(, algorithm=MD5, cnonce="c\"", opaque="", qop=auth, nc=00000001)"));
  const Credentials again = one(bob.text());
  EXPECT_TRUE(again.faults.empty());
  EXPECT_EQ(again.text(), bob.text());
  EXPECT_EQ(again.cnonce, "c\"");
}

TEST(Credentials, WithoutQopAreThoseOfRfc2069) {
  const Credentials bob = one(with(""));
  EXPECT_TRUE(bob.faults.empty());
  EXPECT_EQ(bob.qop(), Qop::none);
  EXPECT_TRUE(bob.computable());
}

TEST(Credentials, NameWhatIsMissing) {
  const Credentials bob = one("Digest qop=auth");
  for (const std::string_view name :
       {"username", "realm", "nonce", "uri", "response", "cnonce", "nc"}) {
    EXPECT_TRUE(has(bob.faults, AuthFaultKind::missing, name)) << name;
  }
  EXPECT_FALSE(bob.computable());
}

TEST(Credentials, NameCnonceAndNcWithoutQop) {
  const Credentials bob = one(with(R"(, cnonce="c", nc=00000001)"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::unexpected, "cnonce"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::unexpected, "nc"));
}

TEST(Credentials, NameWrongQuotes) {
  const Credentials bob = one(with(R"(, algorithm="MD5", cnonce=c, qop="auth", nc="00000001")"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::quoted, "algorithm"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::unquoted, "cnonce"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::quoted, "qop"));
  EXPECT_TRUE(has(bob.faults, AuthFaultKind::quoted, "nc"));
  EXPECT_EQ(bob.faults.size(), 4U);
  EXPECT_EQ(clause_of({AuthFaultKind::unquoted, "uri"}), "RFC 3261 22.4");
}

TEST(Credentials, NameANonceCountOfAnotherForm) {
  for (const std::string nc : {"1", "000000001", "0000000A", "0000000g", "+0000001"}) {
    const Credentials bob = one(with(", cnonce=\"c\", qop=auth, nc=" + nc));
    EXPECT_TRUE(has(bob.faults, AuthFaultKind::malformed, "nc")) << nc;
  }
  EXPECT_EQ(one(with(", nc=1")).nonce_count(), 1U);
  EXPECT_EQ(one(with(", nc=ffffffff")).nonce_count(), 0xffffffffU);
  EXPECT_FALSE(one(with(", nc=000000001")).nonce_count());
  EXPECT_FALSE(one(with(", nc=xyz")).nonce_count());
  EXPECT_FALSE(one(with("")).nonce_count());
}

TEST(Credentials, NameAResponseThatDoesNotFitItsAlgorithm) {
  EXPECT_TRUE(has(one(with(", algorithm=SHA-256")).faults, AuthFaultKind::malformed, "response"));
  EXPECT_TRUE(
      has(one(R"(Digest username="b", realm="r", nonce="n", uri="u", response="00FF")").faults,
          AuthFaultKind::malformed, "response"));
}

TEST(Credentials, AreNotComputableWithUnknownAlgorithmOrQop) {
  EXPECT_FALSE(one(with(", algorithm=FOO")).computable());
  EXPECT_FALSE(one(with(R"(, cnonce="c", nc=00000001, qop=auth-conf)")).computable());
  EXPECT_TRUE(has(one(with(", algorithm=FOO")).faults, AuthFaultKind::unknown_value, "algorithm"));
}

TEST(Credentials, HaveAnExtendedUsername) {
  const Credentials doe = one(
      R"(Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm="r", nonce="n", uri="u", response=")" +
      hex_32 + "\", userhash=false");
  EXPECT_TRUE(doe.faults.empty());
  EXPECT_EQ(doe.username, "J\xC3\xA4s\xC3\xB8n Doe");
  EXPECT_EQ(doe.username_form, UsernameForm::extended);
  EXPECT_NE(doe.text().find("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe"), std::string::npos);
}

TEST(Credentials, MayNotHaveBothKindsOfUsername) {
  EXPECT_TRUE(has(one(with(", username*=UTF-8''bob")).faults, AuthFaultKind::repeated, "username"));
  EXPECT_TRUE(has(one("Digest username*=UTF-8''bob, userhash=true").faults, AuthFaultKind::repeated,
                  "username"));
}

TEST(Credentials, SayThatTheUsernameIsHashed) {
  const Credentials bob = one(with(", userhash=true"));
  EXPECT_EQ(bob.username_form, UsernameForm::hashed);
  EXPECT_NE(bob.text().find("userhash=true"), std::string::npos);
}

TEST(ExtendedValue, IsRefusedWhenItIsNone) {
  for (const char* text : {"", "bob", "UTF-8'bob", "UTF-8''b%4", "UTF-8''b%zz", "UTF-8''a b",
                           "UTF-8''%ff", "KOI8-R''bob"}) {
    EXPECT_FALSE(decode_extended(text)) << text;
  }
  EXPECT_EQ(decode_extended("utf-8'en'bob%41"), "bobA");
  EXPECT_EQ(decode_extended("ISO-8859-1''%e4"), "\xC3\xA4");
}

TEST(ExtendedValue, ComesBackAsItWent) {
  const std::string name = "a b%\"'\xC3\xA4";
  EXPECT_EQ(decode_extended(encode_extended(name)), name);
}

TEST(Latin1, IsTheFirst256Characters) {
  EXPECT_EQ(latin1_to_utf8("a\xE4\xFF"), "a\xC3\xA4\xC3\xBF");
  EXPECT_EQ(utf8_to_latin1("a\xC3\xA4\xC3\xBF"), "a\xE4\xFF");
  EXPECT_FALSE(utf8_to_latin1("\xE2\x82\xAC"));
  EXPECT_FALSE(utf8_to_latin1("\xC3"));
}

TEST(AuthenticationInfo, IsReadAndWritten) {
  const AuthenticationInfo info = read_authentication_info(
      R"(nextnonce="n2", qop=auth, rspauth="0a", cnonce="c", nc=00000001)");
  EXPECT_TRUE(info.faults.empty());
  EXPECT_EQ(info.nextnonce, "n2");
  EXPECT_EQ(info.text(), R"(nextnonce="n2", qop=auth, rspauth="0a", cnonce="c", nc=00000001)");
}

TEST(AuthenticationInfo, WithQopNeedsTheOtherThree) {
  const AuthenticationInfo info = read_authentication_info("qop=auth");
  for (const std::string_view name : {"rspauth", "cnonce", "nc"}) {
    EXPECT_TRUE(has(info.faults, AuthFaultKind::missing, name)) << name;
  }
  EXPECT_TRUE(read_authentication_info("nextnonce=\"n\"").faults.empty());
}

TEST(AuthenticationInfo, NamesWrongForms) {
  const AuthenticationInfo info =
      read_authentication_info(R"(nextnonce=n, qop="auth", rspauth="XY", cnonce="c", nc=1)");
  EXPECT_TRUE(has(info.faults, AuthFaultKind::unquoted, "nextnonce"));
  EXPECT_TRUE(has(info.faults, AuthFaultKind::quoted, "qop"));
  EXPECT_TRUE(has(info.faults, AuthFaultKind::malformed, "rspauth"));
  EXPECT_TRUE(has(info.faults, AuthFaultKind::malformed, "nc"));
}

TEST(NonceCountText, HasEightDigitsInLowerCase) {
  EXPECT_EQ(nonce_count_text(0), "00000000");
  EXPECT_EQ(nonce_count_text(0xabcdef12U), "abcdef12");
}

}  // namespace
}  // namespace sipspec::stack
