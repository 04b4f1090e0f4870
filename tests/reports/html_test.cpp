#include "reports/html.hpp"

#include "reports/html_parts.hpp"
#include "reports/sha256.hpp"
#include "tests/reports/approval.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace sipspec::reports::test {

namespace {

std::size_t count(std::string_view text, std::string_view needle) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(needle, at)) != std::string_view::npos; ++at) {
    ++found;
  }
  return found;
}

/// The page without style and script: what an approval has to hold.
std::string markup(std::string html) {
  for (const auto& [open, close] : {std::pair<std::string, std::string>{"<style>", "</style>"},
                                    std::pair<std::string, std::string>{"<script>", "</script>"}}) {
    const std::size_t begin = html.find(open) + open.size();
    html.erase(begin, html.find(close, begin) - begin);
  }
  html = std::regex_replace(html, std::regex("sha256-[A-Za-z0-9+/=]+"), "sha256-X");
  return std::regex_replace(html, std::regex("><(details|section|p|div|li|tr|h[1-5]|dl|main)"),
                            ">\n<$1");
}

}  // namespace

TEST(Html, IsAsApproved) {
  RunResult run = sample_run();
  run.cases = {run.cases[0], run.cases[4], run.cases[10], run.cases[11]};
  EXPECT_TRUE(approved("report.html", markup(render_html(run, {}))));
}

TEST(Html, AsksNoNetworkAndAllowsOnlyItsOwnScriptAndStyle) {
  const std::string html = render_html(sample_run(), {});
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(html.find("script-src 'sha256-" + sha256_base64(html_script()) + "'"),
            std::string::npos);
  EXPECT_NE(html.find("style-src 'sha256-" + sha256_base64(html_style()) + "'"), std::string::npos);
  EXPECT_EQ(count(html, "<script"), 1U);
  EXPECT_EQ(count(html, "</script"), 1U);
  EXPECT_EQ(count(html, " style="), 0U);
  EXPECT_EQ(count(html, "<link"), 0U);
  EXPECT_EQ(count(html, " src="), 0U);
  EXPECT_FALSE(std::regex_search(html, std::regex("<[^>]* on[a-z]+=")));
}

TEST(Html, EveryRowHasAnIdOfItsOwnThatIsItsCase) {
  const RunResult run = sample_run();
  const std::string html = render_html(run, {});
  std::set<std::string> anchors;
  for (const auto& result : run.cases) {
    const std::string anchor = html_anchor(result);
    EXPECT_TRUE(anchors.insert(anchor).second);
    EXPECT_EQ(anchor.find(' '), std::string::npos);
    EXPECT_EQ(count(html, "<details class=\"case\" id=\"" + anchor + "\""), 1U);
  }
}

TEST(Html, EveryArrowLeadsToItsMessage) {
  const std::string html = render_html(sample_run(), {});
  const std::regex link("<a href=\"#(c[0-9]+m[0-9]+)\" data-m=\"(c[0-9]+m[0-9]+)\">");
  std::size_t links = 0;
  for (std::sregex_iterator it(html.begin(), html.end(), link), end; it != end; ++it, ++links) {
    EXPECT_EQ((*it)[1], (*it)[2]);
    EXPECT_EQ(count(html, "id=\"" + (*it)[1].str() + "\""), 1U);
  }
  EXPECT_GT(links, 20U);
}

TEST(Html, SaysVerdictsInWordsAndSigns) {
  for (const Verdict verdict : all_verdicts) {
    const std::string text = html_verdict(verdict);
    EXPECT_NE(text.find(symbol(verdict)), std::string::npos);
    EXPECT_NE(text.find(to_string(verdict).substr(0, 3)), std::string::npos);
  }
}

TEST(Html, HasAPlainTableForReadersWithoutScripts) {
  const std::string html = render_html(sample_run(), {});
  const std::string table = html.substr(html.find("<noscript>"));
  EXPECT_EQ(count(table, "<tr><td>"), sample_run().cases.size());
}

TEST(Html, StaysBelowFiveMebibytesForFiveHundredCases) {
  EXPECT_LT(render_html(large_run(500), {}).size(), std::size_t{5} << 20U);
}

TEST(Html, FoldsLargeMessagesButShowsTheMarkedPlace) {
  std::string octets(200'000, 'x');
  octets.replace(150'000, 3, "BAD");
  const std::string shown = html_octets(octets, {{150'000, 3}}, 65'536);
  EXPECT_LT(shown.size(), 10'000U);
  EXPECT_NE(shown.find("<mark>BAD</mark>"), std::string::npos);
  EXPECT_EQ(count(shown, "octets folded"), 2U);
}

TEST(HtmlOctets, MarksOverlappingRangesOnce) {
  EXPECT_EQ(html_octets("abcdef", {{3, 2}, {1, 3}, {90, 1}, {0, 0}}, 100), "a<mark>bcde</mark>f");
}

TEST(HtmlOctets, ShowsOddLineEndsAndOctets) {
  EXPECT_EQ(html_octets("a\r\nb\nc\rd\xff", {}, 100), "a\nb<i>\\n</i>\nc<i>\\r</i>d<i>\\xff</i>");
  EXPECT_EQ(html_octets("a\r\nb", {{1, 2}}, 100), "a<mark><i>\\r</i><i>\\n</i>\n</mark>b");
}

TEST(HtmlLink, LeadsOnlyToTheWeb) {
  EXPECT_EQ(html_link("javascript:alert(1)", "x"), "x");
  EXPECT_EQ(html_link("data:text/html,x", "x"), "x");
  EXPECT_EQ(html_link("https://a/\"><b>", "x"),
            "<a href=\"https://a/&quot;&gt;&lt;b&gt;\" rel=\"noreferrer\">x</a>");
}

}  // namespace sipspec::reports::test
