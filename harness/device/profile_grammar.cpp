#include "harness/device/profile_grammar.hpp"

#include <array>

namespace sipspec::harness {

namespace {

using Words = std::string_view;
using enum ValueFormat;
constexpr auto required = Presence::required;
constexpr auto may = Presence::optional;

constexpr std::array<Words, 6> roles = {"uas", "uac", "proxy", "registrar", "b2bua", "gateway"};
constexpr std::array<Words, 5> transports = {"udp", "tcp", "tls", "ws", "wss"};
constexpr std::array<Words, 2> yes_no = {"no", "yes"};
constexpr std::array<Words, 3> ready_ways = {"options", "log", "port"};
constexpr std::array<Words, 5> signals = {"TERM", "INT", "HUP", "QUIT", "KILL"};
constexpr std::array<Words, 3> restarts = {"never", "cases", "crash"};
constexpr std::array<Words, 2> probes = {"OPTIONS", "MESSAGE"};

constexpr std::array<AttributeRule, 3> of_device = {{
    {"name", non_empty, required, {}},
    {"version", text, may, {}},
    {"roles", some_of, may, roles},
}};
constexpr std::array<AttributeRule, 3> of_address = {{
    {"host", non_empty, required, {}},
    {"port", count, may, {}},
    {"transports", some_of, may, transports},
}};
constexpr std::array<AttributeRule, 2> of_identity = {{
    {"user", text, may, {}},
    {"domain", text, may, {}},
}};
constexpr std::array<AttributeRule, 2> of_credentials = {{
    {"user", non_empty, required, {}},
    {"password-env", non_empty, required, {}},
}};
constexpr std::array<AttributeRule, 2> of_capabilities = {{
    {"have", text, may, {}},
    {"lack", words, may, {}},
}};
constexpr std::array<AttributeRule, 2> of_start = {{
    {"cwd", non_empty, may, {}},
    {"env", non_empty, may, {}},
}};
constexpr std::array<AttributeRule, 1> of_command = {{{"shell", one_of, may, yes_no}}};
constexpr std::array<AttributeRule, 3> of_ready = {{
    {"by", one_of, may, ready_ways},
    {"match", non_empty, may, {}},
    {"within", ValueFormat::time, may, {}},
}};
constexpr std::array<AttributeRule, 2> of_stop = {{
    {"signal", one_of, may, signals},
    {"within", ValueFormat::time, may, {}},
}};
constexpr std::array<AttributeRule, 1> of_restart = {{{"between", one_of, required, restarts}}};
constexpr std::array<AttributeRule, 4> of_delivery = {{
    {"log", non_empty, may, {}},
    {"command", non_empty, may, {}},
    {"output", one_of, may, yes_no},
    {"pattern", non_empty, may, {}},
}};
constexpr std::array<AttributeRule, 1> of_probe = {{{"method", one_of, required, probes}}};

constexpr std::array<ChildRule, 10> in_device = {{
    {"address", Occurs::any_number, 0},
    {"identity", Occurs::at_most_once, 0},
    {"credentials", Occurs::at_most_once, 0},
    {"capabilities", Occurs::at_most_once, 0},
    {"start", Occurs::at_most_once, 0},
    {"ready", Occurs::at_most_once, 0},
    {"stop", Occurs::at_most_once, 0},
    {"restart", Occurs::at_most_once, 0},
    {"delivery", Occurs::at_most_once, 0},
    {"probe", Occurs::at_most_once, 0},
}};
constexpr std::array<ChildRule, 1> in_start = {{{"command", Occurs::once, 0}}};

constexpr std::array<ElementRule, 12> elements = {{
    {"device", TextRule::none, of_device, in_device},
    {"address", TextRule::none, of_address, {}},
    {"identity", TextRule::none, of_identity, {}},
    {"credentials", TextRule::none, of_credentials, {}},
    {"capabilities", TextRule::none, of_capabilities, {}},
    {"start", TextRule::none, of_start, in_start},
    {"command", TextRule::prose, of_command, {}},
    {"ready", TextRule::none, of_ready, {}},
    {"stop", TextRule::none, of_stop, {}},
    {"restart", TextRule::none, of_restart, {}},
    {"delivery", TextRule::none, of_delivery, {}},
    {"probe", TextRule::none, of_probe, {}},
}};

}  // namespace

const XmlGrammar& profile_grammar() {
  static constexpr XmlGrammar grammar = {"urn:sipspec:device:1", elements};
  return grammar;
}

}  // namespace sipspec::harness
