#include "stack/message/inline_vector.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace sipspec::stack {
namespace {

using Small = InlineVector<int, 3>;

Small with(int size) {
  Small numbers;
  for (int i = 0; i < size; ++i) {
    numbers.push_back(i);
  }
  return numbers;
}

std::vector<int> values(const Small& numbers) {
  return {numbers.begin(), numbers.end()};
}

std::vector<int> up_to(int size) {
  std::vector<int> numbers;
  for (int i = 0; i < size; ++i) {
    numbers.push_back(i);
  }
  return numbers;
}

TEST(InlineVector, StaysInlineUpToItsCapacityAndGrowsBeyond) {
  EXPECT_FALSE(with(3).on_heap());
  EXPECT_TRUE(with(4).on_heap());
  EXPECT_EQ(values(with(20)), up_to(20));
  EXPECT_EQ(with(20).back(), 19);
}

TEST(InlineVector, CopiesAndMovesInBothStates) {
  for (const int size : {0, 2, 3, 4, 9}) {
    Small original = with(size);
    const Small copy = original;
    EXPECT_EQ(values(copy), up_to(size));
    Small moved = std::move(original);
    EXPECT_EQ(values(moved), up_to(size));
    for (const int other_size : {0, 2, 9}) {
      Small target = with(other_size);
      target = copy;
      EXPECT_EQ(values(target), up_to(size));
      Small source = with(size);
      target = std::move(source);
      EXPECT_EQ(values(target), up_to(size));
    }
  }
}

TEST(InlineVector, AppendsAnElementOfItsOwnWhileItGrows) {
  Small numbers = with(3);
  numbers.push_back(numbers[0]);
  numbers.push_back(numbers.back());
  EXPECT_EQ(values(numbers), (std::vector<int>{0, 1, 2, 0, 0}));
}

TEST(InlineVector, KeepsItsMemoryWhenCleared) {
  Small numbers = with(10);
  numbers.clear();
  EXPECT_TRUE(numbers.empty());
  EXPECT_TRUE(numbers.on_heap());
  numbers.push_back(7);
  EXPECT_EQ(values(numbers), std::vector<int>{7});
}

}  // namespace
}  // namespace sipspec::stack
