#pragma once

// libpcap numbers link types for programs (DLT) and for files (LINKTYPE). They agree but for a few,
// raw IP among them.

#include "captures/captured_packet.hpp"

namespace sipspec::captures {

///   link_type_from_dlt(pcap_datalink(handle))
LinkType link_type_from_dlt(int dlt);

}  // namespace sipspec::captures
