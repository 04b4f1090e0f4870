// Whatever stands in a file, the loader answers with errors or a scenario.

#include "loading.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace sipspec::harness {
namespace {

/// A case that uses the whole language.
const std::string& rich_case() {
  static const std::string xml = with_steps(
      "<known-bug ref=\"a\">b</known-bug><actor id=\"alice\"/><!-- c -->\n"
      "<send id=\"m\"><start-line>A {branch}</start-line><header "
      "name=\"X\" at=\"top\">&lt;\\x41</header><row>r</row><body line-ends=\"crlf\" trim=\"yes\" "
      "expand=\"yes\">\n  \xC3\xA4{random}<![CDATA[&]]>\n  </body><deliver cut-at=\"3 5\" "
      "pause=\"1s\"/></send>\n<send id=\"n\"><raw encoding=\"hex\">7b 00</raw></send>"
      "<resend of=\"m\" times=\"2\"/>\n<expect id=\"r\" response-to=\"m\" within=\"64*T1+2*T2\" "
      "verifies=\"RFC3261-8.2.6-01\"><check status=\"2xx 415\"/><check field=\"to.tag\" "
      "same-as=\"m.from.tag\"/><check copied=\"Via\" from=\"m\"/></expect>\n<expect id=\"q\" "
      "request=\"*\"/><respond to=\"q\" status=\"200\"><body "
      "encoding=\"base64\">V2F0</body></respond>"
      "<silence for=\"1s\"/><pause for=\"1s\"/><close/><delivered of=\"m\"/>\n"
      "<proof mutant=\"x\" finding=\"RFC3428-7-05\"/>");
  return xml;
}

TEST(LoaderRobustness, TheRichCaseItselfIsGood) {
  EXPECT_EQ(load_well(rich_case()).steps.size(), 10U);
}

TEST(LoaderRobustness, EveryTruncationIsRefused) {
  const std::size_t end = rich_case().rfind('>');
  for (std::size_t size = 0; size <= end; ++size) {
    const Loaded loaded = load(rich_case().substr(0, size));
    EXPECT_FALSE(loaded.scenario) << size;
    EXPECT_FALSE(loaded.errors.empty()) << size;
  }
}

/// Either a scenario or errors, never both or neither.
void expect_an_answer(const std::string& xml) {
  const Loaded loaded = load(xml);
  EXPECT_EQ(loaded.scenario.has_value(), loaded.errors.empty());
}

TEST(LoaderRobustness, EveryRemovedOctetGetsAnAnswer) {
  for (std::size_t at = 0; at < rich_case().size(); ++at) {
    std::string xml = rich_case();
    xml.erase(at, 1);
    expect_an_answer(xml);
  }
}

TEST(LoaderRobustness, RandomOctetsGetAnAnswer) {
  std::mt19937 random(3428);
  for (int round = 0; round < 3000; ++round) {
    std::string xml = rich_case();
    for (int flips = 0; flips <= round % 4; ++flips) {
      xml[random() % xml.size()] = static_cast<char>(random() & 0xFFU);
    }
    expect_an_answer(xml);
  }
}

TEST(LoaderRobustness, SwappedPiecesOfTheLanguageGetAnAnswer) {
  static constexpr std::array<std::string_view, 14> pieces = {
      "<send id=\"", "\"/>",
      "<body>",      "</body>",
      "</send>",     "{",
      "}",           "response-to=",
      "&amp;",       "&#13;",
      "<![CDATA[",   "]]>",
      "<!--",        "<expect id=\"a\" request=\"*\">"};
  std::mt19937 random(3261);
  for (int round = 0; round < 3000; ++round) {
    std::string xml = rich_case();
    const std::size_t at = random() % xml.size();
    xml.replace(at, random() % 20, pieces[random() % pieces.size()]);
    expect_an_answer(xml);
  }
}

TEST(LoaderRobustness, DeepNestingIsRefusedNotFollowed) {
  std::string xml = "<scenario xmlns=\"urn:sipspec:scenario:1\">";
  for (int i = 0; i < 100000; ++i) {
    xml += "<send>";
  }
  const Loaded loaded = load(xml);
  EXPECT_FALSE(loaded.errors.empty());
  std::string closed = with_steps("<!-- -->");
  std::string nest;
  for (int i = 0; i < 50000; ++i) {
    nest += "<sen>";
  }
  for (int i = 0; i < 50000; ++i) {
    nest += "</sen>";
  }
  EXPECT_EQ(load(with_steps(nest + "<pause for=\"1s\"/>")).errors,
            Sentences{"c.xml:3:1: 'scenario' has no element 'sen'; did you mean 'send'?"});
}

}  // namespace
}  // namespace sipspec::harness
