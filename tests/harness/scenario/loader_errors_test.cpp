// Every refusal of the loader, with its exact place and text.

#include "loading.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

/// Mistakes of a case with these steps, which begin in line 3.
Sentences refused(std::string_view steps) {
  const Loaded loaded = load(with_steps(steps));
  EXPECT_FALSE(loaded.scenario);
  return loaded.errors;
}

/// Mistakes of a check; it begins in line 4, column 1.
Sentences refused_check(std::string_view check) {
  return refused("<send id=\"m\"/><expect id=\"r\" response-to=\"m\">\n" + std::string(check) +
                 "\n</expect>");
}

TEST(LoaderErrors, NameUnknownElementsAndAttributes) {
  EXPECT_EQ(refused("<sned id=\"m\"/><pause for=\"1s\"/>"),
            Sentences{"c.xml:3:1: 'scenario' has no element 'sned'; did you mean 'send'?"});
  EXPECT_EQ(refused("<send id=\"m\" methd=\"X\"/>"),
            Sentences{"c.xml:3:14: 'send' has no attribute 'methd'; did you mean 'method'?"});
  EXPECT_EQ(refused("<pause for=\"1s\"><wait/></pause>"),
            Sentences{"c.xml:3:17: 'pause' holds no elements, not even 'wait'"});
  EXPECT_EQ(refused("<pause for=\"1s\"> x</pause>"),
            Sentences{"c.xml:3:18: 'pause' holds no text"});
  EXPECT_EQ(refused("<s:pause for=\"1s\"/><pause for=\"1s\"/>"),
            Sentences{"c.xml:3:1: 'scenario' has no element 's:pause'; did you mean 'pause'?"});
}

TEST(LoaderErrors, NameWhatIsMissingOrTwice) {
  EXPECT_EQ(refused("<send/>"), Sentences{"c.xml:3:1: 'send' lacks the attribute 'id'"});
  EXPECT_EQ(refused("<send id=\"m\" id=\"n\"/>"),
            Sentences{"c.xml:3:14: the attribute 'id' stands twice"});
  EXPECT_EQ(refused("<send id=\"m\"><body/>\n<body/></send>"),
            Sentences{"c.xml:4:1: 'body' stands twice in 'send'"});
  EXPECT_EQ(refused(""), Sentences{"c.xml:1:1: the scenario has no steps"});
  EXPECT_EQ(load("<scenario xmlns=\"urn:sipspec:scenario:1\" id=\"a\" device=\"uas\" "
                 "transports=\"udp\"><purpose/><pause for=\"1s\"/></scenario>")
                .errors,
            (Sentences{"c.xml:1:1: 'scenario' lacks the element 'title'",
                       "c.xml:1:79: 'purpose' is empty"}));
}

TEST(LoaderErrors, NameTheOrderOfElements) {
  EXPECT_EQ(
      refused("<pause for=\"1s\"/>\n<actor id=\"bob\"/>"),
      Sentences{"c.xml:4:1: 'actor' stands too late in 'scenario': the order is title, purpose, "
                "known-bug, actor, send or resend or expect or respond or silence or pause or "
                "close or delivered, proof"});
}

TEST(LoaderErrors, WantTheRightRoot) {
  EXPECT_EQ(load("<scenari/>").errors,
            Sentences{"c.xml:1:1: the root element is 'scenario', not 'scenari'; did you mean "
                      "'scenario'?"});
  std::string xml = with_steps("<pause for=\"1s\"/>");
  xml.replace(xml.find(":1\""), 3, ":2\"");
  EXPECT_EQ(load(xml).errors,
            Sentences{"c.xml:1:11: the namespace is xmlns=\"urn:sipspec:scenario:1\""});
}

