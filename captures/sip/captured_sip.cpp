#include "captures/sip/captured_sip.hpp"

namespace sipspec::captures {

std::string_view to_string(Extent extent) {
  switch (extent) {
    case Extent::whole:
      return "whole";
    case Extent::snapped:
      return "cut by the length limit of the capture";
    case Extent::gap:
      return "cut where the capture has a gap";
    case Extent::unfinished:
      return "not ended";
    case Extent::unframed:
      return "without a usable length";
  }
  return "";
}

}  // namespace sipspec::captures
