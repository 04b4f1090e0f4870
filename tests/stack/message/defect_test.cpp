#include "stack/message/defect.hpp"

#include "stack/text/character_class.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sipspec::stack {
namespace {

TEST(DefectInfo, IsCompleteForEveryCode) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < defect_code_count; ++i) {
    const DefectInfo& info = describe(static_cast<DefectCode>(i));
    EXPECT_TRUE(seen.insert(info.name).second) << info.name;
    EXPECT_TRUE(is_run_of(info.name, CharClass::alpha | CharClass::digit | CharClass::host))
        << info.name;
    EXPECT_FALSE(info.rule.empty()) << info.name;
    EXPECT_TRUE(info.clause.starts_with("RFC ") || info.clause == "ParseLimits") << info.name;
    EXPECT_TRUE(info.sentence.ends_with('.')) << info.name;
    EXPECT_TRUE(info.severity == Severity::tolerable || info.severity == Severity::malformed ||
                info.severity == Severity::fatal);
  }
}

TEST(DefectInfo, CallsFatalOnlyWhatLosesTheStartLineOrTheFraming) {
  std::set<std::string_view> fatal;
  for (std::size_t i = 0; i < defect_code_count; ++i) {
    const DefectInfo& info = describe(static_cast<DefectCode>(i));
    if (info.severity == Severity::fatal) {
      fatal.insert(info.name);
    }
  }
  EXPECT_EQ(fatal, (std::set<std::string_view>{"blank-line-missing", "empty-message",
                                               "limit-message-size", "start-line-unreadable"}));
}

}  // namespace
}  // namespace sipspec::stack
