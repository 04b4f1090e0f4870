#include "harness/scenario/loader.hpp"

#include "loading.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace sipspec::harness {
namespace {

using Kind = FieldEdit::Kind;

TEST(Loader, ReadsTheHeadOfACase) {
  const Scenario scenario = load_well(
      "<scenario xmlns=\"urn:sipspec:scenario:1\" id=\"rfc3428/7/x\" device=\"proxy\" "
      "transports=\"udp wss\" tags=\"essential  slow\" needs=\"message.receive\" exclusive=\"yes\" "
      "timeout=\"90s\">\n<title>\n A  title\n</title><purpose>Why &amp; how.</purpose>"
      "<known-bug ref=\"a/b#1\">It\n broke</known-bug><actor id=\"bob\"/><actor id=\"eve\" "
      "user=\"e\"/>"
      "<send id=\"m\"/><expect id=\"r\" response-to=\"m\"/>"
      "<proof mutant=\"contact-in-2xx\" finding=\"RFC3428-7-05\"/></scenario>");
  EXPECT_EQ(scenario.id, "rfc3428/7/x");
  EXPECT_EQ(scenario.role, DeviceRole::proxy);
  EXPECT_EQ(scenario.transports, (std::vector{stack::Transport::udp, stack::Transport::wss}));
  EXPECT_EQ(scenario.tags, (Sentences{"essential", "slow"}));
  EXPECT_EQ(scenario.needs, Sentences{"message.receive"});
  EXPECT_TRUE(scenario.exclusive);
  EXPECT_EQ(scenario.timeout.text, "90s");
  EXPECT_EQ(scenario.title, "A title");
  EXPECT_EQ(scenario.purpose, "Why & how.");
  ASSERT_EQ(scenario.known_bugs.size(), 1U);
  EXPECT_EQ(scenario.known_bugs[0].ref, "a/b#1");
  EXPECT_EQ(scenario.known_bugs[0].text, "It broke");
  ASSERT_EQ(scenario.actors.size(), 2U);
  EXPECT_EQ(scenario.actors[0].user, "bob");
  EXPECT_EQ(scenario.actors[1].user, "e");
  ASSERT_EQ(scenario.proofs.size(), 1U);
  EXPECT_EQ(scenario.proofs[0].mutant, "contact-in-2xx");
  EXPECT_EQ(scenario.proofs[0].finding, "RFC3428-7-05");
  EXPECT_EQ(scenario.place.line, 1U);
  EXPECT_EQ(std::get<SendStep>(scenario.steps[0]).actor, "bob");
}

TEST(Loader, FillsInWhatIsLeftOut) {
  const Scenario scenario = load_well(with_steps("<send id=\"m\"/>"));
  EXPECT_EQ(scenario.timeout.text, "64*T1+8s");
  EXPECT_FALSE(scenario.exclusive);
  ASSERT_EQ(scenario.actors.size(), 1U);
  EXPECT_EQ(scenario.actors[0].id, "alice");
  EXPECT_EQ(scenario.actors[0].user, "alice");
  const auto& send = std::get<SendStep>(scenario.steps.at(0));
  EXPECT_EQ(send.actor, "alice");
  EXPECT_EQ(send.method, "MESSAGE");
  EXPECT_EQ(send.content_length, "auto");
  EXPECT_EQ(send.line_end, "\r\n");
  EXPECT_EQ(send.transaction, Transaction::automatic);
  EXPECT_FALSE(send.body || send.raw || send.start_line || send.after_octets);
}

TEST(Loader, KnowsEveryRole) {
  const std::vector<std::pair<std::string, DeviceRole>> roles = {
      {"uas", DeviceRole::uas},         {"uac", DeviceRole::uac},
      {"proxy", DeviceRole::proxy},     {"b2bua", DeviceRole::b2bua},
      {"gateway", DeviceRole::gateway}, {"registrar", DeviceRole::registrar}};
  for (const auto& [name, role] : roles) {
    std::string xml = with_steps("<send id=\"m\"/>");
    xml.replace(xml.find("\"uas\""), 5, "\"" + name + "\"");
    EXPECT_EQ(load_well(xml).role, role);
  }
}

TEST(Loader, ReadsTheAttributesOfASend) {
  const auto send = last_step<SendStep>(
      "<send id=\"m0\"/><send id=\"m1\" actor=\"alice\" method=\"OPTIONS\" "
      "uri=\"sip:{device.host}\" "
      "content-length=\"17\" compact=\"yes\" fold=\"yes\" line-end=\"lf\" transaction=\"none\" "
      "same-as=\"m0\" same-branch=\"yes\"/>");
  EXPECT_EQ(send.method, "OPTIONS");
  EXPECT_EQ(send.uri, "sip:{device.host}");
  EXPECT_EQ(send.content_length, "17");
  EXPECT_TRUE(send.compact && send.fold && send.same_branch);
  EXPECT_EQ(send.line_end, "\n");
  EXPECT_EQ(send.transaction, Transaction::none);
  EXPECT_EQ(send.same_as, "m0");
  EXPECT_EQ(send.place.line, 3U);
  EXPECT_EQ(send.place.column, 16U);
  EXPECT_EQ(last_step<SendStep>("<send id=\"m\" line-end=\"cr\"/>").line_end, "\r");
}

TEST(Loader, KeepsTheOrderOfEdits) {
  const auto send = last_step<SendStep>(
      "<send id=\"m\"><header name=\"Require\"> foo </header><header name=\"Via\" at=\"top\">v"
      "</header><set name=\"Max-Forwards\"></set><remove name=\"Call-ID\"/><row>a\\r\\n</row>"
      "<start-line>X {transport}</start-line></send>");
  ASSERT_EQ(send.edits.size(), 5U);
  EXPECT_EQ(send.edits[0].kind, Kind::add);
  EXPECT_EQ(send.edits[0].name, "Require");
  EXPECT_EQ(send.edits[0].value, " foo ");
  EXPECT_EQ(send.edits[1].kind, Kind::add_first);
  EXPECT_EQ(send.edits[2].kind, Kind::set);
  EXPECT_EQ(send.edits[2].value, "");
  EXPECT_EQ(send.edits[3].kind, Kind::remove);
  EXPECT_EQ(send.edits[4].kind, Kind::raw_row);
  EXPECT_EQ(send.edits[4].value, "a\\r\\n");
  EXPECT_EQ(send.start_line, "X {transport}");
  EXPECT_EQ(send.edits[1].place.column, 51U);
}

TEST(Loader, ReadsRawMessagesAndWhatFollowsThem) {
  const auto send = last_step<SendStep>(
      "<send id=\"m\"><raw trim=\"yes\" line-ends=\"crlf\">\n  A {branch}\n  B: c\n\n  </raw>"
      "<after>\\x00</after></send>");
  EXPECT_EQ(send.raw, "A {branch}\r\nB: c\r\n\r\n");
  EXPECT_EQ(send.after_octets, "\\x00");
}

TEST(Loader, MakesEncodedRawMessagesStandForThemselves) {
  const auto send =
      last_step<SendStep>("<send id=\"m\"><raw encoding=\"hex\">7b 61 5c 0d0a</raw></send>");
  EXPECT_EQ(send.raw, "{{a\\\\\r\n");
}

TEST(Loader, ReadsDelivery) {
  const auto cut = last_step<SendStep>(
      "<send id=\"m\"><deliver cut-at=\"10 25\" pause=\"50ms\" new-connection=\"yes\" "
      "close-after=\"yes\"/></send>");
  EXPECT_EQ(cut.delivery.segments, (std::vector<std::uint32_t>{10, 25}));
  EXPECT_EQ(cut.delivery.pause.text, "50ms");
  EXPECT_TRUE(cut.delivery.new_connection && cut.delivery.close_after);
  EXPECT_TRUE(last_step<SendStep>("<send id=\"m\"><deliver octet-by-octet=\"yes\"/></send>")
                  .delivery.octet_by_octet);
}

TEST(Loader, PutsMessagesTogether) {
  const Scenario scenario =
      load_well(with_steps("<send id=\"m1\" together-with=\"m2\"/><send id=\"m2\"/>"));
  EXPECT_EQ(std::get<SendStep>(scenario.steps.at(0)).together_with, "m2");
}

TEST(Loader, ReadsBodiesOctetByOctet) {
  const auto body = [](const std::string& xml) {
    return last_step<SendStep>("<send id=\"m\">" + xml + "</send>").body.value_or(BodySpec{});
  };
  EXPECT_EQ(body("<body> a&lt;<![CDATA[<b>]]> </body>").octets, " a<<b> ");
  EXPECT_EQ(body("<body/>").content_type, "text/plain");
  EXPECT_EQ(body("<body type=\"none\"/>").content_type, "");
  EXPECT_EQ(body("<body type=\"text/html\">{no}\\q</body>").octets, "{no}\\q");
  EXPECT_EQ(body("<body line-ends=\"lf\">a\nb</body>").octets, "a\nb");
  EXPECT_EQ(body("<body line-ends=\"crlf\">a\nb</body>").octets, "a\r\nb");
  EXPECT_EQ(body("<body trim=\"yes\">\n   a</body>").octets, "a");
  EXPECT_EQ(body("<body encoding=\"hex\">00ff</body>").octets, std::string("\0\xFF", 2));
  EXPECT_EQ(body("<body encoding=\"base64\">V2F0c29u</body>").octets, "Watson");
  EXPECT_EQ(body("<body repeat=\"100\">x</body>").repeat, 100U);
  EXPECT_TRUE(body("<body expand=\"yes\">{branch}</body>").expand);
}

TEST(Loader, TakesLineBreaksOfAnyCheckoutForTheSame) {
  const auto send =
      last_step<SendStep>("<send id=\"m\"><body line-ends=\"lf\">a\r\nb</body></send>");
  EXPECT_EQ(send.body->octets, "a\nb");
}

TEST(Loader, ReadsBodiesFromFilesBesideTheScenario) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "sipspec_body";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "b.bin", std::ios::binary) << std::string("\0{\r", 3);
  const Scenario scenario =
      load_well(with_steps("<send id=\"m\"><body type=\"image/png\" file=\"b.bin\"/></send>"),
                folder / "c.xml");
  EXPECT_EQ(std::get<SendStep>(scenario.steps.at(0)).body->octets, std::string("\0{\r", 3));
  std::filesystem::remove_all(folder);
}

