#include "stack/auth/auth_value.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sipspec::stack {
namespace {

TEST(AuthValue, HasSchemeAndParametersWithoutQuotes) {
  const auto values = read_auth_values(R"(Digest realm="example.org", algorithm=MD5)");
  ASSERT_EQ(values.size(), 1U);
  EXPECT_TRUE(values[0].is_digest());
  EXPECT_EQ(values[0].text("REALM"), "example.org");
  EXPECT_EQ(values[0].find("realm")->form, AuthForm::quoted);
  EXPECT_EQ(values[0].find("realm")->raw, "\"example.org\"");
  EXPECT_EQ(values[0].find("algorithm")->form, AuthForm::token);
}

TEST(AuthValue, ReadsFoldingBlanksAndEscapes) {
  const auto values = read_auth_values("digest\r\n  realm = \"a \\\"b\\\\\" ,\r\n\tnonce=\"x,y\"");
  ASSERT_EQ(values.size(), 1U);
  EXPECT_EQ(values[0].text("realm"), "a \"b\\");
  EXPECT_EQ(values[0].text("nonce"), "x,y");
}

TEST(AuthValue, ComesApartWhereValuesWereJoined) {
  const auto values =
      read_auth_values(R"(Bearer realm="a", Digest realm="b", nonce="n",Negotiate)");
  ASSERT_EQ(values.size(), 3U);
  EXPECT_EQ(values[0].scheme, "Bearer");
  EXPECT_EQ(values[1].text("realm"), "b");
  EXPECT_EQ(values[1].text("nonce"), "n");
  EXPECT_EQ(values[2].scheme, "Negotiate");
}

TEST(AuthValue, KeepsTheFirstOfRepeatedParameters) {
  const auto values = read_auth_values("Digest nc=1, nc=2");
  ASSERT_EQ(values.size(), 1U);
  EXPECT_EQ(values[0].text("nc"), "1");
  EXPECT_EQ(values[0].count("nc"), 2U);
}

TEST(AuthValue, MarksAParameterWithoutValue) {
  const auto values = read_auth_values(R"(Digest stale, realm="a", =x, nonce=)");
  ASSERT_EQ(values.size(), 1U);
  EXPECT_EQ(values[0].find("stale")->form, AuthForm::bare);
  EXPECT_EQ(values[0].text("realm"), "a");
  EXPECT_TRUE(values[0].has("nonce"));
  EXPECT_EQ(values[0].text("nonce"), "");
}

TEST(AuthValue, IsAbsentInATextWithoutScheme) {
  EXPECT_TRUE(read_auth_values("").empty());
  EXPECT_TRUE(read_auth_values(" , ,").empty());
  EXPECT_TRUE(read_auth_values("\"quoted\"").empty());
}

TEST(AuthValue, IsReadToTheEndWhenAQuoteIsNotClosed) {
  const auto values = read_auth_values(R"(Digest realm="open, nonce="n")");
  ASSERT_EQ(values.size(), 1U);
  EXPECT_FALSE(values[0].parameters.empty());
}

TEST(AuthValue, HoldsABoundedNumberOfParametersAndValues) {
  std::string text = "Digest a=1";
  for (int i = 0; i < 1000; ++i) {
    text += ",p=" + std::to_string(i);
  }
  EXPECT_EQ(read_auth_values(text).front().parameters.size(), AuthValue::max_parameters);
  std::string many = "S a=1";
  for (int i = 0; i < 1000; ++i) {
    many += ", S a=1";
  }
  EXPECT_EQ(read_auth_values(many).size(), max_auth_values);
}

TEST(AuthValue, WithoutSchemeIsAListOfParameters) {
  const AuthValue value = read_auth_parameters(R"(qop=auth, rspauth="00", nextnonce="n")");
  EXPECT_EQ(value.scheme, "");
  EXPECT_EQ(value.parameters.size(), 3U);
  EXPECT_EQ(value.text("nextnonce"), "n");
}

TEST(AuthWriter, QuotesAndEscapes) {
  AuthWriter writer("Digest");
  writer.quoted("realm", "a\"b\\c").token("algorithm", "MD5");
  EXPECT_EQ(writer.text(), R"(Digest realm="a\"b\\c", algorithm=MD5)");
  EXPECT_EQ(read_auth_values(writer.text()).front().text("realm"), "a\"b\\c");
}

}  // namespace
}  // namespace sipspec::stack
