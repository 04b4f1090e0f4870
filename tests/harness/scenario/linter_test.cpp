#include "harness/scenario/linter.hpp"

#include "loading.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sipspec::harness {
namespace {

constexpr std::string_view watched =
    "<send id=\"m\"/><expect id=\"r\" response-to=\"m\" verifies=\"RFC3261-8.2.6-01\">"
    "<check status=\"2xx\"/></expect>";
constexpr std::string_view proof =
    "<proof mutant=\"contact-in-2xx\" finding=\"RFC3261-8.2.6-01\"/>";

std::string head(std::string_view device, std::string_view transports) {
  return "<scenario xmlns=\"urn:sipspec:scenario:1\" id=\"a/b\" device=\"" + std::string(device) +
         "\" transports=\"" + std::string(transports) +
         "\">\n<title>T</title><purpose>P.</purpose>\n";
}

/// Findings of a case, as printed; what surrounds the steps gives none.
Sentences findings(const std::string& xml, const LintContext& more = {}) {
  const Catalogue catalogue = small_catalogue();
  LintContext context = more;
  context.catalogue = &catalogue;
  Sentences sentences;
  for (const LintFinding& finding : lint(load_well(xml), context)) {
    sentences.push_back(to_string(finding));
  }
  return sentences;
}

/// Steps in line 3, the rest of a clean case from line 4 on.
Sentences of_steps(std::string_view steps, std::string_view device = "uas",
                   std::string_view transports = "udp") {
  return findings(with_steps(std::string(steps) + "\n" + std::string(watched) + std::string(proof),
                             head(device, transports)));
}

/// Findings of a check in line 4.
Sentences of_check(std::string_view check) {
  return of_steps("<send id=\"m0\"/><expect id=\"r0\" response-to=\"m0\">\n" + std::string(check) +
                  "</expect>");
}

TEST(Linter, FindsNothingInACleanCase) {
  EXPECT_EQ(of_steps(""), Sentences{});
}

TEST(Linter, HasUniqueSortedNamesAndSentences) {
  std::string_view last;
  for (const LintCheck& check : lint_checks()) {
    EXPECT_LT(last, check.name);
    EXPECT_FALSE(check.sentence.empty());
    last = check.name;
  }
}

TEST(Linter, BadExpression) {
  EXPECT_EQ(of_check("<check field=\"body\" matches=\"a(\" says=\"s\"/>"),
            Sentences{"c.xml:4:1: bad-expression: 'a(': missing ): a("});
  EXPECT_EQ(of_check("<check field=\"body\" matches=\"(a|b){2}\" says=\"s\"/>"), Sentences{});
}

TEST(Linter, BeyondTimeout) {
  EXPECT_EQ(of_steps("<pause for=\"41s\"/>\n<silence for=\"81*T1\"/>"),
            (Sentences{"c.xml:3:1: beyond-timeout: for=\"41s\" is longer than the timeout of the "
                       "case, 64*T1+8s",
                       "c.xml:4:1: beyond-timeout: for=\"81*T1\" is longer than the timeout of the "
                       "case, 64*T1+8s"}));
  EXPECT_EQ(of_steps("<pause for=\"40s\"/>"), Sentences{});
  EXPECT_EQ(
      of_steps("<send id=\"m0\"/>\n<delivered of=\"m0\" within=\"1min\"/>"),
      Sentences{"c.xml:4:1: beyond-timeout: within=\"1min\" is longer than the timeout of the "
                "case, 64*T1+8s"});
}

TEST(Linter, CaseNamesNothing) {
  EXPECT_EQ(findings(with_steps("<send id=\"m\"/><expect id=\"r\" response-to=\"m\">"
                                "<check status=\"2xx\"/></expect>")),
            (Sentences{"c.xml:1:1: case-names-nothing: no step and no check verifies a requirement",
                       "c.xml:1:1: no-proof: no mutant is named that this case finds"}));
  EXPECT_EQ(findings(with_steps(std::string("<send id=\"m\"/><expect id=\"r\" response-to=\"m\">"
                                            "<check status=\"2xx\"/></expect>") +
                                std::string(proof))),
            Sentences{});
}

TEST(Linter, CheckContradicts) {
  EXPECT_EQ(of_check("<check present=\"Allow\" when=\"4xx\" says=\"s\"/>\n<check absent=\"Allow\" "
                     "when=\"405\" says=\"s\"/>"),
            Sentences{"c.xml:5:1: check-contradicts: 'Allow' is to be there and not to be there"});
  EXPECT_EQ(of_check("<check present=\"Allow\" when=\"405\" says=\"s\"/>\n<check absent=\"Allow\" "
                     "when=\"2xx\" says=\"s\"/>"),
            Sentences{});
}

TEST(Linter, CheckNamesNothing) {
  EXPECT_EQ(
      of_check("<check absent=\"Contact\"/>"),
      Sentences{"c.xml:4:1: check-names-nothing: the check of 'Contact' names no requirement; a "
                "precondition explains itself by says=\"...\""});
  EXPECT_EQ(of_check("<check absent=\"Contact\" verifies=\"RFC3428-7-05\"/>"), Sentences{});
  EXPECT_EQ(of_check("<check status=\"2xx\"/>"), Sentences{});
}

TEST(Linter, CheckTwice) {
  EXPECT_EQ(of_check("<check status=\"2xx\"/>\n<check status=\"2xx\"/>"),
            Sentences{"c.xml:5:1: check-twice: the check of line 4 once more"});
  EXPECT_EQ(of_check("<check status=\"2xx\"/>\n<check status=\"2xx\" when=\"2xx\"/>"), Sentences{});
}

TEST(Linter, CheckUnreachable) {
  EXPECT_EQ(
      of_check("<check status=\"2xx 415\"/>\n<check present=\"Allow\" when=\"405\" says=\"s\"/>"),
      Sentences{"c.xml:5:1: check-unreachable: when=\"405\" never holds beside "
                "status=\"2xx 415\""});
  EXPECT_EQ(
      of_check("<check status=\"2xx 415\"/>\n<check present=\"Allow\" when=\"4xx\" says=\"s\"/>"),
      Sentences{});
}

TEST(Linter, EmptyExpect) {
  EXPECT_EQ(of_steps("<send id=\"m0\"/>\n<expect id=\"r0\" response-to=\"m0\"/>"),
            Sentences{"c.xml:4:1: empty-expect: 'r0' checks nothing and verifies nothing"});
}

TEST(Linter, HeaderMisspelt) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\">\n<set name=\"Max-Forward\">0</set></send><silence for=\"1s\"/>"),
      Sentences{"c.xml:4:1: header-misspelt: 'Max-Forward' is no header field, 'Max-Forwards' "
                "is; a name that is meant so is written as a row"});
  EXPECT_EQ(
      of_steps("<send id=\"m0\">\n<set name=\"max-forwards\">0</set><set name=\"X-Forwards\">0"
               "</set><set name=\"Foo\">0</set></send><silence for=\"1s\"/>"),
      Sentences{});
}

