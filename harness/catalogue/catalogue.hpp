#pragma once

// All requirements by id, loaded once at start.

#include "harness/catalogue/requirement.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// A mistake in a data file: "file:line:column: sentence". Column 0: the line as a whole.
struct DataError {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string sentence;
};

std::string to_string(const DataError& error);

class Catalogue {
 public:
  /// Reads every *.xml of the folder. Mistakes are collected, never guessed over.
  static Catalogue load(const std::filesystem::path& folder, std::vector<DataError>& errors);

  const Requirement* find(std::string_view id) const;
  /// The id nearest to a misspelt one, "" when none is near.
  std::string nearest(std::string_view id) const;

  std::size_t size() const { return by_id_.size(); }

  const std::map<std::string, Requirement, std::less<>>& all() const { return by_id_; }

  void add(Requirement requirement);  ///< for tests

 private:
  std::map<std::string, Requirement, std::less<>> by_id_;
};

}  // namespace sipspec::harness
