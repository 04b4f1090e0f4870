// Commands that send nothing, and command lines that are wrong: as a user sees them.

#include "tests/harness/cli/program.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

struct Ended {
  int code = 0;
  std::string out, err;
};

Ended run(std::vector<std::string> arguments) {
  const Workplace place;
  Program program(place, "program", std::move(arguments));
  const int code = program.wait();
  return {code, program.out(), program.err()};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(SipspecProgram, WithoutACommandItShowsTheOverviewAndFails) {
  const auto ended = run({});
  EXPECT_EQ(ended.code, 2);
  EXPECT_TRUE(holds(ended.err, "Commands:"));
}

TEST(SipspecProgram, NamesWhatItWasBuiltWith) {
  const auto ended = run({"--version"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(ended.out.starts_with("sipspec 0."));
  EXPECT_TRUE(holds(ended.out, "Boost 1."));
  EXPECT_TRUE(holds(ended.out, "libpcap"));
}

TEST(SipspecProgram, EveryCommandHasAHelpWithExitCodes) {
  for (const auto* command :
       {"run", "list", "explain", "validate", "device", "selftest", "doctor"}) {
    const auto ended = run({command, "--help"});
    EXPECT_EQ(ended.code, 0) << command;
    EXPECT_TRUE(holds(ended.out, "Exit codes:")) << command;
    EXPECT_EQ(ended.err, "") << command;
  }
}

struct Wrong {
  std::vector<std::string> arguments;
  std::string sentence;  ///< stderr holds it
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  for (const auto& argument : wrong.arguments) {
    *out << argument << ' ';
  }
}

class WrongCommandLine : public testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLine, IsNamedAndNothingIsDone) {
  const Workplace place;
  Program program(place, "program", GetParam().arguments);
  EXPECT_EQ(program.wait(), 2);
  EXPECT_TRUE(holds(program.err(), GetParam().sentence)) << program.err();
  EXPECT_EQ(program.out(), "");
  EXPECT_FALSE(std::filesystem::exists(place.path() / "sipspec-out"));
}

const std::string dut = "sip:bob@127.0.0.1:9";

INSTANTIATE_TEST_SUITE_P(
    Table, WrongCommandLine,
    testing::Values(
        Wrong{{"rnu"}, "unknown command 'rnu'; did you mean 'run'?"},
        Wrong{{"run"}, "--dut is missing"},
        Wrong{{"run", "--dut", "127.0.0.1"}, "a device is written sip:host:port"},
        Wrong{{"run", "--dut", "sip:127.0.0.1:99999"}, "'99999' is no port (1 to 65535)"},
        Wrong{{"run", "--dut", "sip:x.invalid"}, "cannot be resolved"},
        Wrong{{"run", "--dut", "sip:192.0.2.1"}, "--allow-remote permits sending there"},
        Wrong{{"run", "--dut", "nonexistent.xml"}, "nonexistent.xml"},
        Wrong{{"run", "--dut", dut, "rfc3248/**"}, "no case matches 'rfc3248/**'; did you mean"},
        Wrong{{"run", "--dut", dut, "--tag", "esential"}, "did you mean 'essential'?"},
        Wrong{{"run", "--dut", dut, "--role", "usa"}, "did you mean 'uas'?"},
        Wrong{{"run", "--dut", dut, "--transport", "sctp"}, "udp, tcp, tls, ws and wss are known"},
        Wrong{{"run", "--dut", dut, "--ip", "5"}, "4 and 6 are known"},
        Wrong{{"run", "--dut", dut, "--t1", "0"}, "a whole number from 1 to 10000 is needed"},
        Wrong{{"run", "--dut", dut, "--jobs", "0"}, "a whole number from 1 to 1000 is needed"},
        Wrong{{"run", "--dut", dut, "--fail-on", "unexpectd"}, "did you mean 'unexpected'?"},
        Wrong{{"run", "--dut", dut, "--capture", "some"}, "known: all, fail, none, live"},
        Wrong{{"run", "--dut", dut, "--rules", "modren"}, "did you mean 'modern'?"},
        Wrong{{"run", "--dut", dut, "-q", "-v"}, "-q and -v contradict each other"},
        Wrong{{"run", "--dut", dut, "--json=-", "--junit=-"}, "only one report can go to stdout"},
        Wrong{{"run", "--dut", dut, "--out", "/proc/x"}, "/proc/x cannot be made"},
        Wrong{{"run", "--dut", dut, "--scenarios", "/proc"}, "is no folder of scenarios"},
        Wrong{{"list", "--format", "xml"}, "known: text, json, md"},
        Wrong{{"explain"}, "which case or requirement"},
        Wrong{{"explain", "rfc3428/7/no-contact-in-2x"},
              "did you mean 'rfc3428/7/no-contact-in-2xx'?"},
        Wrong{{"device", "--mutant", "contact-in-2x"}, "did you mean 'contact-in-2xx'?"},
        Wrong{{"device", "--listen", "nowhere"}, "an address is written"},
        Wrong{{"device", "--listen", "192.0.2.1:5060"}, "--allow-remote permits it"},
        Wrong{{"device", "x"}, "takes no arguments"}));

TEST(SipspecList, ListsTheCasesWithATotal) {
  const auto ended = run({"list"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(holds(ended.out, "rfc3428/7/no-contact-in-2xx"));
  EXPECT_TRUE(holds(ended.out, " would run, as "));
}

TEST(SipspecList, SaysWhyACaseWouldNotRun) {
  const auto ended = run({"list", "--dut", "sip:127.0.0.1:5070", "--role", "proxy"});
  EXPECT_EQ(ended.code, 4);
  EXPECT_TRUE(holds(ended.out, "would not run: is for a uas; the device is tested as proxy"));
}

TEST(SipspecList, WritesJsonAndMarkdown) {
  EXPECT_TRUE(run({"list", "--format", "json"}).out.starts_with("[\n  {\"id\": \""));
  EXPECT_TRUE(holds(run({"list", "--format", "md"}).out, "| `rfc3428/7/no-contact-in-2xx` |"));
}

TEST(SipspecExplain, TellsACaseWithRequirementsStepsLadderAndProof) {
  const auto ended = run({"explain", "rfc3428/7/no-contact-in-2xx"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  for (const auto* part :
       {"Requirements", "RFC3428-7-05", "Steps", "sends MESSAGE (m1)", "With a conformant device",
        "200", "Proved by", "contact-in-2xx", "sipspec run --dut"}) {
    EXPECT_TRUE(holds(ended.out, part)) << part << "\n" << ended.out;
  }
}

TEST(SipspecExplain, TellsARequirementWithItsCasesAndItsFaults) {
  const auto ended = run({"explain", "rfc3428-7-05"});
  EXPECT_EQ(ended.code, 0) << ended.err;
  for (const auto* part : {"RFC3428-7-05  MUST NOT", "no-contact-in-2xx", "a violation is: FAIL",
                           "rfc3428/7/no-contact-in-2xx", "contact-in-2xx"}) {
    EXPECT_TRUE(holds(ended.out, part)) << part << "\n" << ended.out;
  }
  EXPECT_TRUE(holds(run({"explain", "RFC3428-7-5"}).err, "did you mean 'RFC3428-7-05'?"));
}

TEST(SipspecValidate, NamesMistakesWithTheirPlaces) {
  const Workplace place;
  std::ofstream(place.path() / "bad.xml") << "<scenario xmlns='urn:sipspec:scenario:1'>\n<sned/>\n";
  std::ofstream(place.path() / "device.xml")
      << "<device xmlns='urn:sipspec:device:1' name='d'>\n<adress host='x'/>\n</device>\n";
  Program program(place, "program", {"validate", "bad.xml", "device.xml"});
  EXPECT_EQ(program.wait(), 2);
  EXPECT_TRUE(holds(program.out(), "bad.xml:")) << program.out();
  EXPECT_TRUE(holds(program.out(), "device.xml:2:")) << program.out();
  EXPECT_TRUE(holds(program.out(), "did you mean 'address'?")) << program.out();
}

TEST(SipspecDevice, ListsItsMutants) {
  const auto ended = run({"device", "--list-mutants"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_TRUE(holds(ended.out, "contact-in-2xx"));
}

}  // namespace
}  // namespace sipspec::harness