TEST(Linter, IdIsNoPath) {
  const std::string xml = with_steps(std::string(watched) + std::string(proof));
  const auto in = [&](const std::filesystem::path& file) {
    Sentences sentences;
    for (const LintFinding& finding : lint(load_well(xml, file), {.root = "/r"})) {
      sentences.push_back(to_string(finding));
    }
    return sentences;
  };
  EXPECT_EQ(in("/r/a/c.xml"), Sentences{"/r/a/c.xml:1:1: id-is-no-path: the id belongs to the file "
                                        "a/b.xml, not a/c.xml"});
  EXPECT_EQ(in("/r/a/b.xml"), Sentences{});
}

TEST(Linter, NoProof) {
  EXPECT_EQ(findings(with_steps(watched)),
            Sentences{"c.xml:1:1: no-proof: no mutant is named that this case finds"});
}

TEST(Linter, NothingAwaited) {
  EXPECT_EQ(of_steps("", "uac"),
            Sentences{"c.xml:1:1: nothing-awaited: the device is to send, but the "
                      "case awaits no request"});
  EXPECT_EQ(
      of_steps(
          "<expect id=\"q\" request=\"MESSAGE\"><check absent=\"Contact\" says=\"s\"/></expect>"
          "<respond to=\"q\" status=\"200\"/>",
          "uac"),
      Sentences{});
}