TEST(Loader, ReadsResend) {
  const auto usual = last_step<ResendStep>("<send id=\"m\"/><resend of=\"m\"/>");
  EXPECT_EQ(usual.of, "m");
  EXPECT_EQ(usual.times, 1U);
  EXPECT_EQ(usual.every.text, "T1");
  const auto often =
      last_step<ResendStep>("<send id=\"m\"/><resend of=\"m\" times=\"3\" every=\"1s\"/>");
  EXPECT_EQ(often.times, 3U);
  EXPECT_EQ(often.every.text, "1s");
}

TEST(Loader, ReadsExpectationsOfResponses) {
  const auto usual = last_step<ExpectStep>("<send id=\"m\"/><expect id=\"r\" response-to=\"m\"/>");
  EXPECT_EQ(usual.response_to, "m");
  EXPECT_EQ(usual.within.text, "64*T1");
  EXPECT_TRUE(usual.not_before.terms.empty());
  EXPECT_TRUE(usual.final_only);
  EXPECT_FALSE(usual.optional);
  const auto full = last_step<ExpectStep>(
      "<send id=\"m\"/><expect id=\"r\" actor=\"alice\" response-to=\"m\" within=\"5s\" "
      "not-before=\"3500ms\" optional=\"yes\" provisional=\"yes\" verifies=\"RFC3261-8.2.6-01\"/>");
  EXPECT_EQ(full.within.text, "5s");
  EXPECT_EQ(full.not_before.text, "3500ms");
  EXPECT_TRUE(full.optional);
  EXPECT_FALSE(full.final_only);
  EXPECT_EQ(full.verifies, "RFC3261-8.2.6-01");
}

