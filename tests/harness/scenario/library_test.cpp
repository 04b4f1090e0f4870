#include "harness/scenario/library.hpp"

#include "harness/scenario/linter.hpp"
#include "loading.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace sipspec::harness {
namespace {

namespace fs = std::filesystem;

class LibraryTest : public testing::Test {
 protected:
  LibraryTest() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(testing::TempDir()) / (std::string("sipspec_library_") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  ~LibraryTest() override { fs::remove_all(folder_); }

  void write(const fs::path& name, const std::string& id) {
    std::string xml = with_steps("<send id=\"m\"/>");
    xml.replace(xml.find("a/b"), 3, id);
    put(name, xml);
  }

  void put(const fs::path& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }

  fs::path folder_;
};

TEST_F(LibraryTest, ReadsAllFoldersAndSortsById) {
  write("z.xml", "b/2");
  write("deep/er/y.xml", "b/10");
  write("x.xml", "a");
  put("README.md", "no case");
  const Library library = load_library(folder_, {});
  EXPECT_TRUE(library.errors.empty());
  ASSERT_EQ(library.scenarios.size(), 3U);
  EXPECT_EQ(library.scenarios[0].id, "a");
  EXPECT_EQ(library.scenarios[1].id, "b/10");
  EXPECT_EQ(library.scenarios[2].id, "b/2");
  ASSERT_NE(library.find("b/10"), nullptr);
  EXPECT_EQ(library.find("b/10")->place.file, (folder_ / "deep/er/y.xml").string());
  EXPECT_EQ(library.find("b/1"), nullptr);
  EXPECT_EQ(library.nearest("b/20"), "b/10");
  EXPECT_EQ(library.nearest("something/else"), "");
}

TEST_F(LibraryTest, PassesOverOtherDataAtTheTopOnly) {
  put("requirements/r.xml", "<no/>");
  put("devices/d.xml", "<no/>");
  write("rfc/devices/c.xml", "c");
  const Library library = load_library(folder_, {});
  EXPECT_TRUE(library.errors.empty());
  EXPECT_EQ(library.scenarios.size(), 1U);
}

TEST_F(LibraryTest, KeepsTheGoodCasesBesideTheBad) {
  write("a.xml", "a");
  put("b.xml", "<scenario");
  const Library library = load_library(folder_, {});
  EXPECT_EQ(library.scenarios.size(), 1U);
  ASSERT_EQ(library.errors.size(), 1U);
  EXPECT_EQ(library.errors[0].file, (folder_ / "b.xml").string());
}

TEST_F(LibraryTest, RefusesAnIdThatIsTaken) {
  write("a.xml", "same");
  write("b.xml", "same");
  const Library library = load_library(folder_, {});
  EXPECT_EQ(library.scenarios.size(), 1U);
  ASSERT_EQ(library.errors.size(), 1U);
  EXPECT_EQ(to_string(library.errors[0]),
            (folder_ / "b.xml").string() +
                ":1:1: the id 'same' is taken: " + (folder_ / "a.xml").string() + ":1");
}

TEST(Library, SaysWhenTheFolderCannotBeRead) {
  const Library library = load_library("/nowhere/at/all", {});
  ASSERT_EQ(library.errors.size(), 1U);
  EXPECT_EQ(to_string(library.errors[0]),
            "/nowhere/at/all: the folder cannot be read: No such file or directory");
}

TEST(ShippedScenarios, LoadAndPassTheLinter) {
  const fs::path root = SIPSPEC_SOURCE_DIR "/scenarios";
  std::vector<DataError> errors;
  const Catalogue catalogue = Catalogue::load(root / "requirements", errors);
  const Library library = load_library(root, {.catalogue = &catalogue});
  for (const DataError& error : library.errors) {
    ADD_FAILURE() << to_string(error);
  }
  for (const Scenario& scenario : library.scenarios) {
    for (const LintFinding& finding :
         lint(scenario,
              {.catalogue = &catalogue, .origin = ScenarioOrigin::shipped, .root = root})) {
      EXPECT_NE(finding.severity, LintSeverity::error) << to_string(finding);
    }
  }
  EXPECT_FALSE(library.scenarios.empty());
}

}  // namespace
}  // namespace sipspec::harness
