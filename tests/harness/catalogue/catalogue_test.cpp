#include "harness/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace sipspec::harness {
namespace {

/// A folder of its own for each test.
class CatalogueTest : public testing::Test {
 protected:
  CatalogueTest() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(testing::TempDir()) / (std::string("sipspec_") + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }

  ~CatalogueTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& rows, const std::string& frame = "") {
    const std::string head =
        frame.empty() ? "<requirements xmlns=\"urn:sipspec:requirements:1\" document=\"RFC3428\" "
                        "title=\"MESSAGE\" url=\"https://example.com/3428\">\n"
                      : frame;
    std::ofstream(folder_ / name) << head << "<section number=\"7\" title=\"UAS\">\n"
                                  << rows << "\n</section></requirements>\n";
  }

  Catalogue load() { return Catalogue::load(folder_, errors_); }

  std::vector<std::string> sentences() const {
    std::vector<std::string> all;
    for (const DataError& error : errors_) {
      all.push_back(std::filesystem::path(to_string(error)).lexically_relative(folder_).string());
    }
    return all;
  }

  static std::string row(const std::string& id, const std::string& more = "",
                         const std::string& level = "MUST") {
    return "<requirement id=\"" + id + "\" level=\"" + level +
           "\" roles=\"uas proxy\" transports=\"udp tcp\" difficulty=\"easy\"" + more +
           "><sentence>A rule\n   holds.</sentence><stimulus>Send.</stimulus>"
           "<observation>Look.</observation></requirement>";
  }

  std::filesystem::path folder_;
  std::vector<DataError> errors_;
};

using Sentences = std::vector<std::string>;

TEST_F(CatalogueTest, ReadsEverythingOfARow) {
  write("a.xml", row("RFC3428-7-05", " needs=\"trigger hook\" profiles=\"modern\""));
  const Catalogue catalogue = load();
  EXPECT_EQ(sentences(), Sentences{});
  const Requirement* const found = catalogue.find("RFC3428-7-05");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->document, "RFC3428");
  EXPECT_EQ(found->section, "7");
  EXPECT_EQ(found->section_title, "UAS");
  EXPECT_EQ(found->url, "https://example.com/3428");
  EXPECT_EQ(found->level, Level::must);
  EXPECT_EQ(found->violation, Violation::fail);
  EXPECT_EQ(found->roles, (Sentences{"uas", "proxy"}));
  EXPECT_EQ(found->transports, (Sentences{"udp", "tcp"}));
  EXPECT_EQ(found->needs, (Sentences{"trigger", "hook"}));
  EXPECT_EQ(found->profiles, Sentences{"modern"});
  EXPECT_EQ(found->sentence, "A rule holds.");
  EXPECT_EQ(found->stimulus, "Send.");
  EXPECT_EQ(found->observation, "Look.");
  EXPECT_EQ(found->file, (folder_ / "a.xml").string());
  EXPECT_EQ(found->line, 3U);
}

TEST_F(CatalogueTest, TakesTheViolationFromTheLevelUnlessTheRowSaysOtherwise) {
  const std::vector<std::pair<std::string, Violation>> levels = {
      {"MUST", Violation::fail},
      {"MUST NOT", Violation::fail},
      {"DERIVED", Violation::fail},
      {"SHOULD", Violation::non_strict},
      {"SHOULD NOT", Violation::non_strict},
      {"ROBUSTNESS", Violation::non_strict},
      {"MAY", Violation::info}};
  std::string rows;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    rows += row("RFC3428-7-1" + std::to_string(i), "", levels[i].first);
  }
  rows += row("RFC3428-7-20", " verdict=\"INFO\"") +
          row("RFC3428-7-21", " verdict=\"FAIL\"", "MAY") +
          row("RFC3428-7-22", " verdict=\"NON_STRICT\"");
  write("a.xml", rows);
  const Catalogue catalogue = load();
  ASSERT_EQ(catalogue.size(), levels.size() + 3);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const Requirement* const found = catalogue.find("RFC3428-7-1" + std::to_string(i));
    EXPECT_EQ(found->violation, levels[i].second) << levels[i].first;
    EXPECT_EQ(to_string(found->level), levels[i].first);
  }
  EXPECT_EQ(catalogue.find("RFC3428-7-20")->violation, Violation::info);
  EXPECT_EQ(catalogue.find("RFC3428-7-21")->violation, Violation::fail);
  EXPECT_EQ(catalogue.find("RFC3428-7-22")->violation, Violation::non_strict);
}

TEST_F(CatalogueTest, RefusesAnIdThatIsTakenAndNamesTheFormerPlace) {
  write("a.xml", row("RFC3428-7-05"));
  write("b.xml", "\n" + row("RFC3428-7-05"));
  EXPECT_EQ(load().size(), 1U);
  EXPECT_EQ(
      sentences(),
      Sentences{"b.xml:4:14: 'RFC3428-7-05' is taken: " + (folder_ / "a.xml").string() + ":3"});
}

