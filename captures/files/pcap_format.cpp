#include "captures/files/pcap_format.hpp"

#include "captures/files/file_numbers.hpp"

#include <array>

namespace sipspec::captures {
namespace {

constexpr std::size_t file_header = 24;

/// The magic numbers, read as big endian; each stands for its swapped form too.
struct Variant {
  std::uint32_t magic;
  std::int64_t nanoseconds_per_unit;
  std::size_t record_header;
};

constexpr std::array variants{
    Variant{.magic = 0xA1B2C3D4, .nanoseconds_per_unit = 1000, .record_header = 16},
    Variant{.magic = 0xA1B23C4D, .nanoseconds_per_unit = 1, .record_header = 16},
    // Kuznetzov's: interface, protocol and packet type behind the usual fields.
    Variant{.magic = 0xA1B2CD34, .nanoseconds_per_unit = 1000, .record_header = 24},
};

class PcapFormat : public FrameFormat {
 public:
  PcapFormat(const Variant& variant, ByteOrder order, LinkType link)
      : variant_(variant), in_(order), link_(link) {}

  std::optional<FileFrame> next(ByteSource& source) override {
    const std::string_view header = source.take(variant_.record_header);
    if (header.empty() && source.trouble().empty()) {
      return std::nullopt;
    }
    if (header.size() < variant_.record_header) {
      return cut_off(source, "the header of a frame");
    }
    FileFrame frame;
    frame.link = link_;
    frame.wall = std::chrono::seconds(in_.u32(header, 0)) +
                 std::chrono::nanoseconds(in_.u32(header, 4) * variant_.nanoseconds_per_unit);
    const std::size_t size = in_.u32(header, 8);
    frame.original_length = in_.u32(header, 12);
    if (size > FrameReader::max_frame) {
      return give_up(FileTrouble::Kind::damaged, "a frame of " + std::to_string(size) +
                                                     " octets is claimed before octet " +
                                                     std::to_string(source.offset()));
    }
    frame.octets = source.take(size);
    return frame.octets.size() < size ? cut_off(source, "a frame") : std::optional(frame);
  }

 private:
  Variant variant_;
  FileNumbers in_;
  LinkType link_;
};

}  // namespace

LinkType registered_link_type(std::uint32_t number) {
  constexpr std::uint32_t raw_of_bsd = 12, raw_of_openbsd = 14;
  const std::uint32_t plain = number & 0xFFFFU;  // above: length of the frame check sequence
  return plain == raw_of_bsd || plain == raw_of_openbsd ? LinkType::raw
                                                        : static_cast<LinkType>(plain);
}

std::unique_ptr<FrameFormat> open_pcap(ByteSource& source) {
  const std::string_view header = source.peek(file_header);
  if (header.size() < file_header) {
    return nullptr;
  }
  for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
    const FileNumbers in(order);
    for (const Variant& variant : variants) {
      if (in.u32(header, 0) == variant.magic) {
        const LinkType link = registered_link_type(in.u32(header, 20));
        source.take(file_header);
        return std::make_unique<PcapFormat>(variant, order, link);
      }
    }
  }
  return nullptr;
}

}  // namespace sipspec::captures
