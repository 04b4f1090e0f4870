#include "harness/catalogue/catalogue_grammar.hpp"

#include <array>

namespace sipspec::harness {

namespace {

using Words = std::string_view;
using enum ValueFormat;
constexpr auto required = Presence::required;
constexpr auto may = Presence::optional;

constexpr std::array<Words, 7> levels = {"MUST", "MUST NOT", "SHOULD",    "SHOULD NOT",
                                         "MAY",  "DERIVED",  "ROBUSTNESS"};
constexpr std::array<Words, 3> verdicts = {"FAIL", "NON_STRICT", "INFO"};
constexpr std::array<Words, 7> roles = {"uac",     "uas",  "proxy", "registrar",
                                        "gateway", "list", "any"};
constexpr std::array<Words, 4> transports = {"udp", "tcp", "tls", "ws"};
constexpr std::array<Words, 10> needs = {
    "trigger",    "hook",           "dns", "dialog",     "auth",
    "proxy-pair", "multi-endpoint", "pki", "fake-clock", "manual"};
constexpr std::array<Words, 3> difficulties = {"easy", "medium", "hard"};
constexpr std::array<Words, 5> profiles = {"strict-3428", "modern", "rfc3261-only", "draft03",
                                           "relaxed-size"};
constexpr std::array<Words, 1> origins = {"sipspec"};

// Tables are read by their columns.
// NOLINTBEGIN(modernize-use-designated-initializers)
constexpr std::array<AttributeRule, 3> of_requirements = {{
    {"document", word, required, {}},
    {"title", non_empty, required, {}},
    {"url", non_empty, required, {}},
}};
constexpr std::array<AttributeRule, 2> of_section = {{
    {"number", word, required, {}},
    {"title", non_empty, required, {}},
}};
constexpr std::array<AttributeRule, 9> of_requirement = {{
    {"id", requirement_id, required, {}},
    {"level", one_of, required, levels},
    {"verdict", one_of, may, verdicts},
    {"roles", some_of, required, roles},
    {"transports", some_of, required, transports},
    {"needs", some_of, may, needs},
    {"difficulty", one_of, required, difficulties},
    {"profiles", some_of, may, profiles},
    {"origin", one_of, may, origins},
}};

constexpr std::array<ChildRule, 1> in_requirements = {{{"section", Occurs::any_number, 0}}};
constexpr std::array<ChildRule, 1> in_section = {{{"requirement", Occurs::any_number, 0}}};
constexpr std::array<ChildRule, 4> in_requirement = {{
    {"sentence", Occurs::once, 0},
    {"stimulus", Occurs::once, 1},
    {"observation", Occurs::once, 2},
    {"note", Occurs::at_most_once, 3},
}};

constexpr std::array<ElementRule, 7> elements = {{
    {"requirements", TextRule::none, of_requirements, in_requirements},
    {"section", TextRule::none, of_section, in_section},
    {"requirement", TextRule::none, of_requirement, in_requirement},
    {"sentence", TextRule::prose, {}, {}},
    {"stimulus", TextRule::prose, {}, {}},
    {"observation", TextRule::prose, {}, {}},
    {"note", TextRule::prose, {}, {}},
}};
// NOLINTEND(modernize-use-designated-initializers)

}  // namespace

const XmlGrammar& catalogue_grammar() {
  static constexpr XmlGrammar grammar = {.namespace_uri = "urn:sipspec:requirements:1",
                                         .elements = elements};
  return grammar;
}

}  // namespace sipspec::harness