TEST(Linter, NothingSent) {
  EXPECT_EQ(
      findings(
          with_steps("<silence for=\"1s\" verifies=\"RFC3261-17.2.2-04\"/>" + std::string(proof))),
      Sentences{"c.xml:1:1: nothing-sent: the device is to receive, but the case sends nothing"});
}

TEST(Linter, ProofOfNothing) {
  const std::string xml =
      with_steps(std::string(watched) + "\n<proof mutant=\"x\" finding=\"RFC3428-7-05\"/>");
  EXPECT_EQ(findings(xml, {.monitored = {"RFC3261-17.2.2-04"}}),
            Sentences{"c.xml:4:1: proof-of-nothing: neither the case nor a monitor verifies "
                      "RFC3428-7-05"});
  EXPECT_EQ(findings(xml, {.monitored = {"RFC3428-7-05"}}), Sentences{});
  EXPECT_EQ(findings(xml), Sentences{});
}

TEST(Linter, PurposeRepeats) {
  std::string xml = with_steps(std::string(watched) + std::string(proof));
  xml.replace(xml.find("P."), 2, "T.");
  EXPECT_EQ(findings(xml),
            Sentences{"c.xml:1:1: purpose-repeats: the purpose says no more than the title"});
}

TEST(Linter, RequestUnanswered) {
  EXPECT_EQ(
      of_steps(
          "<expect id=\"q\" request=\"MESSAGE\"><check absent=\"Contact\" says=\"s\"/></expect>"),
      Sentences{"c.xml:3:1: request-unanswered: no respond answers the request 'q'"});
  EXPECT_EQ(
      of_steps("<expect id=\"q\" request=\"ACK\"><check absent=\"Contact\" says=\"s\"/></expect>"),
      Sentences{});
}

TEST(Linter, RequirementRole) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\"/><delivered of=\"m0\" verifies=\"RFC3428-7-05\"/>", "proxy"),
      Sentences{"c.xml:3:16: requirement-role: RFC3428-7-05 binds uas, not the device of this "
                "case"});
  EXPECT_EQ(of_steps("<send id=\"m0\"/><delivered of=\"m0\" verifies=\"RFC3428-7-05\"/>", "b2bua"),
            Sentences{});
}

TEST(Linter, RequirementTransport) {
  EXPECT_EQ(
      of_steps("<silence for=\"1s\" verifies=\"RFC3261-17.2.2-04\"/>", "uas", "udp tcp"),
      Sentences{"c.xml:3:1: requirement-transport: RFC3261-17.2.2-04 shows on udp, but the case "
                "runs over tcp too"});
  EXPECT_EQ(of_steps("<silence for=\"1s\" verifies=\"RFC3261-17.2.2-04\"/>"), Sentences{});
  EXPECT_EQ(of_steps("<silence for=\"1s\" verifies=\"RFC3428-7-05\"/>", "uas", "wss"), Sentences{});
}

TEST(Linter, ResendDoubled) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\"/>\n<resend of=\"m0\"/><silence for=\"1s\"/>"),
      Sentences{"c.xml:4:1: resend-doubled: 'm0' is retransmitted by its transaction as well; "
                "its send wants transaction=\"none\""});
  EXPECT_EQ(
      of_steps("<send id=\"m0\" transaction=\"none\"/>\n<resend of=\"m0\"/><silence for=\"1s\"/>"),
      Sentences{});
  EXPECT_EQ(
      of_steps(
          "<send id=\"m0\"/><expect id=\"r0\" response-to=\"m0\"><check status=\"2xx\"/></expect>"
          "<resend of=\"m0\"/>"),
      Sentences{});
}

TEST(Linter, ResendReliable) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\" transaction=\"none\"/>\n<resend of=\"m0\"/><silence for=\"1s\"/>",
               "uas", "udp tcp"),
      Sentences{"c.xml:4:1: resend-reliable: 'm0' is sent again, but nothing is retransmitted on "
                "a reliable transport, and the case runs over one"});
}

