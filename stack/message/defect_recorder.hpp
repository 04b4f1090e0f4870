#pragma once

// Collects defects for the parser and the validator, within bounds: of one code at most
// `max_places` are kept each with its place, the others are counted in the last of them; of all
// codes at most `max_defects`, after which one limit_defects says that there was more.
// Not part of the public interface of stack/message.

#include "stack/message/defect.hpp"
#include "stack/message/inline_vector.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sipspec::stack {

class DefectRecorder {
 public:
  using List = InlineVector<Defect, 8>;

  /// Places that are kept for one code.
  static constexpr std::uint16_t max_places = 8;

  DefectRecorder(List& list, std::uint32_t max_defects) : list_(&list), max_defects_(max_defects) {}

  void add(const Defect& defect);
  /// For faults of a habit (line ends): one entry for the message, the others are counted.
  void add_once(const Defect& defect);

 private:
  void add(const Defect& defect, std::uint16_t places);

  struct Tally {
    std::uint16_t places = 0;
    std::uint16_t last = 0;  ///< index of the latest entry
  };

  List* list_;
  std::uint32_t max_defects_;
  bool full_ = false;
  std::array<Tally, defect_code_count> tallies_{};
};

}  // namespace sipspec::stack
