#include "reports/ladder.hpp"

#include "reports/case_text.hpp"
#include "reports/excerpt.hpp"
#include "reports/ladder_svg.hpp"
#include "reports/text_format.hpp"
#include "tests/reports/approval.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

namespace sipspec::reports::test {

namespace {

std::string marked(std::string_view octets, OctetRange mark, ExcerptLimits limits = {}) {
  return excerpt_text(excerpt(octets, mark, limits), "");
}

}  // namespace

TEST(Ladder, AsTextIsAsApproved) {
  std::string text;
  for (const auto* name :
       {"no-contact-in-2xx", "max-forwards-counts-down", "no-final-response", "no-call-id"}) {
    text += ladder_text(lay_out(sample_case(name)), 100) + "\n";
  }
  EXPECT_TRUE(approved("ladder.txt", text));
}

TEST(Ladder, AsSvgIsAsApproved) {
  const SvgOptions own{.use = SvgOptions::Use::own_file};
  EXPECT_TRUE(approved("ladder.svg", ladder_svg(lay_out(sample_case("no-final-response")), own)));
}

TEST(Ladder, PutsTheDeviceBetweenTheFirstActorAndTheOthers) {
  const Ladder ladder = lay_out(sample_case("max-forwards-counts-down"));
  EXPECT_EQ(ladder.lifelines, (std::vector<std::string>{"alice", "device", "bob"}));
  EXPECT_EQ(ladder.device, 1U);
}

TEST(Ladder, DrawsWhatNeverCameAtItsDeadlineInTheDirectionItShouldHaveHad) {
  const Ladder ladder = lay_out(sample_case("no-final-response"));
  const LadderRow& last = ladder.rows.back();
  EXPECT_EQ(last.kind, LadderRow::Kind::missing);
  EXPECT_EQ(last.from, ladder.device);
  EXPECT_EQ(last.to, 0U);
  EXPECT_EQ(last.at, std::chrono::seconds(32));
}

TEST(Ladder, TimersSpanTheRowsOfTheirTime) {
  const Ladder ladder = lay_out(sample_case("no-final-response"));
  ASSERT_EQ(ladder.brackets.size(), 2U);
  EXPECT_EQ(ladder.brackets[1].first_row, 0U);
  EXPECT_EQ(ladder.brackets[1].last_row, ladder.rows.size() - 1);
  EXPECT_EQ(ladder.brackets[1].outcome, "fired after 32.000 s");
}

TEST(Ladder, OfACaseWithoutMessagesIsTwoLifelines) {
  const Ladder ladder = lay_out(CaseResult{});
  EXPECT_EQ(ladder.lifelines.size(), 2U);
  EXPECT_TRUE(ladder.rows.empty());
  EXPECT_FALSE(ladder_text(ladder, 80).empty());
  EXPECT_FALSE(ladder_svg(ladder, {}).empty());
}

TEST(Ladder, NamesEachFindingByItsOwnVerdict) {
  const Ladder ladder = lay_out(sample_case("415-has-accept"));
  const std::vector<LadderMark> marks = {{1, Verdict::fail}, {2, Verdict::info}};
  EXPECT_EQ(ladder.rows[1].findings, marks);
  EXPECT_NE(ladder_text(ladder, 100).find("×1  i2"), std::string::npos);
}

TEST(Excerpt, PutsCaretsUnderTheOffendingOctets) {
  EXPECT_EQ(marked("A: 1\r\nB: 22\r\nC: 3\r\n", {9, 2}),
            "  1 │ A: 1\n  2 │ B: 22\n    │    ^^\n  3 │ C: 3\n");
}

TEST(Excerpt, ShowsLineEndsOnlyWhereTheyAreTheOffence) {
  EXPECT_EQ(marked("A: 1\nB\r\n", {4, 1}), "  1 │ A: 1\\n\n    │     ^^\n  2 │ B\n");
}

TEST(Excerpt, LeavesOutWhatIsFarAway) {
  std::string octets;
  for (int i = 0; i < 20; ++i) {
    octets += "line\r\n";
  }
  EXPECT_EQ(marked(octets, {60, 4}, {.context = 1}),
            "  1 │ line\n    ┆\n 10 │ line\n 11 │ line\n    │ ^^^^\n 12 │ line\n    ┆\n");
}

TEST(Excerpt, ShortensLongLinesAroundTheMark) {
  const std::string octets = std::string(500, 'a') + "BAD" + std::string(500, 'c');
  const auto lines = excerpt(octets, {500, 3}, {.columns = 40});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].text.find("aBADc"), std::string::npos);
  EXPECT_EQ(lines[0].mark_width, 3U);
  EXPECT_TRUE(lines[0].text.starts_with("…"));
  EXPECT_TRUE(lines[0].text.ends_with("…"));
}

TEST(Excerpt, ShowsOctetsThatCannotBePrintedAsHex) {
  EXPECT_EQ(marked("A\xff\n", {1, 1}), "  1 │ A\\xff\n    │  ^^^^\n");
}

TEST(Excerpt, TakesMarksThatDoNotFit) {
  EXPECT_EQ(marked("", {0, 5}), "");
  EXPECT_EQ(marked("ab", {7, 5}), "  1 │ ab\n");
  EXPECT_EQ(marked("ab", {1, 4'000'000'000}), "  1 │ ab\n    │  ^\n");
}

TEST(CaseText, TellsEverythingInItsOrder) {
  const std::string text =
      case_text(sample_case("no-contact-in-2xx"), {.columns = 100}, Paint(Colour::off));
  std::size_t at = 0;
  for (const auto* part :
       {"rfc3428/7/no-contact-in-2xx [transport=udp ip=4]", "A 2xx to MESSAGE carries no Contact",
        "scenarios/rfc3428/7/no-contact-in-2xx.xml:18", "RFC 3428 §7 · MUST NOT · RFC3428-7-05",
        "Expected: ", "Actual: ", "Message #2, frame 2", "^^^^", "alice", "Capture: ", "frame 2",
        "Again: "}) {
    const std::size_t found = text.find(part, at);
    ASSERT_NE(found, std::string::npos) << part;
    at = found;
  }
}

TEST(DurationText, UsesTheUnitThatReadsBest) {
  EXPECT_EQ(duration_text(Offset{0}), "0 ms");
  EXPECT_EQ(duration_text(Offset{420}), "0.4 ms");
  EXPECT_EQ(duration_text(Offset{14'200}), "14 ms");
  EXPECT_EQ(duration_text(Offset{1'502'000}), "1.502 s");
  EXPECT_EQ(duration_text(Offset{125'000'000}), "2 min 05 s");
  EXPECT_EQ(duration_text(Offset{-5'000}), "-5 ms");
  EXPECT_EQ(seconds_text(Offset{31'400}), "0.031");
  EXPECT_EQ(seconds_text(Offset{-1}), "0.000");
}

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_EQ(wrap("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("  longerthanthat x", 5), (std::vector<std::string>{"longerthanthat", "x"}));
  EXPECT_TRUE(wrap("", 5).empty());
}

}  // namespace sipspec::reports::test
