#include "harness/run/out_dir.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace sipspec::harness {
namespace {

namespace fs = std::filesystem;

/// A folder of its own as the working directory.
class OutDirectory : public testing::Test {
 protected:
  OutDirectory() : before_(fs::current_path()) {
    folder_ =
        fs::temp_directory_path() / ("sipspec-out-dir-" + std::to_string(::getpid()) + "-" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }

  ~OutDirectory() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  fs::path before_, folder_;
  std::chrono::system_clock::time_point moment_{std::chrono::seconds(1'767'225'600)};
};

TEST_F(OutDirectory, IsNamedByTheTimeInUtcWithALinkToTheLatest) {
  const auto out = OutDir::make("", moment_);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->path(), fs::path("sipspec-out/2026-01-01T00-00-00Z"));
  EXPECT_EQ(fs::read_symlink("sipspec-out/latest"), fs::path("2026-01-01T00-00-00Z"));
}

TEST_F(OutDirectory, TwoRunsInOneSecondHaveTwoFolders) {
  ASSERT_TRUE(OutDir::make("", moment_));
  const auto second = OutDir::make("", moment_);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->path(), fs::path("sipspec-out/2026-01-01T00-00-00Z.2"));
  EXPECT_EQ(fs::read_symlink("sipspec-out/latest"), fs::path("2026-01-01T00-00-00Z.2"));
}

TEST_F(OutDirectory, AChosenFolderIsMadeAndOneThatHoldsSomethingIsRefused) {
  ASSERT_TRUE(OutDir::make("a/b", moment_));
  ASSERT_TRUE(OutDir::make("a/b", moment_)) << "an empty folder is fine";
  std::ofstream("a/b/file") << "x";
  const auto again = OutDir::make("a/b", moment_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().sentence, "--out a/b is there already; a run overwrites nothing");
}

TEST_F(OutDirectory, AFolderThatCannotBeMadeIsAnError) {
  std::ofstream("file") << "x";
  EXPECT_FALSE(OutDir::make("file/below", moment_));
}

}  // namespace
}  // namespace sipspec::harness
