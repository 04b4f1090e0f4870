#include "harness/device/profile_loader.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;

const std::string head = R"(<device xmlns="urn:sipspec:device:1" name="d">)";
const std::string address = R"(<address host="127.0.0.1" port="5070"/>)";

DeviceProfile read(const std::string& inner, std::vector<DataError>& errors) {
  return parse_profile(head + address + inner + "</device>", "d.xml", errors);
}

std::string first_error(const std::string& xml) {
  std::vector<DataError> errors;
  parse_profile(xml, "d.xml", errors);
  return errors.empty() ? "" : to_string(errors.front());
}

TEST(DeviceProfile, TheSmallestOneIsAUasThatHasEverything) {
  std::vector<DataError> errors;
  const auto device = read("", errors);
  ASSERT_TRUE(errors.empty());
  EXPECT_EQ(device.name, "d");
  EXPECT_EQ(device.roles, std::vector<std::string>{"uas"});
  EXPECT_EQ(device.have, std::vector<std::string>{"*"});
  EXPECT_EQ(device.addresses.at(0).port, 5070);
  EXPECT_TRUE(device.addresses.at(0).transports.empty());
  EXPECT_FALSE(device.start);
  EXPECT_EQ(device.restart, RestartPolicy::crash);
  EXPECT_EQ(device.delivery.kind, DeliveryHook::Kind::none);
  EXPECT_FALSE(device.probe);
}

TEST(DeviceProfile, HoldsAllThatTheLanguageCanSay) {
  std::vector<DataError> errors;
  const auto device = parse_profile(R"xml(<?xml version="1.0"?>
<device xmlns="urn:sipspec:device:1" name="baresip" version="1.0.0" roles="uas uac">
  <address host="::1" port="5071" transports="udp tcp"/>
  <identity user="bob" domain="example.com"/>
  <capabilities have="message.receive" lack="im.cpim"/>
  <start cwd="conf" env="HOME=/tmp 'A=b c'"><command>baresip -f "my conf"</command></start>
  <ready by="log" match="ready.*" within="750ms"/>
  <stop signal="KILL" within="3s"/>
  <restart between="cases"/>
  <delivery log="messages.log" pattern="text=(.*)"/>
  <probe method="MESSAGE"/>
</device>)xml",
                                    "d.xml", errors);
  ASSERT_TRUE(errors.empty()) << to_string(errors.front());
  EXPECT_EQ(device.version, "1.0.0");
  EXPECT_EQ(device.roles, (std::vector<std::string>{"uas", "uac"}));
  EXPECT_EQ(device.addresses.at(0).transports.size(), 2U);
  EXPECT_EQ(device.identity.domain, "example.com");
  EXPECT_EQ(device.lack, std::vector<std::string>{"im.cpim"});
  ASSERT_TRUE(device.start);
  EXPECT_EQ(device.start->argv, (std::vector<std::string>{"baresip", "-f", "my conf"}));
  EXPECT_EQ(device.start->environment.at("A"), "b c");
  EXPECT_EQ(device.start->cwd, "conf");
  EXPECT_EQ(device.ready.by, Readiness::By::log);
  EXPECT_EQ(device.ready.within, stack::Duration(750ms));
  EXPECT_EQ(device.stop.signal, SIGKILL);
  EXPECT_EQ(device.stop.within, stack::Duration(3s));
  EXPECT_EQ(device.restart, RestartPolicy::cases);
  EXPECT_EQ(device.delivery.kind, DeliveryHook::Kind::log);
  EXPECT_EQ(device.delivery.pattern, "text=(.*)");
  EXPECT_EQ(device.probe, ProbeMethod::message);
}

TEST(DeviceProfile, AShellCommandIsKeptAsOneText) {
  std::vector<DataError> errors;
  const auto device = read(R"(<start><command shell="yes">a | b</command></start>)", errors);
  ASSERT_TRUE(errors.empty());
  EXPECT_EQ(device.start->kind, StartCommand::Kind::shell);
  EXPECT_EQ(device.start->argv, std::vector<std::string>{"a | b"});
}

