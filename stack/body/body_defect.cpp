#include "stack/body/body_defect.hpp"

#include "stack/body/body_defect_table.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

namespace sipspec::stack {

namespace {

constexpr bool codes_are_indices() {
  for (std::size_t i = 0; i < body_defect_table.size(); ++i) {
    if (static_cast<std::size_t>(body_defect_table[i].code) != i) {
      return false;
    }
  }
  return true;
}

static_assert(codes_are_indices(), "the rows stand in the order of BodyDefectCode");

}  // namespace

const BodyDefectInfo& describe(BodyDefectCode code) noexcept {
  return body_defect_table[static_cast<std::size_t>(code)].info;
}

BodyKind body_kind(std::string_view media_type) noexcept {
  static constexpr std::pair<std::string_view, BodyKind> known[] = {
      {"message/cpim", BodyKind::cpim},
      {"message/imdn+xml", BodyKind::imdn},
      {"application/im-iscomposing+xml", BodyKind::composing},
      {"application/resource-lists+xml", BodyKind::resource_list},
      {"application/manscdp+xml", BodyKind::manscdp},
      {"application/vnd.3gpp.sms", BodyKind::sms},
      {"application/xml", BodyKind::xml},
      {"text/xml", BodyKind::xml},
  };
  for (const auto& [name, kind] : known) {
    if (media_type == name) {
      return kind;
    }
  }
  if (media_type.starts_with("multipart/")) {
    return BodyKind::multipart;
  }
  if (media_type.ends_with("+xml")) {
    return BodyKind::xml;
  }
  return media_type.starts_with("text/") ? BodyKind::text : BodyKind::other;
}

bool lies_in(std::string_view part, std::string_view whole) noexcept {
  const std::less_equal<> not_after;
  return part.data() != nullptr && whole.data() != nullptr &&
         not_after(whole.data(), part.data()) &&
         not_after(part.data() + part.size(), whole.data() + whole.size());
}

void BodyDefectSink::decoded_from(std::string_view decoded, std::string_view origin) {
  decoded_.push_back({decoded, origin});
}

void BodyDefectSink::add(BodyDefectCode code, std::string_view where) {
  // From the text decoded last back to the body: each origin lies in an earlier one.
  for (const Decoded& decoded : decoded_ | std::views::reverse) {
    if (lies_in(where, decoded.text)) {
      where = decoded.origin;
    }
  }
  BodyDefect defect{code, 0, static_cast<std::uint32_t>(body_.size()), kind_};
  if (lies_in(where, body_)) {
    defect.offset = static_cast<std::uint32_t>(where.data() - body_.data());
    defect.length = static_cast<std::uint32_t>(where.size());
  }
  const auto same = [code](const BodyDefect& other) { return other.code == code; };
  const auto places = static_cast<std::size_t>(std::ranges::count_if(defects_, same));
  const bool known = std::ranges::find(defects_, defect) != defects_.end();
  if (places < max_places && defects_.size() < max_defects && !known) {
    defects_.push_back(defect);
  }
}

bool BodyDefectSink::has(BodyDefectCode code) const {
  return std::ranges::any_of(defects_,
                             [code](const BodyDefect& defect) { return defect.code == code; });
}

}  // namespace sipspec::stack