TEST(LoaderErrors, NameWrongWords) {
  EXPECT_EQ(refused("<send id=\"m\" fold=\"true\"/>"),
            Sentences{"c.xml:3:14: 'true' is not one of the words of 'fold': yes no"});
  EXPECT_EQ(
      refused("<send id=\"m\" transaction=\"non\"/>"),
      Sentences{"c.xml:3:14: 'non' is not one of the words of 'transaction': automatic none; did "
                "you mean 'none'?"});
  std::string xml = with_steps("<pause for=\"1s\"/>");
  xml.replace(xml.find("\"uas\""), 5, "\"uaz\"");
  xml.replace(xml.find("\"udp\""), 5, "\"udp sctp\"");
  EXPECT_EQ(
      load(xml).errors,
      (Sentences{"c.xml:1:51: 'uaz' is not one of the words of 'device': uas uac proxy registrar "
                 "b2bua gateway; did you mean 'uas'?",
                 "c.xml:1:64: 'sctp' is not one of the words of 'transports': udp tcp tls ws "
                 "wss"}));
}

TEST(LoaderErrors, NameValuesOfAnotherShape) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"<send id=\"1m\"/>",
       "c.xml:3:7: 'id' wants a name: a letter, then letters, digits, '-' or '_', not '1m'"},
      {"<send id=\"m\" method=\"A B\"/>",
       "c.xml:3:14: 'method' wants a token of RFC 3261, not 'A B'"},
      {"<send id=\"m\" uri=\"\"/>", "c.xml:3:14: 'uri' wants something; it is empty"},
      {"<pause for=\"\"/>", "c.xml:3:8: 'for' wants a time like 500ms or 64*T1"},
      {"<pause for=\"5\"/>",
       "c.xml:3:8: '5' is no time: a unit (us, ms, s, min) is expected at ''; a time is like "
       "500ms, "
       "64*T1 or T1+200ms"},
      {"<expect id=\"q\" request=\"*\"/><respond to=\"q\" status=\"99\"/>",
       "c.xml:3:45: 'status' wants a status code from 100 to 999, not '99'"},
      {"<send id=\"m\"><body repeat=\"-1\"/></send>",
       "c.xml:3:20: 'repeat' wants a number from 0 to 4294967295, not '-1'"},
      {"<send id=\"m\"><deliver cut-at=\"0 5\"/></send>",
       "c.xml:3:23: 'cut-at' wants numbers above 0, separated by blanks, not '0 5'"},
      {"<send id=\"m\"/><proof mutant=\"x y\" finding=\"RFC3428-7-05\"/>",
       "c.xml:3:22: 'mutant' wants a word of letters, digits, '.', '_', '-', not 'x y'"},
      {"<send id=\"m\"/><proof mutant=\"x\" finding=\"RFC3428-7-5\"/>",
       "c.xml:3:33: 'finding' wants a requirement id like RFC3428-7-05, not 'RFC3428-7-5'"},
  };
  for (const auto& [steps, sentence] : rows) {
    EXPECT_EQ(refused(steps), Sentences{sentence});
  }
  std::string xml = with_steps("<pause for=\"1s\"/>");
  xml.replace(xml.find("\"a/b\""), 5, "\"a//B\"");
  EXPECT_EQ(load(xml).errors,
            Sentences{"c.xml:1:42: 'id' wants lower-case words separated by '/', not 'a//B'"});
}

TEST(LoaderErrors, NameIdsThatAreTaken) {
  EXPECT_EQ(refused("<send id=\"m\"/>\n <send id=\"m\"/>"),
            Sentences{"c.xml:4:8: 'm' is taken by the step in line 3"});
  EXPECT_EQ(refused("<send id=\"alice\"/>"), Sentences{"c.xml:3:7: 'alice' is an actor already"});
  EXPECT_EQ(refused("<actor id=\"bob\"/><actor id=\"bob\"/><pause for=\"1s\"/>"),
            Sentences{"c.xml:3:25: 'bob' is an actor already"});
  EXPECT_EQ(refused("<send id=\"device\"/>"),
            Sentences{"c.xml:3:7: 'device' has a meaning of its own in templates"});
}

