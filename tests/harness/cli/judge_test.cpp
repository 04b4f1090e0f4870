#include "harness/catalogue/catalogue.hpp"
#include "harness/monitor/monitor.hpp"
#include "reports/json.hpp"
#include "tests/harness/cli/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sipspec::harness {
namespace {

namespace fs = std::filesystem;

/// Rule and requirement of what rules, not steps, found at the device; by capture.
using Found = std::map<std::string, std::set<std::pair<std::string, std::string>>>;

Found found_by_rules(const reports::RunResult& run, const fs::path& folder) {
  std::set<std::string, std::less<>> rules;
  for (const auto& rule : all_rules()) {
    rules.emplace(rule.name);
  }
  Found found;
  for (const auto& result : run.cases) {
    if (result.capture.empty()) {
      continue;
    }
    auto& of_case = found[(folder / result.capture).lexically_normal().string()];
    for (const auto& finding : result.findings) {
      if (finding.blame == reports::Blame::device && rules.contains(finding.check)) {
        of_case.emplace(finding.check, finding.requirement);
      }
    }
  }
  return found;
}

std::vector<std::string> captures_below(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().filename() == "case.pcapng") {
      files.push_back(entry.path().string());
    }
  }
  return files;
}

/// Some cases against the device, and then `judge` over the captures of that run.
void expect_agreement(const std::vector<std::string>& device_options, bool faulty) {
  const Workplace place;
  const ReferenceDevice device(place, device_options);
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--progress", "none", "rfc3428/7",
               "rfc3261/8.2", "rfc3581"});
  run.wait();
  const auto ran = reports::parse_json(read_file(place.path() / "out/results.json"));
  ASSERT_TRUE(ran) << run.err();
  std::vector<std::string> words = {"judge", "-q", "--device", device.address(),
                                    "--json=judged.json"};
  const auto files = captures_below(place.path() / "out");
  words.insert(words.end(), files.begin(), files.end());
  Program judge(place, "judge", words);
  const int code = judge.wait();
  const auto judged = reports::parse_json(read_file(place.path() / "judged.json"));
  ASSERT_TRUE(judged) << judge.err();
  auto expected = found_by_rules(*ran, place.path() / "out");
  auto actual = found_by_rules(*judged, "");
  std::size_t findings = 0;
  for (const auto& file : files) {
    EXPECT_EQ(expected[file], actual[file]) << file;
    findings += expected[file].size();
  }
  EXPECT_EQ(findings > 0, faulty);
  EXPECT_EQ(code, faulty ? 1 : 0) << judge.out();
  ASSERT_TRUE(judged->statistics);
  EXPECT_GT(judged->statistics->methods.at("MESSAGE"), 0U);
}

TEST(JudgeCommand, FindsNothingInTheCapturesOfAConformantDevice) {
  expect_agreement({}, false);
}

TEST(JudgeCommand, AgreesWithTheRunAboutAContactInTheResponse) {
  expect_agreement({"--mutant", "contact-in-2xx"}, true);
}

TEST(JudgeCommand, AgreesWithTheRunAboutAViaThatDoesNotComeBack) {
  expect_agreement({"--mutant", "via-missing"}, true);
}

TEST(JudgeCommand, AgreesWithTheRunAboutASecondCSeq) {
  expect_agreement({"--mutant", "second-cseq"}, true);
}

/// Code and the complaint for a file of that content.
std::pair<int, std::string> judged(const std::string& command, const std::string& content) {
  const Workplace place;
  std::ofstream(place.path() / "file", std::ios::binary) << content;
  Program judge(place, "judge", {command, "file"});
  const int code = judge.wait();
  return {code, judge.err() + judge.out()};
}

/// A pcap header of raw IP without frames.
std::string empty_capture() {
  return {"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\x04\0\x65\0\0\0", 24};
}

TEST(JudgeCommand, IsNeverSatisfiedWithoutASipMessage) {
  EXPECT_EQ(judged("judge", empty_capture()).first, 4);
  EXPECT_EQ(judged("ladder", empty_capture()).first, 4);
}

TEST(JudgeCommand, RefusesWhatIsNoCaptureWithASentence) {
  for (const auto* command : {"judge", "ladder"}) {
    for (const std::string content : {"", "hello, this is no capture at all\n"}) {
      const auto [code, text] = judged(command, content);
      EXPECT_EQ(code, 2) << command;
      EXPECT_NE(text.find("sipspec: "), std::string::npos) << text;
      EXPECT_NE(text.find("file"), std::string::npos) << text;
    }
  }
}

TEST(JudgeCommand, RefusesAFolderAMissingFileAndNoFile) {
  const Workplace place;
  fs::create_directory(place.path() / "folder");
  Program folder(place, "a", {"judge", "folder"});
  EXPECT_EQ(folder.wait(), 2);
  EXPECT_NE(folder.err().find("is a folder"), std::string::npos);
  Program missing(place, "b", {"ladder", "missing.pcap"});
  EXPECT_EQ(missing.wait(), 2);
  EXPECT_NE(missing.err().find("there is no file missing.pcap"), std::string::npos);
  Program nothing(place, "c", {"judge"});
  EXPECT_EQ(nothing.wait(), 2);
  Program address(place, "d", {"judge", "--device", "example.org", "missing.pcap"});
  EXPECT_EQ(address.wait(), 2);
}

}  // namespace
}  // namespace sipspec::harness
