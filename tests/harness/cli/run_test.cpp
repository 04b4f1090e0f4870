// Whole runs against devices on loopback, on free ports. Nothing here depends on how fast the
// machine is: only on what happens.

#include "tests/harness/cli/program.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

namespace fs = std::filesystem;

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class SipspecRun : public testing::Test {
 protected:
  Workplace place;
  const std::string a_case = "rfc3428/7/no-contact-in-2xx";
};

TEST_F(SipspecRun, TheReferenceDevicePassesOverUdpAndTcp) {
  const ReferenceDevice device(place);
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--junit=junit.xml",
               "--html=report.html", "--json=out.json", a_case});
  EXPECT_EQ(run.wait(), 0) << run.out() << run.err();
  EXPECT_TRUE(holds(run.out(), a_case));
  EXPECT_TRUE(holds(read_file(place.path() / "junit.xml"), "transport=tcp"));
  EXPECT_TRUE(holds(read_file(place.path() / "out.json"), "\"PASS\""));
  EXPECT_TRUE(holds(read_file(place.path() / "report.html"), a_case));
  EXPECT_TRUE(holds(read_file(place.path() / "out/events.jsonl"), a_case));
  EXPECT_TRUE(fs::exists(place.path() / "out/results.json"));
  for (const auto* variant : {"udp-4", "tcp-4"}) {
    const auto folder = place.path() / "out/cases" / a_case / variant;
    EXPECT_TRUE(fs::exists(folder / "case.pcapng")) << folder;
    EXPECT_TRUE(holds(read_file(folder / "messages.txt"), "MESSAGE sip:bob@")) << folder;
    EXPECT_TRUE(fs::exists(folder / "ladder.txt")) << folder;
  }
}

TEST_F(SipspecRun, AViolationIsExitCode1WithFindingPlaceAndCommand) {
  const ReferenceDevice device(place, {"--mutant", "contact-in-2xx"});
  Program run(
      place, "run",
      {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp", "--seed", "7", a_case});
  EXPECT_EQ(run.wait(), 1) << run.out() << run.err();
  for (const auto* part : {"RFC3428-7-05", "no-contact-in-2xx.xml", "--seed 7", "case.pcapng"}) {
    EXPECT_TRUE(holds(run.out(), part)) << part << "\n" << run.out();
  }
}

TEST_F(SipspecRun, TheSeedMakesTheSameIdentifiersAgain) {
  const ReferenceDevice device(place);
  std::vector<std::string> ids;
  for (const auto* out : {"a", "b"}) {
    Program run(
        place, out,
        {"run", "--dut", device.dut(), "--out", out, "--transport", "udp", "--seed", "7", a_case});
    EXPECT_EQ(run.wait(), 0);
    const auto text = read_file(place.path() / out / "cases" / a_case / "udp-4/messages.txt");
    const auto start = text.find("Call-ID: ");
    ASSERT_NE(start, std::string::npos);
    ids.push_back(text.substr(start, text.find('@', start) - start));
  }
  EXPECT_EQ(ids[0], ids[1]);
}

TEST_F(SipspecRun, ADeadPortIsExitCode3WithReportsAllTheSame) {
  std::string dead;
  {
    const ReferenceDevice device(place);
    dead = device.dut();
  }
  Program run(place, "run",
              {"run", "--dut", dead, "--ready-timeout", "300", "--out", "out", "--junit=junit.xml",
               "--html=report.html", a_case});
  EXPECT_EQ(run.wait(), 3) << run.out() << run.err();
  EXPECT_TRUE(holds(run.out(), "is not there: nothing listens there")) << run.out();
  EXPECT_TRUE(holds(read_file(place.path() / "junit.xml"), "<error"));
  EXPECT_TRUE(holds(read_file(place.path() / "out/results.json"), "NOTRUN"));
  EXPECT_TRUE(fs::exists(place.path() / "report.html"));
}

TEST_F(SipspecRun, WithoutTcpAtTheDeviceTcpIsNotApplicableUnlessAskedFor) {
  const ReferenceDevice device(place, {"--transport", "udp"});
  Program run(place, "run", {"run", "--dut", device.dut(), "--out", "out", a_case});
  EXPECT_EQ(run.wait(), 0) << run.out() << run.err();
  EXPECT_TRUE(holds(read_file(place.path() / "out/results.json"),
                    "the device accepts no TCP connection at"));
  Program required(place, "required",
                   {"run", "--dut", device.dut(), "--transport", "udp,tcp", "--ready-timeout",
                    "300", "--out", "out2", a_case});
  EXPECT_EQ(required.wait(), 3) << required.out() << required.err();
}

TEST_F(SipspecRun, WhenNoCaseFitsTheExitCodeIs4) {
  const ReferenceDevice device(place);
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--role", "gateway", "--out", "out", a_case});
  EXPECT_EQ(run.wait(), 4) << run.out() << run.err();
}

TEST_F(SipspecRun, AReportThatCannotBeWrittenIsExitCode74AndTheOthersAreThere) {
  const ReferenceDevice device(place);
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp",
               "--junit=/proc/nonexistent/junit.xml", "--html=report.html", a_case});
  EXPECT_EQ(run.wait(), 74) << run.out() << run.err();
  EXPECT_TRUE(holds(run.err(), "/proc/nonexistent/junit.xml")) << run.err();
  EXPECT_TRUE(fs::exists(place.path() / "report.html"));
  EXPECT_TRUE(fs::exists(place.path() / "out/results.json"));
}