TEST(LoaderErrors, NameUnknownActorsStepsAndRequirements) {
  EXPECT_EQ(refused("<send id=\"m\" actor=\"alise\"/>"),
            Sentences{"c.xml:3:14: there is no actor 'alise'; did you mean 'alice'?"});
  EXPECT_EQ(refused("<send id=\"m1\"/><expect id=\"r\" response-to=\"m2\"/>"),
            Sentences{"c.xml:3:31: there is no step 'm2'; did you mean 'm1'?"});
  EXPECT_EQ(refused("<expect id=\"r\" response-to=\"m1\"/><send id=\"m1\"/>"),
            Sentences{"c.xml:3:16: 'm1' stands later than this step"});
  EXPECT_EQ(refused("<expect id=\"q\" request=\"*\"/><expect id=\"r\" response-to=\"q\"/>"),
            Sentences{"c.xml:3:44: 'q' is an expect, not a send"});
  EXPECT_EQ(
      refused("<send id=\"m\"/><delivered of=\"m\" verifies=\"RFC3428-7-06\"/>"),
      Sentences{"c.xml:3:33: there is no requirement 'RFC3428-7-06' in the catalogue; did you "
                "mean 'RFC3428-7-05'?"});
  EXPECT_EQ(refused("<send id=\"m\"/><proof mutant=\"x\" finding=\"DRAFT99-123-77\"/>"),
            Sentences{"c.xml:3:33: there is no requirement 'DRAFT99-123-77' in the catalogue"});
  EXPECT_EQ(refused("<resend of=\"m\"/><send id=\"m\" same-as=\"m\"/>"),
            (Sentences{"c.xml:3:9: 'm' stands later than this step",
                       "c.xml:3:30: 'm' is this very step"}));
}

TEST(LoaderErrors, PointAtTheReferenceInsideOfATemplate) {
  EXPECT_EQ(refused("<send id=\"m\"><set name=\"Via\">SIP &lt; \xC3\xA4{brunch}</set></send>"),
            Sentences{"c.xml:3:40: there is no reference '{brunch}'; did you mean 'branch'?"});
  EXPECT_EQ(refused("<send id=\"m\" uri=\"sip:&amp;{m.to.tag}\"/>"),
            Sentences{"c.xml:3:28: 'm' is this very step"});
  EXPECT_EQ(refused("<send id=\"m\"><row>a\n b</row></send>"),
            Sentences{"c.xml:3:20: a line break in here is written \\r\\n"});
  EXPECT_EQ(refused("<send id=\"m\"><body expand=\"yes\">ab{alice}</body></send>"),
            Sentences{"c.xml:3:35: '{alice}' does not say what of 'alice' is meant, like "
                      "{alice.host}"});
  EXPECT_EQ(
      refused("<send id=\"m\"><raw trim=\"yes\" line-ends=\"lf\">\n  a\n  {x}\n</raw></send>"),
      Sentences{"c.xml:5:3: there is no reference '{x}'"});
  EXPECT_EQ(
      refused("<send id=\"m\"><after>\\q</after></send>"),
      Sentences{"c.xml:3:21: no escape; known are \\r \\n \\t \\\\ and \\xNN with two hexadecimal "
                "digits"});
}

TEST(LoaderErrors, AskForLineEndsWhereTheTextHasLineBreaks) {
  EXPECT_EQ(refused("<send id=\"m\"><body>ab\nc</body></send>"),
            Sentences{"c.xml:3:22: the text has line breaks: say line-ends=\"crlf\" or "
                      "line-ends=\"lf\""});
}

TEST(LoaderErrors, PointIntoEncodedOctets) {
  EXPECT_EQ(refused("<send id=\"m\"><body encoding=\"hex\">00 g0</body></send>"),
            Sentences{"c.xml:3:38: this is no hexadecimal digit"});
  EXPECT_EQ(refused("<send id=\"m\"><raw encoding=\"base64\">A</raw></send>"),
            Sentences{"c.xml:3:38: base64 comes in groups of four characters, padded by '='"});
  EXPECT_EQ(refused("<send id=\"m\"><body encoding=\"hex\" trim=\"yes\">00</body></send>"),
            Sentences{"c.xml:3:35: 'trim' goes with text, not with an encoding"});
  EXPECT_EQ(refused("<send id=\"m\"><body encoding=\"hex\" expand=\"yes\">00</body></send>"),
            Sentences{"c.xml:3:20: only text can be expanded, not an encoding of octets"});
}

