#include "harness/scenario/grammar.hpp"

#include <array>

namespace sipspec::harness {

namespace {

using Word = std::string_view;
using enum ValueFormat;
constexpr auto required = Presence::required;
constexpr auto may = Presence::optional;

// --- Words ---------------------------------------------------------------------------------------

constexpr std::array<Word, 2> yes_no = {"yes", "no"};
constexpr std::array<Word, 6> roles = {"uas", "uac", "proxy", "registrar", "b2bua", "gateway"};
constexpr std::array<Word, 5> transports = {"udp", "tcp", "tls", "ws", "wss"};
constexpr std::array<Word, 3> encodings = {"text", "hex", "base64"};
constexpr std::array<Word, 2> text_line_ends = {"lf", "crlf"};
constexpr std::array<Word, 3> row_line_ends = {"crlf", "lf", "cr"};
constexpr std::array<Word, 2> transactions = {"automatic", "none"};
constexpr std::array<Word, 3> qops = {"auth", "auth-int", "none"};
constexpr std::array<Word, 2> places = {"end", "top"};

// --- The case ------------------------------------------------------------------------------------

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr std::array<AttributeRule, 7> of_scenario = {{
    {"id", case_id, required, {}},
    {"device", one_of, required, roles},
    {"transports", some_of, required, transports},
    {"tags", words, may, {}},
    {"needs", words, may, {}},
    {"exclusive", one_of, may, yes_no},
    {"timeout", time, may, {}},
}};
constexpr std::array<ChildRule, 13> in_scenario = {{
    {"title", Occurs::once, 0},
    {"purpose", Occurs::once, 1},
    {"known-bug", Occurs::any_number, 2},
    {"actor", Occurs::any_number, 3},
    {"send", Occurs::any_number, 4},
    {"resend", Occurs::any_number, 4},
    {"expect", Occurs::any_number, 4},
    {"respond", Occurs::any_number, 4},
    {"silence", Occurs::any_number, 4},
    {"pause", Occurs::any_number, 4},
    {"close", Occurs::any_number, 4},
    {"delivered", Occurs::any_number, 4},
    {"proof", Occurs::any_number, 5},
}};
constexpr std::array<AttributeRule, 1> of_known_bug = {{{"ref", non_empty, required, {}}}};
constexpr std::array<AttributeRule, 2> of_actor = {{
    {"id", name, required, {}},
    {"user", non_empty, may, {}},
}};
constexpr std::array<AttributeRule, 2> of_proof = {{
    {"mutant", word, required, {}},
    {"finding", requirement_id, required, {}},
}};

// --- Making messages -----------------------------------------------------------------------------

constexpr std::array<AttributeRule, 14> of_send = {{
    {"id", name, required, {}},
    {"actor", name, may, {}},
    {"method", token, may, {}},
    {"uri", non_empty, may, {}},
    {"content-length", text, may, {}},
    {"compact", one_of, may, yes_no},
    {"fold", one_of, may, yes_no},
    {"line-end", one_of, may, row_line_ends},
    {"transaction", one_of, may, transactions},
    {"same-as", name, may, {}},
    {"same-branch", one_of, may, yes_no},
    {"together-with", name, may, {}},
    {"in-dialog", name, may, {}},
    {"ack", one_of, may, transactions},
}};
constexpr std::array<ChildRule, 10> in_send = {{
    {"start-line", Occurs::at_most_once, 0},
    {"header", Occurs::any_number, 0},
    {"set", Occurs::any_number, 0},
    {"remove", Occurs::any_number, 0},
    {"row", Occurs::any_number, 0},
    {"body", Occurs::at_most_once, 0},
    {"credentials", Occurs::at_most_once, 0},
    {"raw", Occurs::at_most_once, 0},
    {"after", Occurs::at_most_once, 0},
    {"deliver", Occurs::at_most_once, 0},
}};
constexpr std::array<AttributeRule, 2> of_header = {{
    {"name", non_empty, required, {}},
    {"at", one_of, may, places},
}};
constexpr std::array<AttributeRule, 1> of_named_row = {{{"name", non_empty, required, {}}}};
constexpr std::array<AttributeRule, 7> of_body = {{
    {"type", non_empty, may, {}},
    {"encoding", one_of, may, encodings},
    {"line-ends", one_of, may, text_line_ends},
    {"trim", one_of, may, yes_no},
    {"expand", one_of, may, yes_no},
    {"repeat", count, may, {}},
    {"file", non_empty, may, {}},
}};
constexpr std::array<AttributeRule, 13> of_credentials = {{
    {"answer", name, required, {}},
    {"algorithm", token, may, {}},
    {"qop", one_of, may, qops},
    {"user", text, may, {}},
    {"password", text, may, {}},
    {"realm", text, may, {}},
    {"nonce", text, may, {}},
    {"uri", text, may, {}},
    {"method", text, may, {}},
    {"nc", text, may, {}},
    {"cnonce", text, may, {}},
    {"body", text, may, {}},
    {"response", text, may, {}},
}};
constexpr std::array<AttributeRule, 3> of_octets = {{
    {"encoding", one_of, may, encodings},
    {"line-ends", one_of, may, text_line_ends},
    {"trim", one_of, may, yes_no},
}};
constexpr std::array<AttributeRule, 5> of_deliver = {{
    {"cut-at", offsets, may, {}},
    {"octet-by-octet", one_of, may, yes_no},
    {"pause", time, may, {}},
    {"new-connection", one_of, may, yes_no},
    {"close-after", one_of, may, yes_no},
}};
constexpr std::array<AttributeRule, 3> of_resend = {{
    {"of", name, required, {}},
    {"times", count, may, {}},
    {"every", time, may, {}},
}};
constexpr std::array<AttributeRule, 4> of_respond = {{
    {"id", name, may, {}},
    {"to", name, required, {}},
    {"status", status, required, {}},
    {"reason", text, may, {}},
}};
constexpr std::array<ChildRule, 5> in_respond = {{
    {"header", Occurs::any_number, 0},
    {"set", Occurs::any_number, 0},
    {"remove", Occurs::any_number, 0},
    {"row", Occurs::any_number, 0},
    {"body", Occurs::at_most_once, 0},
}};

// --- Judging messages ----------------------------------------------------------------------------

constexpr std::array<AttributeRule, 9> of_expect = {{
    {"id", name, required, {}},
    {"actor", name, may, {}},
    {"response-to", name, may, {}},
    {"request", token, may, {}},
    {"within", time, may, {}},
    {"not-before", time, may, {}},
    {"optional", one_of, may, yes_no},
    {"provisional", one_of, may, yes_no},
    {"verifies", requirement_id, may, {}},
}};
constexpr std::array<ChildRule, 1> in_expect = {{{"check", Occurs::any_number, 0}}};
constexpr std::array<AttributeRule, 19> of_check = {{
    {"status", statuses, may, {}},
    {"present", non_empty, may, {}},
    {"absent", non_empty, may, {}},
    {"copied", non_empty, may, {}},
    {"from", name, may, {}},
    {"field", non_empty, may, {}},
    {"equals", text, may, {}},
    {"not-equals", text, may, {}},
    {"contains", text, may, {}},
    {"not-contains", text, may, {}},
    {"matches", non_empty, may, {}},
    {"same-as", non_empty, may, {}},
    {"differs-from", non_empty, may, {}},
    {"count", count, may, {}},
    {"at-least", text, may, {}},
    {"at-most", text, may, {}},
    {"when", statuses, may, {}},
    {"verifies", requirement_id, may, {}},
    {"says", non_empty, may, {}},
}};
constexpr std::array<AttributeRule, 4> of_silence = {{
    {"for", time, required, {}},
    {"actor", name, may, {}},
    {"response-to", name, may, {}},
    {"verifies", requirement_id, may, {}},
}};
constexpr std::array<AttributeRule, 5> of_delivered = {{
    {"of", name, required, {}},
    {"min", count, may, {}},
    {"max", count, may, {}},
    {"within", time, may, {}},
    {"verifies", requirement_id, may, {}},
}};

// --- The rest ------------------------------------------------------------------------------------

constexpr std::array<AttributeRule, 1> of_pause = {{{"for", time, required, {}}}};
constexpr std::array<AttributeRule, 2> of_close = {{
    {"actor", name, may, {}},
    {"reset", one_of, may, yes_no},
}};

constexpr std::array<ElementRule, 25> elements = {{
    {"scenario", TextRule::none, of_scenario, in_scenario},
    {"title", TextRule::prose, {}, {}},
    {"purpose", TextRule::prose, {}, {}},
    {"known-bug", TextRule::prose, of_known_bug, {}},
    {"actor", TextRule::none, of_actor, {}},
    {"proof", TextRule::none, of_proof, {}},
    {"send", TextRule::none, of_send, in_send},
    {"start-line", TextRule::exact, {}, {}},
    {"header", TextRule::exact, of_header, {}},
    {"set", TextRule::exact, of_named_row, {}},
    {"remove", TextRule::none, of_named_row, {}},
    {"row", TextRule::exact, {}, {}},
    {"body", TextRule::exact, of_body, {}},
    {"credentials", TextRule::none, of_credentials, {}},
    {"raw", TextRule::exact, of_octets, {}},
    {"after", TextRule::exact, of_octets, {}},
    {"deliver", TextRule::none, of_deliver, {}},
    {"resend", TextRule::none, of_resend, {}},
    {"respond", TextRule::none, of_respond, in_respond},
    {"expect", TextRule::none, of_expect, in_expect},
    {"check", TextRule::none, of_check, {}},
    {"silence", TextRule::none, of_silence, {}},
    {"delivered", TextRule::none, of_delivered, {}},
    {"pause", TextRule::none, of_pause, {}},
    {"close", TextRule::none, of_close, {}},
}};
// NOLINTEND(modernize-use-designated-initializers)

}  // namespace

const XmlGrammar& scenario_grammar() {
  static constexpr XmlGrammar grammar = {.namespace_uri = "urn:sipspec:scenario:1",
                                         .elements = elements};
  return grammar;
}

}  // namespace sipspec::harness
