#include "captures/capture_reader.hpp"

#include "captures/link_type.hpp"

#include <pcap/pcap.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

namespace sipspec::captures {
namespace {

struct PcapCloser {
  void operator()(pcap_t* handle) const { pcap_close(handle); }
};

using Handle = std::unique_ptr<pcap_t, PcapCloser>;

CapturedPacket packet_from(const pcap_pkthdr& header, const u_char* octets) {
  CapturedPacket packet;
  // Opened with nanosecond precision, so "tv_usec" holds nanoseconds.
  packet.wall =
      std::chrono::seconds(header.ts.tv_sec) + std::chrono::nanoseconds(header.ts.tv_usec);
  packet.octets.assign(octets, octets + header.caplen);
  packet.original_length = header.len;
  return packet;
}

Error broken(const std::filesystem::path& path, std::size_t frame, const std::string& why) {
  return {"cannot read the capture " + path.string() + ", frame " + std::to_string(frame) + ": " +
          why};
}

}  // namespace

Result<CaptureContents> read_capture(const std::filesystem::path& path) {
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  const Handle handle(pcap_open_offline_with_tstamp_precision(
      path.c_str(), PCAP_TSTAMP_PRECISION_NANO, error.data()));
  if (!handle) {
    return Error{"cannot read the capture " + path.string() + ": " + error.data()};
  }
  CaptureContents contents;
  contents.link = link_type_from_dlt(pcap_datalink(handle.get()));
  std::size_t octets_read = 0;
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  int code = 0;
  while ((code = pcap_next_ex(handle.get(), &header, &octets)) == 1) {
    octets_read += header->caplen;
    if (octets_read > max_read_octets) {
      return broken(path, contents.packets.size() + 1,
                    "more than " + std::to_string(max_read_octets) + " octets");
    }
    contents.packets.push_back(packet_from(*header, octets));
  }
  if (code != PCAP_ERROR_BREAK) {
    return broken(path, contents.packets.size() + 1, pcap_geterr(handle.get()));
  }
  return {boost::system::in_place_value, std::move(contents)};
}

}  // namespace sipspec::captures