TEST_F(CatalogueTest, RefusesAnIdOfAnotherSection) {
  write("a.xml", row("RFC3428-8-05"));
  EXPECT_EQ(load().size(), 0U);
  EXPECT_EQ(sentences(), Sentences{"a.xml:3:14: the id of a row here begins with 'RFC3428-7-', not "
                                   "'RFC3428-8-05'"});
}

TEST_F(CatalogueTest, NamesEveryMistakeOfAFileWithItsPlace) {
  write("a.xml",
        "<requirement id=\"RFC3428-7-5\" level=\"MUTS\" roles=\"uas uas\" transport=\"udp\" "
        "transports=\"sctp\" difficulty=\"easy\"><sentence> </sentence><stimulos/></requirement>");
  EXPECT_EQ(load().size(), 0U);
  EXPECT_EQ(
      sentences(),
      (Sentences{
          "a.xml:3:14: 'id' wants a requirement id like RFC3428-7-05, not 'RFC3428-7-5'",
          "a.xml:3:31: 'MUTS' is not one of the words of 'level': MUST MUST NOT SHOULD SHOULD NOT "
          "MAY DERIVED ROBUSTNESS; did you mean 'MUST'?",
          "a.xml:3:44: 'uas' stands twice in 'roles'",
          "a.xml:3:60: 'requirement' has no attribute 'transport'; did you mean 'transports'?",
          "a.xml:3:76: 'sctp' is not one of the words of 'transports': udp tcp tls ws",
          "a.xml:3:112: 'sentence' is empty",
          "a.xml:3:134: 'requirement' has no element 'stimulos'; did you mean 'stimulus'?",
          "a.xml:3:1: 'requirement' lacks the element 'stimulus'",
          "a.xml:3:1: 'requirement' lacks the element 'observation'"}));
}

TEST_F(CatalogueTest, WantsTheNamespace) {
  write("a.xml", row("RFC3428-7-05"), "<requirements document=\"RFC3428\" title=\"t\" url=\"u\">");
  load();
  EXPECT_EQ(sentences(),
            Sentences{"a.xml:1:1: the namespace is xmlns=\"urn:sipspec:requirements:1\""});
}

TEST_F(CatalogueTest, RefusesAnotherRootElement) {
  std::ofstream(folder_ / "a.xml") << "<requirement/>";
  load();
  EXPECT_EQ(sentences(), Sentences{"a.xml:1:1: the root element is 'requirements', not "
                                   "'requirement'; did you mean 'requirements'?"});
}

TEST_F(CatalogueTest, PassesOverFilesThatAreNoXml) {
  std::ofstream(folder_ / "README.md") << "# not XML";
  write("a.xml", row("RFC3428-7-05"));
  EXPECT_EQ(load().size(), 1U);
  EXPECT_EQ(sentences(), Sentences{});
}

TEST(Catalogue, SaysWhenTheFolderCannotBeRead) {
  std::vector<DataError> errors;
  Catalogue::load("/nowhere/at/all", errors);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(to_string(errors[0]), "/nowhere/at/all: the folder of the requirements cannot be read");
}

TEST(Catalogue, FindsTheIdNearestToAMisspeltOne) {
  Catalogue catalogue;
  catalogue.add({.id = "RFC3428-7-05"});
  catalogue.add({.id = "RFC3261-8.2.6-01"});
  EXPECT_EQ(catalogue.nearest("RFC3428-7-06"), "RFC3428-7-05");
  EXPECT_EQ(catalogue.nearest("RFC3261-8.2.6-1"), "RFC3261-8.2.6-01");
  EXPECT_EQ(catalogue.nearest("something else"), "");
}

TEST(DataErrors, ArePrintedWithAsMuchPlaceAsIsKnown) {
  EXPECT_EQ(to_string(DataError{"f", 3, 7, "no"}), "f:3:7: no");
  EXPECT_EQ(to_string(DataError{"f", 3, 0, "no"}), "f:3: no");
  EXPECT_EQ(to_string(DataError{"f", 0, 0, "no"}), "f: no");
}

TEST(ShippedCatalogue, LoadsWithoutAMistake) {
  std::vector<DataError> errors;
  const Catalogue catalogue = Catalogue::load(SIPSPEC_SOURCE_DIR "/scenarios/requirements", errors);
  for (const DataError& error : errors) {
    ADD_FAILURE() << to_string(error);
  }
  EXPECT_GT(catalogue.size(), 400U);
  ASSERT_NE(catalogue.find("RFC3428-7-05"), nullptr);
}

}  // namespace
}  // namespace sipspec::harness
