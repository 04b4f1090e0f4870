#include "captures/files/pcapng_format.hpp"

#include "captures/files/file_numbers.hpp"
#include "captures/files/pcap_format.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace sipspec::captures {
namespace {

constexpr std::size_t max_interfaces = 65'536;
constexpr std::size_t max_secrets = std::size_t{1} << 20U;

enum BlockType : std::uint32_t {
  section_header = 0x0A0D0D0A,
  interface_description = 1,
  obsolete_packet = 2,
  simple_packet = 3,
  interface_statistics = 5,
  enhanced_packet = 6,
  decryption_secrets = 10,
};

struct Interface {
  LinkType link = LinkType::ethernet;
  std::uint32_t snap_length = 0;  ///< 0: no limit
  std::uint8_t resolution = 6;    ///< as the option if_tsresol has it
  std::int64_t offset_seconds = 0;
};

/// Units since 1970 as a duration; saturates instead of overflowing.
std::chrono::nanoseconds wall_time(std::uint64_t units, const Interface& interface) {
  const bool binary = (interface.resolution & 0x80U) != 0;
  const unsigned exponent = interface.resolution & 0x7FU;
  long double seconds_per_unit = 1;
  if (!binary && exponent <= 9) {
    std::uint64_t scale = 1;
    for (unsigned power = exponent; power < 9; ++power) {
      scale *= 10;
    }
    const std::uint64_t most = static_cast<std::uint64_t>(INT64_MAX / 4) / scale;
    return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(units, most) * scale));
  }
  for (unsigned power = 0; power < exponent; ++power) {
    seconds_per_unit /= binary ? 2 : 10;
  }
  const long double nanoseconds = static_cast<long double>(units) * seconds_per_unit * 1e9L;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(nanoseconds, 2e18L)));
}

class PcapngFormat : public FrameFormat {
 public:
  std::optional<FileFrame> next(ByteSource& source) override {
    while (const auto block = next_block(source)) {
      std::optional<FileFrame> frame = read_block(block->first, block->second);
      if (frame || trouble()) {
        return frame;
      }
    }
    return std::nullopt;
  }

 private:
  using Block = std::pair<std::uint32_t, std::string_view>;  ///< type and body

  std::optional<Block> next_block(ByteSource& source) {
    const std::string_view start = source.peek(12);
    if (start.empty() && source.trouble().empty()) {
      return std::nullopt;
    }
    if (start.size() < 12) {
      cut_off(source, "the header of a block");
      return std::nullopt;
    }
    const std::uint32_t type = in_.u32(start, 0);
    if (type == section_header && !read_byte_order(start.substr(8))) {
      give_up(FileTrouble::Kind::damaged,
              "a section without an octet order at octet " + std::to_string(source.offset()));
      return std::nullopt;
    }
    const std::size_t size = in_.u32(start, 4);
    if (size < 12 || size % 4 != 0 || size > FrameReader::max_frame) {
      give_up(FileTrouble::Kind::damaged, "a block of " + std::to_string(size) +
                                              " octets is claimed at octet " +
                                              std::to_string(source.offset()));
      return std::nullopt;
    }
    const std::string_view block = source.take(size);
    if (block.size() < size) {
      cut_off(source, "a block");
      return std::nullopt;
    }
    return Block{type, block.substr(8, size - 12)};
  }

  bool read_byte_order(std::string_view magic) {
    for (const ByteOrder order : {ByteOrder::little, ByteOrder::big}) {
      if (FileNumbers(order).u32(magic, 0) == 0x1A2B3C4D) {
        in_ = FileNumbers(order);
        first_of_section_ = interfaces_.size();
        return true;
      }
    }
    return false;
  }