TEST(LoaderErrors, KeepBodyFilesBesideTheScenario) {
  EXPECT_EQ(refused("<send id=\"m\"><body file=\"/etc/passwd\"/></send>"),
            Sentences{"c.xml:3:20: the file of a body lies beside the scenario or below it"});
  EXPECT_EQ(refused("<send id=\"m\"><body file=\"a/../../b\"/></send>"),
            Sentences{"c.xml:3:20: the file of a body lies beside the scenario or below it"});
  EXPECT_EQ(refused("<send id=\"m\"><body file=\"no-such.bin\"/></send>"),
            Sentences{"c.xml:3:20: 'no-such.bin' cannot be read"});
  EXPECT_EQ(refused("<send id=\"m\"><body file=\"no-such.bin\" trim=\"yes\">x</body></send>"),
            (Sentences{"c.xml:3:20: 'no-such.bin' cannot be read",
                       "c.xml:3:39: 'trim' does not go with 'file'",
                       "c.xml:3:50: a body has either a file or text"}));
}

TEST(LoaderErrors, BoundWhatAScenarioCanMake) {
  EXPECT_EQ(refused("<send id=\"m\"><body repeat=\"16777217\">x</body></send>"),
            Sentences{"c.xml:3:20: the body has more than 16777216 octets, the most there may be"});
  EXPECT_EQ(load_well(with_steps("<send id=\"m\"><body repeat=\"16777216\">x</body></send>"))
                .steps.size(),
            1U);
  EXPECT_EQ(refused("<send id=\"m\"/><resend of=\"m\" times=\"0\"/>"),
            Sentences{"c.xml:3:30: 'times' is from 1 to 10000"});
  EXPECT_EQ(refused("<send id=\"m\"/><resend of=\"m\" times=\"10001\"/>"),
            Sentences{"c.xml:3:30: 'times' is from 1 to 10000"});
  std::string many;
  for (std::size_t i = 0; i < max_steps; ++i) {
    many += "<pause for=\"1s\"/>";
  }
  EXPECT_EQ(load_well(with_steps(many)).steps.size(), max_steps);
  EXPECT_EQ(refused(many + "\n<pause for=\"1s\"/>"),
            Sentences{"c.xml:4:1: there are more than 10000 steps"});
}

TEST(LoaderErrors, StopCountingSomewhere) {
  std::string many;
  for (std::size_t i = 0; i < max_errors + 5; ++i) {
    many += "<wait/>\n";
  }
  const Sentences errors = refused(many + "<pause for=\"1s\"/>");
  ASSERT_EQ(errors.size(), max_errors + 1);
  EXPECT_EQ(errors.back(), "c.xml:202: 5 more mistakes are left out");
}

