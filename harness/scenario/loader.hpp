#pragma once

// Reads a scenario file and refuses every mistake in it, all at once, each with
// "file:line:column: what; did you mean '...'?". What passes here the engine can run: elements,
// attributes and words are known, ids are unique, references lead to earlier steps, times and
// octets can be read, requirements exist. What is merely unwise is the linter's (linter.hpp).
//
//   std::vector<DataError> errors;
//   auto scenario = load_scenario("cases/x.xml", {.catalogue = &catalogue}, errors);

#include "harness/catalogue/catalogue.hpp"
#include "harness/scenario/model.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

// Bounds of one scenario. A bound that is hit is an error that names it. (The file:
// max_xml_octets.)
inline constexpr std::size_t max_steps = 10000;
inline constexpr std::size_t max_body_octets = std::size_t{16} << 20U;
inline constexpr std::uint32_t max_resends = 10000;
inline constexpr std::size_t max_errors = 200;  ///< the rest is cut off

struct LoadOptions {
  const Catalogue* catalogue = nullptr;  ///< null: requirement ids are not looked up
};

/// nullopt when anything is wrong; then the errors say what.
std::optional<Scenario> load_scenario(const std::filesystem::path& file, const LoadOptions& options,
                                      std::vector<DataError>& errors);

/// The same from memory. `file` names it in errors, and its folder is where `file="..."` of a body
/// starts from.
std::optional<Scenario> parse_scenario(std::string xml, const std::filesystem::path& file,
                                       const LoadOptions& options, std::vector<DataError>& errors);

}  // namespace sipspec::harness