TEST(Loader, AwaitsResponsesWhereTheRequestCameFrom) {
  const Scenario scenario = load_well(
      with_steps("<actor id=\"alice\"/><actor id=\"carol\"/><send id=\"m\" actor=\"carol\"/>"
                 "<expect id=\"r\" response-to=\"m\"/><silence for=\"1s\" response-to=\"m\"/>"
                 "<silence for=\"1s\"/><close/>"));
  EXPECT_EQ(std::get<ExpectStep>(scenario.steps.at(1)).actor, "carol");
  EXPECT_EQ(std::get<SilenceStep>(scenario.steps.at(2)).actor, "carol");
  EXPECT_EQ(std::get<SilenceStep>(scenario.steps.at(3)).actor, "alice");
  EXPECT_EQ(std::get<CloseStep>(scenario.steps.at(4)).actor, "alice");
}

TEST(Loader, ReadsExpectationsOfRequestsAndTheirAnswers) {
  const Scenario scenario =
      load_well(with_steps("<expect id=\"q\" request=\"MESSAGE\"/><respond id=\"a\" to=\"q\" "
                           "status=\"202\" reason=\"Ok\">"
                           "<header name=\"Server\">{q.call-id}</header><body>x</body></respond>"
                           "<expect id=\"q2\" request=\"*\"/>"));
  EXPECT_EQ(std::get<ExpectStep>(scenario.steps.at(0)).method, "MESSAGE");
  const auto& respond = std::get<RespondStep>(scenario.steps.at(1));
  EXPECT_EQ(respond.id, "a");
  EXPECT_EQ(respond.to, "q");
  EXPECT_EQ(respond.status, 202);
  EXPECT_EQ(respond.reason, "Ok");
  EXPECT_EQ(respond.edits.size(), 1U);
  EXPECT_EQ(respond.body->octets, "x");
  EXPECT_EQ(std::get<ExpectStep>(scenario.steps.at(2)).method, "");
}