TEST(LoaderErrors, NameSendsThatContradictThemselves) {
  const std::vector<std::pair<std::string, Sentences>> rows = {
      {"<send id=\"m\" method=\"X\"><raw>x</raw>\n<body/></send>",
       {"c.xml:3:14: 'method' means nothing beside 'raw'",
        "c.xml:4:1: 'body' means nothing beside 'raw'"}},
      {"<send id=\"m\" uri=\"sip:x\"><start-line>x</start-line></send>",
       {"c.xml:3:14: 'uri' means nothing beside 'start-line'"}},
      {"<send id=\"m\" same-branch=\"yes\"/>", {"c.xml:3:14: 'same-branch' needs 'same-as'"}},
      {"<send id=\"m\" ack=\"none\"/>", {"c.xml:3:14: 'ack' is for INVITE only"}},
      {"<send id=\"m\"/>\n<send id=\"n\" in-dialog=\"m\"/>",
       {"c.xml:4:14: 'm' sends MESSAGE; a dialog is set up by INVITE"}},
      {"<send id=\"i\" method=\"INVITE\"/>\n<send id=\"m\" in-dialog=\"i\" uri=\"sip:x\"/>",
       {"c.xml:4:28: 'uri' means nothing beside 'in-dialog'"}},
      {"<send id=\"i\" method=\"INVITE\"/>\n<send id=\"m\" in-dialog=\"i\" same-as=\"i\"/>",
       {"c.xml:4:28: 'same-as' means nothing beside 'in-dialog'"}},
      {"<send id=\"i\" method=\"INVITE\"/>\n<send id=\"m\" in-dialog=\"i\"><raw>x</raw></send>",
       {"c.xml:4:14: 'in-dialog' means nothing beside 'raw'"}},
      {"<send id=\"m\"><deliver octet-by-octet=\"yes\" cut-at=\"3\"/></send>",
       {"c.xml:3:23: 'octet-by-octet' and 'cut-at' exclude each other"}},
      {"<send id=\"m\"><deliver pause=\"1s\"/></send>",
       {"c.xml:3:23: 'pause' needs pieces: say 'cut-at' or 'octet-by-octet'"}},
      {"<send id=\"m\"><deliver cut-at=\"9 9\"/></send>",
       {"c.xml:3:23: the offsets rise, but 9 follows on 9"}},
      {"<send id=\"m\" together-with=\"n\"/><pause for=\"1s\"/><send id=\"n\"/>",
       {"c.xml:3:14: 'n' is not the send that follows on this one"}},
      {"<actor id=\"a\"/><actor id=\"b\"/><send id=\"m\" together-with=\"n\"/><send id=\"n\" "
       "actor=\"b\"/>",
       {"c.xml:3:44: 'n' is sent by 'b', this by 'a'"}},
  };
  for (const auto& [steps, sentences] : rows) {
    EXPECT_EQ(refused(steps), sentences);
  }
}

TEST(LoaderErrors, NameExpectationsThatContradictThemselves) {
  const std::vector<std::pair<std::string, Sentences>> rows = {
      {"<expect id=\"r\"/>", {"c.xml:3:1: an expect has exactly one of response-to and request"}},
      {"<send id=\"m\"/><expect id=\"r\" response-to=\"m\" request=\"*\"/>",
       {"c.xml:3:15: an expect has exactly one of response-to and request"}},
      {"<expect id=\"q\" request=\"*\" provisional=\"yes\"/>",
       {"c.xml:3:28: 'provisional' goes with response-to only"}},
      {"<expect id=\"q\" request=\"*\"><check status=\"2xx\"/>\n<check absent=\"To\" "
       "when=\"2xx\"/></expect>",
       {"c.xml:3:35: 'status' judges responses, not requests",
        "c.xml:4:20: 'when' judges responses, not requests"}},
      {"<send id=\"m\"/><expect id=\"r\" response-to=\"m\"/><respond to=\"r\" status=\"200\"/>",
       {"c.xml:3:56: 'r' awaits a response; only requests are answered"}},
      {"<send id=\"m\"/><delivered of=\"m\" min=\"2\" max=\"1\"/>",
       {"c.xml:3:33: min 2 is more than max 1"}},
      {"<send id=\"m\"/><delivered of=\"m\" max=\"0\"/>", {"c.xml:3:33: min 1 is more than max 0"}},
  };
  for (const auto& [steps, sentences] : rows) {
    EXPECT_EQ(refused(steps), sentences);
  }
}

