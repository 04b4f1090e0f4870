#include "captures/link_type.hpp"

#include <pcap/dlt.h>

namespace sipspec::captures {

LinkType link_type_from_dlt(int dlt) {
  return dlt == DLT_RAW ? LinkType::raw : static_cast<LinkType>(dlt);
}

}  // namespace sipspec::captures