TEST_F(SipspecRun, AReportOnStdoutHasStdoutForItself) {
  const ReferenceDevice device(place);
  Program run(
      place, "run",
      {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp", "--json=-", a_case});
  EXPECT_EQ(run.wait(), 0) << run.err();
  EXPECT_TRUE(run.out().starts_with("{")) << run.out();
  EXPECT_TRUE(holds(run.err(), a_case));
}

TEST_F(SipspecRun, AFolderThatHoldsSomethingIsNotOverwritten) {
  fs::create_directories(place.path() / "out/x");
  Program run(place, "run", {"run", "--dut", "sip:127.0.0.1:9", "--out", "out", a_case});
  EXPECT_EQ(run.wait(), 2);
  EXPECT_TRUE(holds(run.err(), "a run overwrites nothing"));
}

TEST_F(SipspecRun, SigintEndsARunWithReportsAndExitCode130) {
  const ReferenceDevice device(place, {"--mutant", "silent"});
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp", "--progress",
               "plain", "--junit=junit.xml", a_case});
  const auto events = place.path() / "out/events.jsonl";
  for (int i = 0; i < 3000 && !holds(read_file(events), "case_start"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  run.signal(SIGINT);
  EXPECT_EQ(run.wait(), 130) << run.out() << run.err();
  EXPECT_TRUE(holds(read_file(place.path() / "out/results.json"), "interrupted"));
  EXPECT_TRUE(fs::exists(place.path() / "junit.xml"));
}

TEST_F(SipspecRun, MaxTimeEndsARunWithExitCode6) {
  const ReferenceDevice device(place, {"--mutant", "silent"});
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp", "--max-time",
               "1", a_case});
  EXPECT_EQ(run.wait(), 6) << run.out() << run.err();
  EXPECT_TRUE(holds(read_file(place.path() / "out/results.json"), "--max-time was reached"));
}

/// A case whose message kills one of the mutants.
const std::string killer = "rfc4475/3.3.1/insuf-call-id";

/// A profile that starts the reference device with a fault.
fs::path write_profile(const Workplace& place, const std::string& port, const std::string& mutant) {
  const auto file = place.path() / "device.xml";
  std::ofstream(file) << "<device xmlns=\"urn:sipspec:device:1\" name=\"started\">\n"
                      << "  <address host=\"127.0.0.1\" port=\"" << port
                      << "\" transports=\"udp\"/>\n  <identity user=\"bob\"/>\n"
                      << "  <start><command>" << SIPSPEC_PROGRAM
                      << " device --listen 127.0.0.1:" << port << mutant << "</command></start>\n"
                      << "  <ready by=\"options\" within=\"20s\"/>\n</device>\n";
  return file;
}

std::string free_port(const Workplace& place) {
  const ReferenceDevice device(place);
  return device.address().substr(device.address().find(':') + 1);
}

TEST_F(SipspecRun, AProfileStartsAndStopsItsDevice) {
  const auto port = free_port(place);
  write_profile(place, port, "");
  Program run(place, "run", {"run", "--dut", "device.xml", "--out", "out", a_case});
  EXPECT_EQ(run.wait(), 0) << run.out() << run.err();
  EXPECT_TRUE(holds(read_file(place.path() / "out/dut/stdout.log"), "listening on"));
}

TEST_F(SipspecRun, TheCaseThatKillsTheDeviceIsNamedAndTheOthersAreJudged) {
  const auto port = free_port(place);
  write_profile(place, port, " --mutant crash-without-call-id");
  Program run(place, "run",
              {"run", "--dut", "device.xml", "--out", "out", "--t1", "50", "rfc3428/7", killer});
  EXPECT_EQ(run.wait(), 1) << run.out() << run.err();
  const auto results = read_file(place.path() / "out/results.json");
  std::size_t crashes = 0;
  for (auto at = results.find("\"device crashed (signal 11)\""); at != std::string::npos;
       at = results.find("\"device crashed (signal 11)\"", at + 1)) {
    ++crashes;
  }
  EXPECT_GE(crashes, 1U) << results;
  EXPECT_TRUE(holds(results, "\"PASS\""));
  EXPECT_TRUE(holds(read_file(place.path() / "out/events.jsonl"), "restarted"));
  EXPECT_FALSE(holds(run.out(), "INCONC")) << run.out();
}

TEST_F(SipspecRun, ADeviceThatIsGoneForGoodIsExitCode3AndTheOnlySuspectFails) {
  ReferenceDevice device(place, {"--mutant", "crash-without-call-id"});
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--transport", "udp", "--serial",
               "--t1", "50", "--ready-timeout", "500", killer, a_case});
  EXPECT_EQ(run.wait(), 3) << run.out() << run.err();
  EXPECT_EQ(device.program().wait(), 128 + SIGSEGV);
  const auto results = read_file(place.path() / "out/results.json");
  EXPECT_TRUE(holds(results, "device stopped answering")) << results;
  EXPECT_TRUE(holds(results, "\"FAIL\""));
}

TEST_F(SipspecRun, ADeviceThatCannotBeStartedIsExitCode3) {
  std::ofstream(place.path() / "device.xml")
      << "<device xmlns=\"urn:sipspec:device:1\" name=\"d\"><address host=\"127.0.0.1\"/>"
      << "<start><command>/nonexistent/program</command></start></device>";
  Program run(place, "run", {"run", "--dut", "device.xml", "--out", "out", a_case});
  EXPECT_EQ(run.wait(), 3);
  EXPECT_TRUE(holds(run.out(), "cannot be started: /nonexistent/program")) << run.out();
}

}  // namespace
}  // namespace sipspec::harness
