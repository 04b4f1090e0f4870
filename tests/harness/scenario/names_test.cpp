#include "harness/scenario/names.hpp"

#include <gtest/gtest.h>

namespace sipspec::harness {
namespace {

NameScope scope() {
  NameScope made;
  made.add_actor("alice");
  made.add_actor("carol");
  made.add_step({.id = "m1", .kind = StepKind::send, .index = 0});
  made.add_step({.id = "r1", .kind = StepKind::expect, .index = 1});
  made.add_step({.id = "m2", .kind = StepKind::send, .index = 2});
  made.add_step({.id = "a1", .kind = StepKind::respond, .index = 3});
  return made;
}

constexpr NameUser in_m2 = {.step = 2, .makes_request = true};
constexpr NameUser in_a1 = {.step = 3};

std::string reference(std::string_view text, NameUser user = in_m2) {
  return reference_mistake(text, scope(), user);
}

TEST(References, LeadToTheDeviceActorsAndEarlierSteps) {
  for (const char* const known : {"device.host",       "device.ip",     "device.port",
                                  "device.user",       "device.domain", "device.uri",
                                  "device.identity",   "alice.host",    "carol.ip",
                                  "alice.port",        "alice.user",    "alice.uri",
                                  "alice.contact",     "transport",     "random",
                                  "repeat:ab:10",      "repeat:a:b:10", "branch",
                                  "call-id",           "from-tag",      "cseq",
                                  "m1.branch",         "m1.call-id",    "m1.from-tag",
                                  "m1.to-tag",         "m1.cseq",       "r1.to.tag",
                                  "r1.header(X-Y)[1]", "m1.body",       "r1.via[0].received"}) {
    EXPECT_EQ(reference(known), "") << known;
  }
}

TEST(References, AreRefusedWithWhatWasLikelyMeant) {
  EXPECT_EQ(reference("device.hots"),
            "'device' has no 'hots', only host ip port user domain uri identity; did you mean "
            "'host'?");
  EXPECT_EQ(reference("alice.tag"), "'alice' has no 'tag', only host ip port user uri contact");
  EXPECT_EQ(reference("alic.host"), "'alic' is neither an actor nor a step; did you mean 'alice'?");
  EXPECT_EQ(reference("transprt"), "there is no reference '{transprt}'; did you mean 'transport'?");
  EXPECT_EQ(reference(""), "there is no reference '{}'");
  EXPECT_EQ(reference("m1.viaa"),
            "'viaa' is no field of a message; an unknown header field is "
            "written header(viaa); did you mean 'via'?");
  EXPECT_EQ(reference("m1"), "'{m1}' does not say what of 'm1' is meant, like {m1.call-id}");
  EXPECT_EQ(reference("alice"),
            "'{alice}' does not say what of 'alice' is meant, like {alice.host}");
}

TEST(References, DoNotLeadForward) {
  EXPECT_EQ(reference("a1.to.tag"), "'a1' stands later than this step");
  EXPECT_EQ(reference("m2.branch"), "'m2' is this very step");
}

TEST(References, ToTheMessageBeingMadeExistOnlyInASend) {
  EXPECT_EQ(reference("branch", in_a1),
            "'{branch}' is known only inside of a send; name the message, like {m1.branch}");
}

TEST(References, ToRepetitionsAreBounded) {
  EXPECT_EQ(reference("repeat:a"), "a repetition is written {repeat:text:count}");
  EXPECT_EQ(reference("repeat::3"), "a repetition is written {repeat:text:count}");
  EXPECT_EQ(reference("repeat:a:x"), "'x' is no count");
  EXPECT_EQ(reference("repeat:a:"), "'' is no count");
  EXPECT_EQ(reference("repeat:a:16777216"), "");
  EXPECT_EQ(reference("repeat:a:16777217"), "the repetition makes more than 16777216 octets");
  EXPECT_EQ(reference("repeat:ab:8388609"), "the repetition makes more than 16777216 octets");
}

std::vector<std::pair<std::size_t, std::string>> mistakes(std::string_view text,
                                                          TemplateKind kind) {
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const TemplateMistake& mistake : check_template(text, kind, scope(), in_m2)) {
    found.emplace_back(mistake.offset, mistake.sentence);
  }
  return found;
}

using Mistakes = std::vector<std::pair<std::size_t, std::string>>;

TEST(Templates, TakeDoubledBracesAndEscapesAsTheyAre) {
  EXPECT_EQ(mistakes(R"({{no} \r\n\t\\ \x0a {branch})", TemplateKind::row), Mistakes{});
}

TEST(Templates, CollectAllMistakesWithTheirPlaces) {
  EXPECT_EQ(mistakes("{x}ab{y}", TemplateKind::row),
            (Mistakes{{0, "there is no reference '{x}'"}, {5, "there is no reference '{y}'"}}));
}

TEST(Templates, RefuseBrokenEscapesAndBraces) {
  const std::string escapes =
      "no escape; known are \\r \\n \\t \\\\ and \\xNN with two hexadecimal digits";
  EXPECT_EQ(mistakes(R"(a\q)", TemplateKind::row), (Mistakes{{1, escapes}}));
  EXPECT_EQ(mistakes(R"(\x4)", TemplateKind::row), (Mistakes{{0, escapes}}));
  EXPECT_EQ(mistakes("a\\", TemplateKind::octets), (Mistakes{{1, escapes}}));
  EXPECT_EQ(mistakes("a {b", TemplateKind::row),
            (Mistakes{{2, "'{' without '}'; a literal brace is written {{"}}));
}

TEST(Templates, OfBodiesHaveNoEscapes) {
  EXPECT_EQ(mistakes("\\q \\ {branch}", TemplateKind::body), Mistakes{});
}

TEST(Templates, OfRowsHaveNoLineBreaks) {
  EXPECT_EQ(mistakes("a\nb\nc", TemplateKind::row),
            (Mistakes{{1, "a line break in here is written \\r\\n"}}));
  EXPECT_EQ(mistakes("a\nb", TemplateKind::octets), Mistakes{});
}

TEST(FieldPaths, NameEverythingThatAMessageHas) {
  for (const char* const known : {"status",
                                  "reason",
                                  "version",
                                  "method",
                                  "request-uri",
                                  "request-uri.user",
                                  "start-line",
                                  "body",
                                  "body.length",
                                  "body.part.length",
                                  "body.part[1].content-type",
                                  "body.part[0].part[12].imdn.status",
                                  "body.part[0].x-odd",
                                  "body.content",
                                  "body.type",
                                  "body.defects",
                                  "body.cpim.from.uri.host",
                                  "body.cpim.imdn.message-id",
                                  "body.composing.refresh",
                                  "body.list",
                                  "body.list[1].copy-control",
                                  "body.manscdp.cmdtype",
                                  "body.sms.reference",
                                  "octets",
                                  "octets.length",
                                  "arrival",
                                  "connection",
                                  "via",
                                  "Via[0]",
                                  "via[0].branch",
                                  "v[1].received",
                                  "to.tag.length",
                                  "from.uri.host",
                                  "cseq",
                                  "cseq.number",
                                  "cseq.method",
                                  "CSeq.length",
                                  "content-type.charset",
                                  "www-authenticate[1].realm",
                                  "header(Foo)",
                                  "header(Foo)[2].length",
                                  "X-Foo",
                                  "x-foo.bar"}) {
    EXPECT_EQ(field_mistake(known), "") << known;
  }
}

TEST(FieldPaths, AreRefusedWhenTheyNameNothing) {
  const auto shape = [](const std::string& path) {
    return "'" + path +
           "' is no field path: it is written like via[0].branch, to.tag or header(X-Name)";
  };
  for (const char* const broken :
       {"", ".", "via[", "via[]", "via[x]", "via[12345]", "via[0]x", "to.", "to..tag", "header(",
        "header()", "header(a b)", "to tag", "body.part[", "body.part[x]", "body.part[12345]",
        "via.part[0]"}) {
    EXPECT_EQ(field_mistake(broken), shape(broken));
  }
  EXPECT_EQ(field_mistake("unsuported"),
            "'unsuported' is no field of a message; an unknown header field is written "
            "header(unsuported); did you mean 'unsupported'?");
  EXPECT_EQ(field_mistake("cseq.numbr"),
            "'cseq' has no part 'numbr', only 'number' and 'method'; did you mean 'number'?");
  EXPECT_EQ(field_mistake("octets.part"), "'octets' has no part 'part', only 'length'");
  EXPECT_EQ(field_mistake("body.prt"), "'body' has no part 'prt'; did you mean 'part'?");
  EXPECT_EQ(field_mistake("body.imdn.stats"),
            "'body.imdn' has no part 'stats'; did you mean 'status'?");
  EXPECT_EQ(field_mistake("body.cpim"), "'body.cpim' names no value: body.cpim.…");
  EXPECT_EQ(field_mistake("body.imdn[0].status"), "'imdn' has no list elements");
  EXPECT_EQ(field_mistake("body[0]"), "'body' has no list elements");

  EXPECT_EQ(field_mistake("status[0]"), "'status' has no list elements");
}

TEST(HeaderNames, AreKnownOrBeginWithX) {
  EXPECT_EQ(header_mistake("Call-ID"), "");
  EXPECT_EQ(header_mistake("i"), "");
  EXPECT_EQ(header_mistake("X-Anything"), "");
  EXPECT_EQ(header_mistake("Call-Id2"),
            "'Call-Id2' is no header field that is known; did you mean 'call-id'?");
}

TEST(Scope, TellsWhyAStepDoesNotFit) {
  const NameScope names = scope();
  EXPECT_EQ(names.step_mistake("m1", {StepKind::send}, in_m2), "");
  EXPECT_EQ(names.step_mistake("r1", {StepKind::send}, in_m2), "'r1' is an expect, not a send");
  EXPECT_EQ(names.step_mistake("a1", {StepKind::send, StepKind::expect}, {}),
            "'a1' is a respond, not a send or an expect");
  EXPECT_EQ(names.step_mistake("m9", {StepKind::send}, in_m2),
            "there is no step 'm9'; did you mean 'm1'?");
  EXPECT_EQ(names.actor_mistake("carrol"), "there is no actor 'carrol'; did you mean 'carol'?");
}

TEST(Scope, KnowsWordsThatAreTaken) {
  EXPECT_TRUE(is_reserved_name("device"));
  EXPECT_TRUE(is_reserved_name("call-id"));
  EXPECT_FALSE(is_reserved_name("alice"));
}

}  // namespace
}  // namespace sipspec::harness