TEST(Loader, ReadsTheOtherSteps) {
  const auto silence = last_step<SilenceStep>(
      "<send id=\"m\"/><silence for=\"3s\" response-to=\"m\" verifies=\"RFC3261-17.2.2-04\"/>");
  EXPECT_EQ(silence.span.text, "3s");
  EXPECT_EQ(silence.response_to, "m");
  EXPECT_EQ(silence.verifies, "RFC3261-17.2.2-04");
  EXPECT_EQ(last_step<PauseStep>("<pause for=\"500ms\"/>").span.text, "500ms");
  EXPECT_FALSE(last_step<CloseStep>("<close/>").reset);
  EXPECT_TRUE(last_step<CloseStep>("<close reset=\"yes\"/>").reset);
  const auto usual = last_step<DeliveredStep>("<send id=\"m\"/><delivered of=\"m\"/>");
  EXPECT_EQ(usual.min, 1U);
  EXPECT_EQ(usual.max, 1U);
  EXPECT_EQ(usual.within.text, "5s");
  const auto none = last_step<DeliveredStep>(
      "<send id=\"m\"/><delivered of=\"m\" min=\"0\" max=\"0\" within=\"1s\" "
      "verifies=\"RFC3428-7-05\"/>");
  EXPECT_EQ(none.max, 0U);
  EXPECT_EQ(none.verifies, "RFC3428-7-05");
  EXPECT_EQ(last_step<DeliveredStep>("<send id=\"m\"/><delivered of=\"m\" min=\"2\"/>").max, 2U);
}

