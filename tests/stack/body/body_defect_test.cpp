#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sipspec::stack {
namespace {

TEST(BodyDefects, EachCodeHasANameAndASentenceOfItsOwn) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < body_defect_code_count; ++i) {
    const BodyDefectInfo& info = describe(static_cast<BodyDefectCode>(i));
    EXPECT_FALSE(info.name.empty());
    EXPECT_TRUE(info.sentence.ends_with('.')) << info.name;
    EXPECT_TRUE(seen.insert(info.name).second) << info.name;
    EXPECT_TRUE(seen.insert(info.sentence).second) << info.sentence;
    const bool limit = info.name.find("limit") != std::string_view::npos;
    EXPECT_EQ(info.clause.empty(), limit) << info.name;
  }
}

TEST(BodyDefectSink, CountsPlacesFromTheStartOfTheBody) {
  const std::string body = "0123456789";
  BodyDefectSink sink(body);
  sink.add(BodyDefectCode::cpim_folded, std::string_view(body).substr(3, 4));
  sink.add(BodyDefectCode::cpim_folded, std::string_view(body).substr(10));
  EXPECT_EQ(places(sink.defects()), (Texts{"cpim-folded@3+4", "cpim-folded@10+0"}));
}

TEST(BodyDefectSink, MarksTheOctetsThatADecodedTextComesFrom) {
  const std::string body = "header encoded";
  const std::string once = "decoded once";
  const std::string twice = "decoded twice";
  BodyDefectSink sink(body);
  sink.decoded_from(once, std::string_view(body).substr(7));
  sink.decoded_from(twice, std::string_view(once).substr(8));
  sink.add(BodyDefectCode::xml_empty, std::string_view(twice).substr(2, 2));
  EXPECT_EQ(places(sink.defects()), Texts{"xml-empty@7+7"});
}

TEST(BodyDefectSink, MarksTheWholeBodyForAPlaceThatItDoesNotKnow) {
  const std::string body = "body";
  const std::string other = "other";
  BodyDefectSink sink(body);
  sink.add(BodyDefectCode::xml_empty, other);
  EXPECT_EQ(places(sink.defects()), Texts{"xml-empty@0+4"});
}

TEST(BodyDefectSink, KeepsEightPlacesOfACodeAndEachOnce) {
  const std::string body(100, 'x');
  BodyDefectSink sink(body);
  for (std::size_t i = 0; i < 100; ++i) {
    sink.add(BodyDefectCode::cpim_folded, std::string_view(body).substr(i, 1));
    sink.add(BodyDefectCode::cpim_line_end, std::string_view(body).substr(0, 1));
  }
  EXPECT_EQ(sink.defects().size(), BodyDefectSink::max_places + 1);
}

TEST(BodyDefectSink, KeepsABoundedNumberOfDefects) {
  const std::string body(100, 'x');
  BodyDefectSink sink(body);
  for (std::size_t code = 0; code < body_defect_code_count; ++code) {
    for (std::size_t i = 0; i < 8; ++i) {
      sink.add(static_cast<BodyDefectCode>(code), std::string_view(body).substr(i, 1));
    }
  }
  EXPECT_EQ(sink.defects().size(), BodyDefectSink::max_defects);
}

}  // namespace
}  // namespace sipspec::stack
