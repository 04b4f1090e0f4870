// `sipspec digest`, and credentials on the command line, as a user sees them.

#include "tests/harness/cli/program.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace sipspec::harness {
namespace {

// RFC 7616 3.9.1
const std::string credentials =
    "Authorization: Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
    "uri=\"/dir/index.html\", algorithm=MD5, "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
    "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
    "response=\"8ca523f5e9506fed4657c9700eebdbec\"";

struct Ended {
  int code = 0;
  std::string out, err;
};

Ended run(std::vector<std::string> arguments, const std::string& password = "Circle of Life") {
  ::setenv("SIPSPEC_TEST_PASSWORD", password.c_str(), 1);
  const Workplace place;
  Program program(place, "digest", std::move(arguments));
  const int code = program.wait();
  ::unsetenv("SIPSPEC_TEST_PASSWORD");
  return {code, program.out(), program.err()};
}

std::vector<std::string> asked(const std::string& method, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {
      "digest",         "--credentials",        credentials, "--method", method,
      "--password-env", "SIPSPEC_TEST_PASSWORD"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(DigestCommand, SaysThatARightResponseVerifies) {
  const auto ended = run(asked("GET"));
  EXPECT_EQ(ended.code, 0) << ended.err;
  EXPECT_TRUE(holds(ended.out, "The response verifies."));
  EXPECT_FALSE(holds(ended.out, "Circle of Life"));
}

TEST(DigestCommand, ShowsSecretsWhenItIsTold) {
  const auto ended = run(asked("GET", {"--show-secrets"}));
  EXPECT_TRUE(holds(ended.out, "MD5(Mufasa:http-auth@example.org:Circle of Life)"));
}

TEST(DigestCommand, NamesTheMistakeThatReproducesTheResponse) {
  const auto ended = run(asked("MESSAGE"));
  EXPECT_EQ(ended.code, 1);
  EXPECT_TRUE(holds(ended.out, "A2 holds the method GET and not MESSAGE.")) << ended.out;
}

TEST(DigestCommand, ComparesWithTheChallenge) {
  const auto ended = run(asked("GET", {"--challenge", R"(Digest realm="x", nonce="n")"}));
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(holds(ended.out, "the challenge \"x\"")) << ended.out;
}

TEST(DigestCommand, ReadsAWholeRequest) {
  const Workplace place;
  const auto path = place.path() / "request.sip";
  std::ofstream(path) << "GET /dir/index.html SIP/2.0\r\n" << credentials << "\r\n\r\n";
  const auto ended =
      run({"digest", "--request", path.string(), "--password-env", "SIPSPEC_TEST_PASSWORD"});
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
}

TEST(DigestCommand, RefusesWhatIsNotEnough) {
  EXPECT_EQ(run({"digest"}).code, 2);
  EXPECT_EQ(run({"digest", "--password-env", "SIPSPEC_TEST_PASSWORD"}).code, 2);
  EXPECT_EQ(run(asked("GET", {"--ha1-env", "X"})).code, 2);
  EXPECT_EQ(run(asked("GET", {"--body", "not/there"})).code, 2);
  const auto unset = run({"digest", "--credentials", credentials, "--method", "GET",
                          "--password-env", "SIPSPEC_TEST_NOT_SET"});
  EXPECT_EQ(unset.code, 2);
  EXPECT_TRUE(holds(unset.err, "SIPSPEC_TEST_NOT_SET is not set"));
}

TEST(RunCredentials, NeedUserAndPassword) {
  const std::vector<std::string> dut = {"run", "--dut", "sip:127.0.0.1:9", "--auth-user", "alice"};
  const auto alone = run(dut);
  EXPECT_EQ(alone.code, 2);
  EXPECT_TRUE(holds(alone.err, "--auth-user and --password-env go together"));
}

TEST(DeviceAuth, IsRefusedWhenItIsWrittenOtherwise) {
  for (const char* text :
       {"", "realm", "realm:user", ":user:password", "r::p", "r:u:p:MD4", "r:u:p:MD5:x"}) {
    const auto ended = run({"device", "--auth", text});
    EXPECT_EQ(ended.code, 2) << text;
    EXPECT_TRUE(holds(ended.err, "REALM:USER:PASSWORD")) << text << ": " << ended.err;
  }
}

}  // namespace
}  // namespace sipspec::harness