TEST(Loader, TakesOverEveryFormOfACheck) {
  struct Row {
    const char* xml;
    CheckOperator op;
    const char* field;
    const char* value;
  };

  const std::vector<Row> rows = {
      {"status=\" 2xx  415\"", CheckOperator::status, "status", "2xx 415"},
      {"present=\"Allow\"", CheckOperator::present, "Allow", ""},
      {"absent=\"via[0].received\"", CheckOperator::absent, "via[0].received", ""},
      {"copied=\"Via  X-Y\"", CheckOperator::copied, "Via X-Y", ""},
      {"copied=\"Via\" from=\"m\"", CheckOperator::copied, "Via", "m"},
      {"field=\"to.tag\" equals=\"{m.from-tag}\"", CheckOperator::equals, "to.tag", "{m.from-tag}"},
      {"field=\"to.tag\" not-equals=\"\"", CheckOperator::not_equals, "to.tag", ""},
      {"field=\"allow\" contains=\"A B\"", CheckOperator::contains, "allow", "A B"},
      {"field=\"allow\" not-contains=\"A\"", CheckOperator::not_contains, "allow", "A"},
      {"field=\"body\" matches=\"a{2}\"", CheckOperator::matches, "body", "a{2}"},
      {"field=\"to.tag\" same-as=\"m.from.tag\"", CheckOperator::same_as, "to.tag", "m.from.tag"},
      {"field=\"to.tag\" differs-from=\"m\"", CheckOperator::differs_from, "to.tag", "m"},
      {"field=\"via\" count=\"2\"", CheckOperator::count, "via", "2"},
      {"field=\"to.tag.length\" at-least=\"8\"", CheckOperator::at_least, "to.tag.length", "8"},
      {"field=\"arrival\" at-most=\"{m.cseq}\"", CheckOperator::at_most, "arrival", "{m.cseq}"},
  };
  for (const Row& row : rows) {
    const auto expect = last_step<ExpectStep>(
        "<send id=\"m\"/><expect id=\"r\" response-to=\"m\"><check " + std::string(row.xml) +
        " when=\"2xx 4xx\" verifies=\"RFC3428-7-05\" says=\"So.\"/></expect>");
    ASSERT_EQ(expect.checks.size(), 1U);
    const Check& check = expect.checks.front();
    EXPECT_EQ(check.op, row.op) << row.xml;
    EXPECT_EQ(check.field, row.field);
    EXPECT_EQ(check.value, row.value);
    EXPECT_EQ(check.when, "2xx 4xx");
    EXPECT_EQ(check.verifies, "RFC3428-7-05");
    EXPECT_EQ(check.says, "So.");
  }
}

TEST(Loader, PassesOverCommentsAndTheHintForEditors) {
  std::string xml = with_steps("<!-- why --><send id=\"m\"><!-- not --></send>");
  xml.replace(xml.find(" id="), 1,
              " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
              "xsi:schemaLocation=\"urn:sipspec:scenario:1 scenario.xsd\" ");
  EXPECT_EQ(load_well(xml).steps.size(), 1U);
}

TEST(Loader, LooksUpNoRequirementsWithoutACatalogue) {
  std::vector<DataError> errors;
  const auto scenario = parse_scenario(
      with_steps("<send id=\"m\"/><expect id=\"r\" response-to=\"m\" verifies=\"RFC1-1-01\"/>"),
      "c.xml", {}, errors);
  EXPECT_TRUE(scenario && errors.empty());
}

TEST(Scenario, ListsEachRequirementOnce) {
  const Scenario scenario = load_well(with_steps(
      "<send id=\"m\"/><expect id=\"r\" response-to=\"m\" verifies=\"RFC3261-8.2.6-01\">"
      "<check absent=\"Contact\" verifies=\"RFC3428-7-05\"/><check absent=\"Allow\" "
      "verifies=\"RFC3428-7-05\"/></expect><silence for=\"1s\" verifies=\"RFC3261-17.2.2-04\"/>"));
  EXPECT_EQ(scenario.verifies(),
            (Sentences{"RFC3261-8.2.6-01", "RFC3428-7-05", "RFC3261-17.2.2-04"}));
}

TEST(Step, KnowsItsPlace) {
  const Scenario scenario = load_well(with_steps("<send id=\"m\"/>\n <pause for=\"1s\"/>"));
  EXPECT_EQ(place_of(scenario.steps.at(1)).line, 4U);
  EXPECT_EQ(place_of(scenario.steps.at(1)).column, 2U);
  EXPECT_EQ(place_of(scenario.steps.at(1)).file, "c.xml");
}

}  // namespace
}  // namespace sipspec::harness
