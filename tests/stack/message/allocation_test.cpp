#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "tests/stack/message/counting_new.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace sipspec::stack {
namespace {

std::string with_fields(int count) {
  std::string rows;
  for (int i = 6; i < count; ++i) {
    rows += "X-Row: some value\r\n";
  }
  return request_with(rows, "body");
}

std::size_t allocations_of_parsing(const std::string& octets) {
  const std::size_t before = allocation_count();
  const Message message = Message::parse(octets);
  const DefectList defects = validate(message);
  EXPECT_EQ(message.defects().size() + defects.size(), 0U);
  EXPECT_TRUE(top_via(message) && from(message) && to(message) && cseq(message));
  EXPECT_TRUE(parse_uri(message.request_uri()));
  const std::size_t made = allocation_count() - before;
  return made;
}

TEST(Allocation, IsNoneForAMessageOfUpTo32Fields) {
  for (int fields = 6; fields <= 32; ++fields) {
    EXPECT_EQ(allocations_of_parsing(with_fields(fields)), 0U) << fields;
  }
}

TEST(Allocation, IsOneForTheFieldAboveThat) {
  EXPECT_EQ(allocations_of_parsing(with_fields(33)), 1U);
}

TEST(Allocation, IsNoneForAFewDefectsEither) {
  const std::string octets = request_with("no colon\n: x\nDate: x\nExpires: y\n");
  const std::size_t before = allocation_count();
  const Message message = Message::parse(octets);
  const DefectList defects = validate(message);
  EXPECT_EQ(allocation_count() - before, 0U);
  EXPECT_EQ(message.defects().size(), 3U);
  EXPECT_EQ(defects.size(), 2U);
}

}  // namespace
}  // namespace sipspec::stack