struct Wrong {
  std::string inner;
  std::string sentence;  ///< the error holds it
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.inner;
}

class WrongProfile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongProfile, IsRefusedWithPlaceAndReason) {
  const auto error = first_error(head + address + GetParam().inner + "</device>");
  EXPECT_TRUE(error.starts_with("d.xml:1:")) << error;
  EXPECT_NE(error.find(GetParam().sentence), std::string::npos) << error;
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongProfile,
    testing::Values(Wrong{"<adress host='x'/>", "did you mean 'address'?"},
                    Wrong{"<address hots='x'/>", "did you mean 'host'?"},
                    Wrong{"<address port='5060'/>", "host"},
                    Wrong{"<address host='x' port='0'/>", "'0' is no port (1 to 65535)"},
                    Wrong{"<address host='x' port='65536'/>", "'65536' is no port (1 to 65535)"},
                    Wrong{"<address host='x' transports='sctp'/>", "sctp"},
                    Wrong{"<identity/><identity/>", "identity"},
                    Wrong{"<capabilities have='a' lack='a'/>", "'a' is in have and in lack"},
                    Wrong{"<start/>", "command"},
                    Wrong{"<start env='A'><command>x</command></start>", "'A' is no NAME=VALUE"},
                    Wrong{"<start env='=b'><command>x</command></start>", "'=b' is no NAME=VALUE"},
                    Wrong{"<start><command> </command></start>", "command"},
                    Wrong{"<ready by='log'/>", "by=\"log\" needs match="},
                    Wrong{"<ready by='log' match='x'/>", "needs <start>"},
                    Wrong{"<start><command>x</command></start><ready by='log' match='('/>",
                          "'(' is no regular expression"},
                    Wrong{"<ready within='5'/>", "'5' is no time; write \"5s\" or \"500ms\""},
                    Wrong{"<ready within='601s'/>", "at most 10 minutes"},
                    Wrong{"<ready within='-1s'/>", "'-1s' is no time"},
                    Wrong{"<stop signal='USR1'/>", "USR1"},
                    Wrong{"<restart between='sometimes'/>", "sometimes"},
                    Wrong{"<delivery/>", "<delivery> needs one of"},
                    Wrong{"<delivery log='a' command='b'/>", "<delivery> needs one of"},
                    Wrong{"<delivery output='yes'/>", "needs <start>"},
                    Wrong{"<probe method='INVITE'/>", "INVITE"}));

TEST(DeviceProfile, NeedsAnAddressANameAndItsNamespace) {
  EXPECT_NE(first_error(head + "</device>").find("at least one <address"), std::string::npos);
  EXPECT_NE(
      first_error("<device xmlns='urn:sipspec:device:1'>" + address + "</device>").find("name"),
      std::string::npos);
  EXPECT_NE(first_error("<device name='d'>" + address + "</device>").find("urn:sipspec:device:1"),
            std::string::npos);
}

TEST(DeviceProfile, BrokenXmlIsRefused) {
  EXPECT_NE(first_error(""), "");
  EXPECT_NE(first_error("<device"), "");
  EXPECT_NE(first_error("\xff\xfe"), "");
}

TEST(DeviceProfile, AFileThatIsNotThereIsAnError) {
  std::vector<DataError> errors;
  load_profile("/nonexistent/d.xml", errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].file, "/nonexistent/d.xml");
}

TEST(SplitWords, QuotesGroupAndNothingElseIsSpecial) {
  using Words = std::vector<std::string>;
  EXPECT_EQ(split_words("a 'b c' d"), (Words{"a", "b c", "d"}));
  EXPECT_EQ(split_words(" a\n\tb "), (Words{"a", "b"}));
  EXPECT_EQ(split_words("a\"b c\"d"), (Words{"ab cd"}));
  EXPECT_EQ(split_words("''"), (Words{""}));
  EXPECT_EQ(split_words("'open end"), (Words{"open end"}));
  EXPECT_EQ(split_words(R"(a\ b)"), (Words{"a\\", "b"}));
  EXPECT_TRUE(split_words(" ").empty());
}

}  // namespace
}  // namespace sipspec::harness
