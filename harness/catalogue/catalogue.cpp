#include "harness/catalogue/catalogue.hpp"

#include "harness/catalogue/catalogue_grammar.hpp"
#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sipspec::harness {

namespace {

constexpr std::array all_levels = {Level::must,       Level::must_not, Level::should,
                                   Level::should_not, Level::may,      Level::derived,
                                   Level::robustness};

Level level_of(std::string_view text) {
  return *std::ranges::find(all_levels, text, [](Level level) { return to_string(level); });
}

/// What a violation means when the row does not say so itself.
Violation usual_violation(Level level) {
  switch (level) {
    case Level::must:
    case Level::must_not:
    case Level::derived:
      return Violation::fail;
    case Level::should:
    case Level::should_not:
    case Level::robustness:
      return Violation::non_strict;
    case Level::may:
      break;
  }
  return Violation::info;
}

Violation violation_of(Level level, std::string_view verdict) {
  if (verdict.empty()) {
    return usual_violation(level);
  }
  if (verdict == "FAIL") {
    return Violation::fail;
  }
  return verdict == "NON_STRICT" ? Violation::non_strict : Violation::info;
}

std::vector<std::string> words_of(pugi::xml_node node, const char* attribute) {
  std::vector<std::string> words;
  for (const std::string_view word : split_blanks(node.attribute(attribute).value())) {
    words.emplace_back(word);
  }
  return words;
}

/// One file whose shape has been checked.
class CatalogueReader {
 public:
  CatalogueReader(const XmlFile& file, std::vector<DataError>& errors)
      : file_(&file), errors_(&errors) {}

  void read_into(Catalogue& catalogue) {
    const pugi::xml_node root = file_->root();
    for (const pugi::xml_node section : root.children("section")) {
      for (const pugi::xml_node row : section.children("requirement")) {
        add(catalogue, row, requirement(root, section, row));
      }
    }
  }

 private:
  Requirement requirement(pugi::xml_node root, pugi::xml_node section, pugi::xml_node row) const {
    Requirement made;
    made.id = row.attribute("id").value();
    made.document = root.attribute("document").value();
    made.section = section.attribute("number").value();
    made.section_title = section.attribute("title").value();
    made.url = root.attribute("url").value();
    made.level = level_of(row.attribute("level").value());
    made.violation = violation_of(made.level, row.attribute("verdict").value());
    made.roles = words_of(row, "roles");
    made.transports = words_of(row, "transports");
    made.needs = words_of(row, "needs");
    made.profiles = words_of(row, "profiles");
    made.sentence = collapsed(file_->text(row.child("sentence")).octets);
    made.stimulus = collapsed(file_->text(row.child("stimulus")).octets);
    made.observation = collapsed(file_->text(row.child("observation")).octets);
    made.file = file_->name();
    made.line = file_->position(file_->offset(row)).line;
    return made;
  }

  void add(Catalogue& catalogue, pugi::xml_node row, Requirement made) {
    const std::size_t place = file_->offset(row, row.attribute("id"));
    const std::string prefix = fmt::format("{}-{}-", made.document, made.section);
    if (!made.id.starts_with(prefix)) {
      errors_->push_back(file_->error(
          place, fmt::format("the id of a row here begins with '{}', not '{}'", prefix, made.id)));
    } else if (const Requirement* former = catalogue.find(made.id)) {
      errors_->push_back(file_->error(
          place, fmt::format("'{}' is taken: {}:{}", made.id, former->file, former->line)));
    } else {
      catalogue.add(std::move(made));
    }
  }

  const XmlFile* file_;
  std::vector<DataError>* errors_;
};

void load_file(const std::filesystem::path& path, Catalogue& catalogue,
               std::vector<DataError>& errors) {
  auto octets = read_data_file(path, errors);
  if (!octets) {
    return;
  }
  XmlFile file(path.string(), *std::move(octets));
  if (file.parse(errors) && check_grammar(file, catalogue_grammar(), errors)) {
    CatalogueReader(file, errors).read_into(catalogue);
  }
}

}  // namespace

std::string to_string(const DataError& error) {
  if (error.line == 0) {
    return fmt::format("{}: {}", error.file, error.sentence);
  }
  return error.column == 0
             ? fmt::format("{}:{}: {}", error.file, error.line, error.sentence)
             : fmt::format("{}:{}:{}: {}", error.file, error.line, error.column, error.sentence);
}

Catalogue Catalogue::load(const std::filesystem::path& folder, std::vector<DataError>& errors) {
  Catalogue catalogue;
  std::vector<std::filesystem::path> files;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() == ".xml") {
      files.push_back(entry.path());
    }
  }
  if (failure) {
    errors.push_back({.file = folder.string(),
                      .line = 0,
                      .column = 0,
                      .sentence = "the folder of the requirements cannot be read"});
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    load_file(file, catalogue, errors);
  }
  return catalogue;
}

const Requirement* Catalogue::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &found->second;
}

std::string Catalogue::nearest(std::string_view id) const {
  std::vector<std::string_view> ids;
  ids.reserve(by_id_.size());
  for (const auto& [known, requirement] : by_id_) {
    ids.emplace_back(known);
  }
  return std::string(nearest_word(id, ids));
}

void Catalogue::add(Requirement requirement) {
  std::string id = requirement.id;
  by_id_.insert_or_assign(std::move(id), std::move(requirement));
}

}  // namespace sipspec::harness
