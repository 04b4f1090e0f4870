// What a device sends comes out of no writer as it went in.

#include "reports/console.hpp"
#include "reports/events_file.hpp"
#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/junit.hpp"
#include "reports/ladder_svg.hpp"
#include "reports/utf8.hpp"
#include "tests/reports/sample_run.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace sipspec::reports::test {

namespace {

enum class EscAllowed : std::uint8_t { no, for_colours };

/// No control but LF, no bidirectional or invisible character, no octet that is not UTF-8.
void expect_harmless(std::string_view text, EscAllowed esc, std::string_view writer) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto decoded = decode_utf8(rest);
    ASSERT_NE(decoded.length, 0U) << writer << " at " << text.size() - rest.size();
    const char32_t c = decoded.code_point;
    const bool own = c == '\n' || (esc == EscAllowed::for_colours && (c == 0x1B || c == '\r'));
    const bool control = (c < 0x20 && !own) || (c >= 0x7F && c <= 0x9F);
    const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                       c == 0x2028 || c == 0xFEFF || c == 0xFFFE;
    ASSERT_FALSE(control || turns) << writer << " at " << text.size() - rest.size();
    rest.remove_prefix(decoded.length);
  }
}

std::string console_text(Terminal terminal) {
  std::ostringstream out;
  Console console(out, terminal,
                  {.verbosity = Verbosity::very_verbose, .report_paths = {"\x1b[2J"}});
  for (const auto& event : events_of(hostile_run())) {
    console.on_event(event);
  }
  return out.str();
}

}  // namespace

TEST(HostileOctets, DoNotSurviveInAPipe) {
  expect_harmless(console_text(terminal_for(IsTty::no, 100, nullptr)), EscAllowed::no, "pipe");
}

TEST(HostileOctets, LeaveOnATerminalOnlyTheColoursOfTheConsoleItself) {
  const std::string text = console_text(terminal_for(IsTty::yes, 100, nullptr));
  expect_harmless(text, EscAllowed::for_colours, "tty");
  const std::string rest = std::regex_replace(
      text, std::regex("\x1b\\[(0|1|2|31|32|33|34|36|1;31|1;35)m|\r\x1b\\[2K"), "");
  expect_harmless(rest, EscAllowed::no, "tty without colours");
}

TEST(HostileOctets, NeverStartALineOfTheConsole) {
  // A line of its own would be read as a command by some CI servers ("::error::").
  EXPECT_EQ(console_text(terminal_for(IsTty::no, 100, nullptr)).find("\n::"), std::string::npos);
}

TEST(HostileOctets, DoNotSurviveInHtml) {
  const std::string html = render_html(hostile_run(), {});
  expect_harmless(html, EscAllowed::no, "html");
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_EQ(html.find("alert(1)</script"), std::string::npos);
  EXPECT_EQ(html.find("href=\"javascript"), std::string::npos);
  EXPECT_EQ(html.find("<script>alert"), std::string::npos);
}

TEST(HostileOctets, DoNotSurviveInJunit) {
  for (const auto dialect : {JunitDialect::rich, JunitDialect::strict}) {
    const std::string xml =
        render_junit(hostile_run(), {.dialect = dialect, .attachment_prefix = {}});
    expect_harmless(xml, EscAllowed::no, "junit");
    EXPECT_EQ(xml.find("<script"), xml.find("<script>alert", xml.find("<![CDATA[")));
  }
}

TEST(HostileOctets, DoNotSurviveInJson) {
  expect_harmless(render_json(hostile_run()), EscAllowed::no, "json");
}

TEST(HostileOctets, DoNotSurviveInEvents) {
  for (const auto& event : events_of(hostile_run())) {
    const std::string line = to_line(event);
    expect_harmless(line, EscAllowed::no, "events");
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

TEST(HostileOctets, DoNotSurviveInALadder) {
  const Ladder ladder = lay_out(hostile_case());
  expect_harmless(ladder_text(ladder, 100), EscAllowed::no, "ladder text");
  const std::string svg = ladder_svg(
      ladder,
      {.use = SvgOptions::Use::own_file, .message_prefix = "m", .title = hostile_case().title});
  expect_harmless(svg, EscAllowed::no, "ladder svg");
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_EQ(svg.find("<img"), std::string::npos);
}

}  // namespace sipspec::reports::test
