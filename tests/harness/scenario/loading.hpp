#pragma once

// Scenarios in memory for the tests of the loader and the linter.

#include "harness/scenario/loader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sipspec::harness {

using Sentences = std::vector<std::string>;

inline constexpr std::string_view usual_head =
    "<scenario xmlns=\"urn:sipspec:scenario:1\" id=\"a/b\" device=\"uas\" transports=\"udp\">\n"
    "<title>T</title><purpose>P.</purpose>\n";

/// A case around some steps; these begin in line 3.
inline std::string with_steps(std::string_view steps, std::string_view head = usual_head) {
  return std::string(head) + std::string(steps) + "\n</scenario>\n";
}

inline Catalogue small_catalogue() {
  Catalogue catalogue;
  catalogue.add(
      {.id = "RFC3428-7-05", .roles = {"uas"}, .transports = {"udp", "tcp", "tls", "ws"}});
  catalogue.add(
      {.id = "RFC3261-8.2.6-01", .roles = {"any"}, .transports = {"udp", "tcp", "tls", "ws"}});
  catalogue.add({.id = "RFC3261-17.2.2-04", .roles = {"uas", "proxy"}, .transports = {"udp"}});
  return catalogue;
}

struct Loaded {
  std::optional<Scenario> scenario;
  Sentences errors;
};

inline Loaded load(std::string xml, const std::filesystem::path& file = "c.xml") {
  const Catalogue catalogue = small_catalogue();
  std::vector<DataError> errors;
  Loaded loaded;
  loaded.scenario = parse_scenario(std::move(xml), file, {.catalogue = &catalogue}, errors);
  for (const DataError& error : errors) {
    loaded.errors.push_back(to_string(error));
  }
  return loaded;
}

/// Fails the test when there are mistakes.
inline Scenario load_well(std::string xml, const std::filesystem::path& file = "c.xml") {
  Loaded loaded = load(std::move(xml), file);
  EXPECT_EQ(loaded.errors, Sentences{});
  return loaded.scenario.value_or(Scenario{});
}

/// The step of a case with a single one, or the last.
template <class S>
S last_step(std::string_view steps) {
  Scenario scenario = load_well(with_steps(steps));
  const S* const step = scenario.steps.empty() ? nullptr : std::get_if<S>(&scenario.steps.back());
  EXPECT_NE(step, nullptr);
  return step == nullptr ? S{} : *step;
}

}  // namespace sipspec::harness