TEST(LoaderErrors, NameChecksThatSayTooLittleOrTooMuch) {
  EXPECT_EQ(
      refused_check("<check/>"),
      Sentences{"c.xml:4:1: a check has exactly one of status, present, absent, copied, field"});
  EXPECT_EQ(
      refused_check("<check status=\"2xx\" absent=\"To\"/>"),
      Sentences{"c.xml:4:1: a check has exactly one of status, present, absent, copied, field"});
  const std::string operators =
      "c.xml:4:1: a check of a field has exactly one of equals, not-equals, contains, "
      "not-contains, "
      "matches, same-as, differs-from, count, at-least, at-most";
  EXPECT_EQ(refused_check("<check field=\"to\"/>"), Sentences{operators});
  EXPECT_EQ(refused_check("<check field=\"to\" equals=\"a\" at-most=\"2\"/>"),
            Sentences{operators});
  EXPECT_EQ(refused_check("<check absent=\"To\" equals=\"a\"/>"),
            Sentences{"c.xml:4:20: 'equals' goes with 'field' only"});
  EXPECT_EQ(refused_check("<check absent=\"To\" from=\"m\"/>"),
            Sentences{"c.xml:4:20: 'from' goes with 'copied' only"});
}

TEST(LoaderErrors, NameChecksOfThingsThatAreNotThere) {
  EXPECT_EQ(
      refused_check("<check status=\"2xy\"/>"),
      Sentences{"c.xml:4:8: 'status' wants status codes or classes like '2xx 405', not '2xy'"});
  EXPECT_EQ(refused_check("<check absent=\"Contcat\"/>"),
            Sentences{"c.xml:4:8: 'contcat' is no field of a message; an unknown header field is "
                      "written header(contcat); did you mean 'contact'?"});
  EXPECT_EQ(refused_check("<check copied=\"Via Frm\"/>"),
            Sentences{"c.xml:4:8: 'Frm' is no header field that is known; did you mean 'from'?"});
  EXPECT_EQ(refused_check("<check copied=\"Via\" from=\"x\"/>"),
            Sentences{"c.xml:4:21: there is no step 'x'; did you mean 'm'?"});
  EXPECT_EQ(refused_check("<check field=\"to.tag\" same-as=\"r.to.tag\"/>"),
            Sentences{"c.xml:4:23: 'r' is this very step"});
  EXPECT_EQ(
      refused_check("<check field=\"to.tag\" differs-from=\"m.tto\"/>"),
      Sentences{"c.xml:4:23: 'tto' is no field of a message; an unknown header field is written "
                "header(tto); did you mean 'to'?"});
  EXPECT_EQ(refused_check("<check field=\"cseq.number\" at-least=\"many\"/>"),
            Sentences{"c.xml:4:28: 'at-least' wants a number, not 'many'"});
  EXPECT_EQ(
      refused_check("<check field=\"to.tag\" equals=\"x{m.frm}\"/>"),
      Sentences{"c.xml:4:32: 'frm' is no field of a message; an unknown header field is written "
                "header(frm); did you mean 'from'?"});
  EXPECT_EQ(
      refused_check("<check field=\"call-id\" equals=\"{call-id}\"/>"),
      Sentences{"c.xml:4:32: '{call-id}' is known only inside of a send; name the message, like "
                "{m1.call-id}"});
}

TEST(LoaderErrors, ComeAllAtOnceInTheOrderOfTheFile) {
  EXPECT_EQ(
      refused("<send id=\"m\" fold=\"maybe\"/>\n<pause for=\"soon\"/>\n<paus/>\n"
              "<expect id=\"r\" response-to=\"n\"/>"),
      (Sentences{"c.xml:3:14: 'maybe' is not one of the words of 'fold': yes no",
                 "c.xml:4:8: 'soon' is no time: a number, T1, T2 or T4 is expected at 'soon'; a "
                 "time is like 500ms, 64*T1 or T1+200ms",
                 "c.xml:5:1: 'scenario' has no element 'paus'; did you mean 'pause'?",
                 "c.xml:6:16: there is no step 'n'; did you mean 'm'?"}));
}

TEST(LoaderErrors, NameFilesThatCannotBeRead) {
  std::vector<DataError> errors;
  EXPECT_FALSE(load_scenario("/nowhere/at/all.xml", {}, errors));
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(to_string(errors[0]), "/nowhere/at/all.xml: the file cannot be read");
}

}  // namespace
}  // namespace sipspec::harness