TEST(Linter, SentUnwatched) {
  EXPECT_EQ(of_steps("<send id=\"m0\"/>"),
            Sentences{"c.xml:3:1: sent-unwatched: no expect, silence or delivered looks at 'm0'"});
  EXPECT_EQ(of_steps("<send id=\"m0\" method=\"ACK\"/>"), Sentences{});
  EXPECT_EQ(of_steps("<send id=\"m0\"/><silence for=\"1s\"/>"), Sentences{});
  EXPECT_EQ(of_steps("<send id=\"m0\"/><delivered of=\"m0\"/>"), Sentences{});
}

TEST(Linter, StrayBlank) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\">\n<set name=\"Subject\">x </set></send><silence for=\"1s\"/>"),
      Sentences{"c.xml:4:1: stray-blank: the value of 'Subject' begins or ends with a blank; a "
                "blank that is meant is written \\x20"});
  EXPECT_EQ(
      of_steps("<send id=\"m0\"><start-line> x</start-line></send><silence for=\"1s\"/>"),
      Sentences{"c.xml:3:1: stray-blank: the start line of 'm0' begins or ends with a blank; a "
                "blank that is meant is written \\x20"});
  EXPECT_EQ(of_steps("<send id=\"m0\"><set name=\"Subject\">x\\x20</set><row>x </row></send>"
                     "<silence for=\"1s\"/>"),
            Sentences{});
}

TEST(Linter, StreamOnly) {
  EXPECT_EQ(
      of_steps("<send id=\"m0\"><deliver cut-at=\"3\"/></send><silence for=\"1s\"/>\n<close/>",
               "uas", "udp tcp"),
      (Sentences{"c.xml:3:1: stream-only: the deliver of 'm0' needs a stream, but the case runs "
                 "over UDP too",
                 "c.xml:4:1: stream-only: there is no connection to close over UDP, where the "
                 "case runs too"}));
  EXPECT_EQ(
      of_steps("<send id=\"m0\"><deliver cut-at=\"3\"/></send><silence for=\"1s\"/>\n<close/>",
               "uas", "tcp tls"),
      Sentences{});
}

TEST(Linter, UnknownMutant) {
  const std::string xml = with_steps(std::string(watched) + "\n" + std::string(proof));
  EXPECT_EQ(findings(xml, {.mutants = {"contact-in-1xx", "other"}}),
            Sentences{"c.xml:4:1: unknown-mutant: the reference device has no mutant "
                      "'contact-in-2xx'; did you mean 'contact-in-1xx'?"});
  EXPECT_EQ(findings(xml, {.mutants = {"contact-in-2xx"}}), Sentences{});
}

TEST(Linter, UnusedActor) {
  EXPECT_EQ(of_steps("<actor id=\"alice\"/><actor id=\"bob\"/>"),
            Sentences{"c.xml:3:20: unused-actor: no step uses the actor 'bob'"});
  EXPECT_EQ(of_steps("<actor id=\"alice\"/><actor id=\"bob\"/><send id=\"m0\"><header name=\"X-A\">"
                     "{bob.uri}</header></send><silence for=\"1s\"/>"),
            Sentences{});
}

TEST(Linter, HoldsShippedScenariosToMore) {
  const Scenario scenario = load_well(with_steps(watched));
  const auto own = lint(scenario, {});
  const auto shipped = lint(scenario, {.origin = ScenarioOrigin::shipped});
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].severity, LintSeverity::warning);
  EXPECT_EQ(shipped.at(0).severity, LintSeverity::error);
}

TEST(Linter, SortsByPlace) {
  const Sentences found = of_steps("<send id=\"m0\"/>\n<pause for=\"41s\"/>\n<send id=\"m1\"/>");
  ASSERT_EQ(found.size(), 3U);
  EXPECT_TRUE(found[0].starts_with("c.xml:3:1: sent-unwatched"));
  EXPECT_TRUE(found[1].starts_with("c.xml:4:1: beyond-timeout"));
  EXPECT_TRUE(found[2].starts_with("c.xml:5:1: sent-unwatched"));
}

}  // namespace
}  // namespace sipspec::harness
