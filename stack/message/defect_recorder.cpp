#include "stack/message/defect_recorder.hpp"

namespace sipspec::stack {

void DefectRecorder::add(const Defect& defect) {
  add(defect, max_places);
}

void DefectRecorder::add_once(const Defect& defect) {
  add(defect, 1);
}

void DefectRecorder::add(const Defect& defect, std::uint16_t places) {
  Tally& tally = tallies_[static_cast<std::size_t>(defect.code)];
  if (tally.places >= places) {
    ++(*list_)[tally.last].occurrences;
    return;
  }
  if (full_) {
    return;
  }
  if (list_->size() + 1 >= max_defects_ && defect.code != DefectCode::limit_defects) {
    full_ = true;
    Defect limit = defect;
    limit.code = DefectCode::limit_defects;
    list_->push_back(limit);
    return;
  }
  ++tally.places;
  tally.last = static_cast<std::uint16_t>(list_->size());
  list_->push_back(defect);
}

}  // namespace sipspec::stack