  std::optional<FileFrame> read_block(std::uint32_t type, std::string_view body) {
    switch (type) {
      case interface_description:
        return read_interface(body);
      case enhanced_packet:
        return read_packet(body, body.size() < 20 ? 0 : in_.u32(body, 0));
      case obsolete_packet:
        return read_packet(body, body.size() < 20 ? 0 : in_.u16(body, 0));
      case simple_packet:
        return read_simple(body);
      case interface_statistics:
        read_statistics(body);
        return std::nullopt;
      case decryption_secrets:
        read_secrets(body);
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  /// Calls `take` with number and value of each option that is whole.
  template <class Take>
  void each_option(std::string_view options, const Take& take) const {
    while (options.size() >= 4) {
      const std::uint32_t code = in_.u16(options, 0);
      const std::size_t size = in_.u16(options, 2);
      options.remove_prefix(4);
      if (code == 0 || size > options.size()) {
        return;
      }
      take(code, options.substr(0, size));
      options.remove_prefix(std::min((size + 3) / 4 * 4, options.size()));
    }
  }

  std::optional<FileFrame> read_interface(std::string_view body) {
    if (body.size() < 8 || interfaces_.size() >= max_interfaces) {
      return give_up(FileTrouble::Kind::damaged, "an interface without a link type, or too many");
    }
    constexpr std::uint32_t if_tsresol = 9, if_tsoffset = 14;
    Interface interface;
    interface.link = registered_link_type(in_.u16(body, 0));
    interface.snap_length = in_.u32(body, 4);
    each_option(body.substr(8), [&](std::uint32_t code, std::string_view value) {
      if (code == if_tsresol && value.size() == 1) {
        interface.resolution = static_cast<std::uint8_t>(value[0]);
      } else if (code == if_tsoffset && value.size() == 8) {
        interface.offset_seconds = static_cast<std::int64_t>(in_.u64(value, 0));
      }
    });
    interfaces_.push_back(interface);
    return std::nullopt;
  }

  /// Enhanced and obsolete packets differ in their first word only.
  std::optional<FileFrame> read_packet(std::string_view body, std::size_t number) {
    const std::size_t interface = first_of_section_ + number;
    const std::size_t size = body.size() < 20 ? 0 : in_.u32(body, 12);
    if (body.size() < 20 || size > body.size() - 20 || interface >= interfaces_.size()) {
      return give_up(FileTrouble::Kind::damaged,
                     "a packet without its interface, or longer than its block");
    }
    const Interface& of = interfaces_[interface];
    constexpr std::int64_t most_seconds = 2'000'000'000;
    FileFrame frame;
    frame.link = of.link;
    frame.interface = static_cast<std::uint32_t>(interface);
    frame.wall = wall_time(in_.high_low(body, 4), of) +
                 std::chrono::seconds(std::clamp(of.offset_seconds, -most_seconds, most_seconds));
    frame.original_length = in_.u32(body, 16);
    frame.octets = body.substr(20, size);
    last_wall_ = frame.wall;
    return frame;
  }

  /// It has no time: that of the frame before stands for it.
  std::optional<FileFrame> read_simple(std::string_view body) {
    if (body.size() < 4 || first_of_section_ >= interfaces_.size()) {
      return give_up(FileTrouble::Kind::damaged, "a packet without its interface");
    }
    const Interface& of = interfaces_[first_of_section_];
    FileFrame frame;
    frame.link = of.link;
    frame.interface = static_cast<std::uint32_t>(first_of_section_);
    frame.wall = last_wall_;
    frame.original_length = in_.u32(body, 0);
    const std::size_t kept = of.snap_length == 0 ? frame.original_length
                                                 : std::min(frame.original_length, of.snap_length);
    frame.octets = body.substr(4, kept);
    return frame;
  }

  void read_statistics(std::string_view body) {
    constexpr std::uint32_t isb_ifdrop = 5, isb_osdrop = 7;
    each_option(body.substr(std::min<std::size_t>(body.size(), 12)),
                [&](std::uint32_t code, std::string_view value) {
                  if ((code == isb_ifdrop || code == isb_osdrop) && value.size() == 8) {
                    dropped_ += in_.u64(value, 0);
                  }
                });
  }

  void read_secrets(std::string_view body) {
    constexpr std::uint32_t tls_key_log = 0x544C534B;
    if (body.size() < 8 || in_.u32(body, 0) != tls_key_log) {
      return;
    }
    const std::string_view secrets = body.substr(8, in_.u32(body, 4));
    if (tls_secrets_.size() + secrets.size() < max_secrets) {
      tls_secrets_ += secrets;
      tls_secrets_ += '\n';
    }
  }

  FileNumbers in_{ByteOrder::little};
  std::vector<Interface> interfaces_;
  std::size_t first_of_section_ = 0;
  std::chrono::nanoseconds last_wall_{};
};

}  // namespace

std::unique_ptr<FrameFormat> open_pcapng(ByteSource& source) {
  const std::string_view start = source.peek(12);
  const bool is_section = start.starts_with("\x0A\x0D\x0D\x0A");
  return is_section && start.size() == 12 ? std::make_unique<PcapngFormat>() : nullptr;
}

}  // namespace sipspec::captures
