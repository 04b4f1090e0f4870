#include "stack/auth/explainer.hpp"

#include "stack/auth/extended_value.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace sipspec::stack {
namespace {

using Verdict = DigestExplanation::Verdict;

constexpr std::string_view password = "Zanzi;bar-12\xC3\xA4";

DigestCase right_case(std::string_view algorithm = "MD5", std::string_view qop = "auth") {
  DigestCase given;
  Credentials& credentials = given.credentials;
  credentials.username = "Bob";
  credentials.realm = "Example.org";
  credentials.nonce = "Nonce1";
  credentials.uri = "sip:bob@biloxi.example:5070;transport=tcp";
  credentials.algorithm_text = algorithm;
  credentials.algorithm = algorithm_named(algorithm);
  if (!qop.empty()) {
    credentials.qop_text = qop;
    credentials.cnonce = "c1";
    credentials.nc = "0000000b";
  }
  given.secret = Secret::password(password);
  given.method = "MESSAGE";
  given.request_uri = "sip:bob@192.0.2.4";
  given.from_uri = "sip:bobby@atlanta.example";
  given.to_uri = "sip:bob@to.example";
  given.body = "line\nline\r\n";
  return given;
}

Formula formula_of_case(const DigestCase& given) {
  Formula formula = formula_of(given.credentials, given.secret);
  formula.method = given.method;
  formula.body = given.body;
  return formula;
}

DigestExplanation explain_with(DigestCase given, const std::function<void(Formula&)>& mistake) {
  Formula formula = formula_of_case(given);
  mistake(formula);
  given.credentials.response = evaluate(formula).response;
  return explain(given);
}

std::string first_cause(const DigestExplanation& why) {
  return why.causes.empty() ? std::string("none") : why.causes.front().mistakes.front();
}

bool holds(const std::vector<std::string>& lines, std::string_view text) {
  return std::ranges::any_of(
      lines, [text](const std::string& line) { return line.find(text) != std::string::npos; });
}

TEST(Explainer, SaysThatARightResponseVerifies) {
  for (const Algorithm algorithm : all_algorithms()) {
    for (const char* qop : {"auth", "auth-int"}) {
      const auto why = explain_with(right_case(name_of(algorithm), qop), [](Formula&) {});
      EXPECT_EQ(why.verdict, Verdict::verifies) << name_of(algorithm);
      EXPECT_TRUE(why.causes.empty());
    }
  }
  EXPECT_EQ(explain_with(right_case("MD5", ""), [](Formula&) {}).verdict, Verdict::verifies);
}

struct Known {
  const char* sentence;
  std::function<void(Formula&)> mistake;
};

void expect_known(const DigestCase& given, const std::vector<Known>& table) {
  for (const Known& row : table) {
    const auto why = explain_with(given, row.mistake);
    EXPECT_EQ(why.verdict, Verdict::explained) << row.sentence;
    EXPECT_NE(first_cause(why).find(row.sentence), std::string::npos)
        << row.sentence << ", but: " << first_cause(why);
    EXPECT_EQ(why.causes.empty() ? 0 : why.causes.front().mistakes.size(), 1U);
  }
}

TEST(Explainer, FindsMistakesInTheUser) {
  DigestCase given = right_case();
  given.challenge = Challenge{};
  given.challenge->realm = "challenge.example";
  const auto password_is = [](const std::string& text) {
    return [text](Formula& f) { f.secret = Secret::password(text); };
  };
  const std::string right(password);
  expect_known(
      given,
      {{"with '@' and the realm", [](Formula& f) { f.username = "Bob@Example.org"; }},
       {"username was hashed with its quotes", [](Formula& f) { f.username = "\"Bob\""; }},
       {"username was hashed in lower case", [](Formula& f) { f.username = "bob"; }},
       {"URI of From as username", [](Formula& f) { f.username = "sip:bobby@atlanta.example"; }},
       {"user of From", [](Formula& f) { f.username = "bobby"; }},
       {"realm of the challenge", [](Formula& f) { f.realm = "challenge.example"; }},
       {"realm was hashed with its quotes", [](Formula& f) { f.realm = "\"Example.org\""; }},
       {"realm was hashed in lower case", [](Formula& f) { f.realm = "example.org"; }},
       {"empty realm", [](Formula& f) { f.realm = ""; }},
       {"host of the uri as realm", [](Formula& f) { f.realm = "biloxi.example"; }},
       {"password was empty", password_is("")},
       {"line feed behind", password_is(right + "\n")},
       {"null octet behind", password_is(right + std::string(1, '\0'))},
       {"quotes around it", password_is("\"" + right + "\"")},
       {"ISO-8859-1", password_is(*utf8_to_latin1(right))},
       {"UTF-8 twice", password_is(latin1_to_utf8(right))},
       {"cut to 8", password_is(right.substr(0, 8))},
       {"begins a comment", password_is("Zanzi")},
       {"username was taken as password", password_is("Bob")},
       {"hash of the password", password_is(hex_hash(HashFunction::md5, right))},
       {"HA1 was hashed again",
        password_is(user_hash(HashFunction::md5, "Bob", "Example.org", right))},
       {"password was taken as HA1", [right](Formula& f) { f.secret = Secret::hashed(right); }}});
}

TEST(Explainer, FindsMistakesInTheFormula) {
  DigestCase given = right_case();
  given.challenge = Challenge{};
  given.challenge->realm = "Example.org";
  given.challenge->nonce = "Nonce2";
  given.challenge->opaque = "op";
  given.challenge->has_qop = true;
  given.challenge->qop = {"auth", "x"};
  expect_known(
      given,
      {{"by SHA-256", [](Formula& f) { f.hash = HashFunction::sha256; }},
       {"as for -sess", [](Formula& f) { f.a1 = Formula::A1::session; }},
       {"RFC 2069", [](Formula& f) { f.with_qop = false; }},
       {"qop is auth", [](Formula& f) { f.with_body = true; }},
       {"qop was hashed with quotes", [](Formula& f) { f.qop = "\"auth\""; }},
       {"whole list of qop", [](Formula& f) { f.qop = "auth, x"; }},
       {"nonce of the challenge", [](Formula& f) { f.nonce = "Nonce2"; }},
       {"opaque", [](Formula& f) { f.nonce = "op"; }},
       {"nonce was hashed with its quotes", [](Formula& f) { f.nonce = "\"Nonce1\""; }},
       {"cnonce was hashed with its quotes", [](Formula& f) { f.cnonce = "\"c1\""; }},
       {"empty cnonce", [](Formula& f) { f.cnonce = ""; }},
       {"nc was hashed with quotes", [](Formula& f) { f.nc = "\"0000000b\""; }},
       {"as 00000001", [](Formula& f) { f.nc = "00000001"; }},
       {"decimal", [](Formula& f) { f.nc = "11"; }},
       {"one higher", [](Formula& f) { f.nc = "0000000c"; }},
       {"upper case before they were hashed", [](Formula& f) { f.hex = Formula::Hex::upper; }}});
}

TEST(Explainer, FindsMistakesOfSessionsAndOfMissingQop) {
  expect_known(right_case("MD5-sess"),
               {{"without nonce and cnonce", [](Formula& f) { f.a1 = Formula::A1::plain; }},
                {"taken as octets", [](Formula& f) { f.a1 = Formula::A1::session_of_octets; }}});
  expect_known(right_case("MD5", ""), {{"which the credentials do not name", [](Formula& f) {
                                          f.with_qop = true;
                                          f.qop = "auth";
                                          f.nc = "00000001";
                                        }}});
}

TEST(Explainer, FindsHalfOfSha512) {
  expect_known(right_case("SHA-512-256"),
               {{"SHA-512 cut", [](Formula& f) { f.hash = HashFunction::sha512_half; }}});
}

TEST(Explainer, FindsMistakesInTheRequest) {
  const auto uri = [](const std::string& text) { return [text](Formula& f) { f.uri = text; }; };
  expect_known(right_case(),
               {{"method REGISTER", [](Formula& f) { f.method = "REGISTER"; }},
                {"method was hashed in lower case", [](Formula& f) { f.method = "message"; }},
                {"Request-URI was hashed", uri("sip:bob@192.0.2.4")},
                {"in angle brackets", uri("<sip:bob@biloxi.example:5070;transport=tcp>")},
                {"without its parameters", uri("sip:bob@biloxi.example:5070")},
                {"without its port", uri("sip:bob@biloxi.example;transport=tcp")},
                {"without port and parameters", uri("sip:bob@biloxi.example")},
                {"without its user", uri("sip:biloxi.example:5070;transport=tcp")},
                {"without its scheme", uri("bob@biloxi.example:5070;transport=tcp")},
                {"its host alone", uri("sip:biloxi.example")},
                {"sip: and the realm", uri("sip:Example.org")},
                {"URI of To", uri("sip:bob@to.example")},
                {"URI of From", uri("sip:bobby@atlanta.example")},
                {"empty uri", uri("")}});
}

TEST(Explainer, FindsMistakesInTheBody) {
  const auto body = [](const std::string& text) { return [text](Formula& f) { f.body = text; }; };
  expect_known(right_case("SHA-256", "auth-int"),
               {{"although qop is auth-int", [](Formula& f) { f.with_body = false; }},
                {"hash of an empty body", body("")},
                {"LF as line end", body("line\nline\n")},
                {"CRLF as line end", body("line\r\nline\r\n")},
                {"without the line ends at its end", body("line\nline")},
                {"CRLF behind", body("line\nline\r\n\r\n")},
                {"left out of A2", [](Formula& f) { f.body_hash = ""; }},
                {"body was hashed by MD5",
                 [](Formula& f) { f.body_hash = hex_hash(HashFunction::md5, "line\nline\r\n"); }}});
}

TEST(Explainer, FindsTwoMistakesTogether) {
  const auto why = explain_with(right_case(), [](Formula& f) {
    f.uri = "sip:bob@192.0.2.4";
    f.realm = "\"Example.org\"";
  });
  EXPECT_EQ(why.verdict, Verdict::explained);
  ASSERT_EQ(why.causes.size(), 1U);
  EXPECT_EQ(why.causes.front().mistakes.size(), 2U);
}

TEST(Explainer, FindsUpperCaseInTheResponse) {
  DigestCase given = right_case();
  given.credentials.response = evaluate(formula_of_case(given)).response;
  std::ranges::transform(
      given.credentials.response, given.credentials.response.begin(),
      [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c; });
  const auto why = explain(given);
  EXPECT_EQ(why.verdict, Verdict::explained);
  EXPECT_NE(first_cause(why).find("upper case"), std::string::npos);
}

TEST(Explainer, KnowsTheNameBehindAHashedOne) {
  DigestCase given = right_case("SHA-256");
  given.username = "Bob";
  given.credentials.username_form = UsernameForm::hashed;
  Formula formula = formula_of_case(given);
  given.credentials.response = evaluate(formula).response;
  given.credentials.username = hashed_username(HashFunction::sha256, "Bob", "Example.org");
  EXPECT_EQ(explain(given).verdict, Verdict::verifies);
  formula.username = given.credentials.username;
  given.credentials.response = evaluate(formula).response;
  EXPECT_NE(first_cause(explain(given)).find("as it was sent"), std::string::npos);
}

TEST(Explainer, SaysWhenNoMistakeExplainsIt) {
  const auto why =
      explain_with(right_case(), [](Formula& f) { f.secret = Secret::password("other"); });
  EXPECT_EQ(why.verdict, Verdict::unexplained);
  EXPECT_TRUE(holds(lines_of(why, Secrets::masked), "most likely the password"));
}

TEST(Explainer, SaysWhenNothingCanBeComputed) {
  DigestCase given = right_case("FOO");
  given.credentials.response = "00";
  EXPECT_EQ(explain(given).verdict, Verdict::not_computable);
  const DigestCase empty = right_case();
  EXPECT_EQ(explain(empty).verdict, Verdict::not_computable);
  DigestCase basic = right_case();
  basic.credentials.scheme = "Basic";
  basic.credentials.response = "00";
  EXPECT_EQ(explain(basic).verdict, Verdict::not_computable);
}

TEST(Explainer, ObservesWhatDoesNotFitTheChallenge) {
  DigestCase given = right_case();
  given.challenge = Challenge{};
  given.challenge->realm = "other";
  given.challenge->nonce = "other";
  given.challenge->opaque = "o";
  given.challenge->algorithm_text = "SHA-256";
  given.challenge->algorithm = algorithm_named("SHA-256");
  given.challenge->has_qop = true;
  given.challenge->qop = {"auth-int"};
  const auto why = explain_with(given, [](Formula&) {});
  EXPECT_EQ(why.verdict, Verdict::verifies);
  for (const char* text : {"realm \"Example.org\"", "nonce of the credentials", "opaque",
                           "algorithm MD5", "does not offer", "Request-URI"}) {
    EXPECT_TRUE(holds(why.observations, text)) << text;
  }
}

TEST(Explainer, ObservesQopOnOneSideOnly) {
  DigestCase with = right_case();
  with.challenge = Challenge{};
  EXPECT_TRUE(holds(explain(with).observations, "the challenge has none"));
  DigestCase without = right_case("MD5", "");
  without.challenge = Challenge{};
  without.challenge->has_qop = true;
  EXPECT_TRUE(holds(explain(without).observations, "the credentials have none"));
}

TEST(Explainer, TriesSingleMistakesOnlyWithLongInputs) {
  DigestCase given = right_case("MD5", "auth-int");
  given.body.assign(max_octets_of_pairs + 1, 'x');
  const auto single = explain_with(given, [](Formula& f) { f.uri = ""; });
  EXPECT_EQ(single.verdict, Verdict::explained);
  const auto pair = explain_with(given, [](Formula& f) {
    f.uri = "";
    f.method = "REGISTER";
  });
  EXPECT_EQ(pair.verdict, Verdict::unexplained);
}

TEST(ExplanationText, ShowsEachHashOnTheWay) {
  const auto why = explain_with(right_case("SHA-256", "auth-int"), [](Formula&) {});
  const auto lines = lines_of(why, Secrets::shown);
  EXPECT_TRUE(holds(lines, "SHA-256(Bob:Example.org:" + std::string(password) + ")"));
  EXPECT_TRUE(holds(lines, why.steps.ha1));
  EXPECT_TRUE(holds(lines, why.steps.body_hash));
  EXPECT_TRUE(holds(lines, why.steps.ha2));
  EXPECT_TRUE(holds(lines, why.steps.response));
  EXPECT_TRUE(holds(lines, "The response verifies."));
}

TEST(ExplanationText, MasksPasswordAndHa1) {
  for (const char* algorithm : {"MD5", "MD5-sess"}) {
    const auto why = explain_with(right_case(algorithm), [](Formula& f) { f.uri = ""; });
    const auto lines = lines_of(why, Secrets::masked);
    EXPECT_FALSE(holds(lines, password));
    EXPECT_FALSE(holds(lines, why.steps.ha1));
    EXPECT_FALSE(holds(lines, why.steps.user_hash));
    EXPECT_TRUE(holds(lines, "<password>"));
    EXPECT_TRUE(holds(lines, why.steps.ha2));
    EXPECT_TRUE(holds(lines, "cause: An empty uri was hashed."));
  }
}

TEST(ExplanationText, MasksAHashThatWasGiven) {
  for (const char* algorithm : {"MD5", "MD5-sess"}) {
    DigestCase given = right_case(algorithm);
    const std::string ha1 = user_hash(HashFunction::md5, "Bob", "Example.org", password);
    given.secret = Secret::hashed(ha1);
    const auto why = explain_with(given, [](Formula&) {});
    EXPECT_EQ(why.verdict, Verdict::verifies);
    EXPECT_FALSE(holds(lines_of(why, Secrets::masked), ha1));
  }
}

}  // namespace
}  // namespace sipspec::stack
