#include "reports/json.hpp"

#include "reports/utf8.hpp"
#include "tests/reports/approval.hpp"
#include "tests/reports/json_schema.hpp"
#include "tests/reports/sample_run.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace sipspec::reports::test {

namespace {

boost::json::value schema() {
  std::ifstream file(SIPSPEC_SOURCE_DIR "/reports/results.schema.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return boost::json::parse(text);
}

std::string problems_of(const RunResult& run) {
  const auto problems = schema_problems(schema(), boost::json::parse(render_json(run)));
  return fmt::format("{}", fmt::join(problems, "\n"));
}

}  // namespace

TEST(ResultsJson, IsAsApproved) {
  RunResult run = sample_run();
  run.cases = {run.cases[4], run.cases.back()};
  EXPECT_TRUE(approved("results.json", render_json(run)));
}

TEST(ResultsJson, HoldsAgainstItsSchema) {
  EXPECT_EQ(problems_of(sample_run()), "");
  EXPECT_EQ(problems_of(hostile_run()), "");
  EXPECT_EQ(problems_of(RunResult{}), "");
}

TEST(ResultsJson, TheSchemaRefusesWhatIsWrong) {
  boost::json::value document = boost::json::parse(render_json(sample_run()));
  auto& first = document.at("cases").as_array()[0].as_object();
  first["verdict"] = "MAYBE";
  first["line"] = "2";
  first.erase("id");
  first["unknown"] = 1;
  EXPECT_EQ(schema_problems(schema(), document).size(), 4U);
}

TEST(ResultsJson, IsReadBack) {
  const RunResult run = sample_run();
  const auto read = parse_json(render_json(run));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(render_json(*read), render_json(run));
  EXPECT_FALSE(parse_json("{}").has_value());
  EXPECT_FALSE(parse_json("").has_value());
  EXPECT_FALSE(parse_json("[]").has_value());
}

TEST(ResultsJson, IsValidUtf8WhateverTheDeviceSent) {
  const std::string text = render_json(hostile_run());
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto decoded = decode_utf8(rest);
    ASSERT_NE(decoded.length, 0U);
    rest.remove_prefix(decoded.length);
  }
}

}  // namespace sipspec::reports::test
