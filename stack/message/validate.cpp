#include "stack/message/validate.hpp"

#include "stack/message/defect_recorder.hpp"

namespace sipspec::stack {

DefectList validate(const Message& message, std::uint32_t max_defects) {
  DefectList list;
  DefectRecorder recorder(list, max_defects);
  static_cast<void>(message);
  return list;
}

}  // namespace sipspec::stack
