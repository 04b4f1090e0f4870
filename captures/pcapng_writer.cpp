#include "captures/pcapng_writer.hpp"

#include "captures/octets.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace sipspec::captures {
namespace {

constexpr std::uint32_t section_header = 0x0A0D0D0A;
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t enhanced_packet = 6;
constexpr std::uint16_t option_end = 0, option_comment = 1;
constexpr std::size_t longest_option = 65532;

void pad(std::string& out) {
  out.append((4 - out.size() % 4) % 4, '\0');
}

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
  put_little16(out, code);
  put_little16(out, static_cast<std::uint32_t>(value.size()));
  out += value;
  pad(out);
}

void put_block(std::string& out, std::uint32_t type, std::string_view body) {
  const auto length = static_cast<std::uint32_t>(12 + body.size());
  put_little32(out, type);
  put_little32(out, length);
  out += body;
  put_little32(out, length);
}

/// Length of the valid UTF-8 sequence at the start of `text`, 0 when there is none.
std::size_t utf8_sequence(std::string_view text) {
  const std::uint32_t first = octet_at(text, 0);
  const std::size_t length = first < 0x80    ? 1
                             : first >= 0xF0 ? 4
                             : first >= 0xE0 ? 3
                             : first >= 0xC2 ? 2
                                             : 0;
  if (length == 0 || first > 0xF4 || text.size() < length) {
    return 0;
  }
  std::uint32_t value = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint32_t next = octet_at(text, i);
    if (next >> 6U != 2) {
      return 0;
    }
    value = value << 6U | (next & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  return surrogate || overlong || value > 0x10FFFF ? 0 : length;
}

std::string as_utf8(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  while (!text.empty()) {
    const std::size_t length = text.front() == '\0' ? 0 : utf8_sequence(text);
    if (length == 0) {
      const std::uint32_t octet = octet_at(text, 0);
      out += "\\x";
      out += digits[octet >> 4U];
      out += digits[octet & 15U];
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return out;
}

std::string as_option(std::string_view text) {
  constexpr std::string_view mark = " ... (cut)";
  std::string out = as_utf8(text);
  if (out.size() <= longest_option) {
    return out;
  }
  std::size_t end = longest_option - mark.size();
  while (end > 0 && octet_at(out, end) >> 6U == 2) {
    --end;  // not inside a character
  }
  return out.substr(0, end).append(mark);
}

Error file_error(const std::filesystem::path& path, std::string_view what) {
  return {std::string(what) + " " + path.string() + ": " + std::strerror(errno)};
}

}  // namespace

PcapngWriter::PcapngWriter(std::string application, std::string comment)
    : application_(std::move(application)), comment_(std::move(comment)) {}

void PcapngWriter::add_interface(Interface interface) {
  interfaces_.push_back(std::move(interface));
}

FrameNumber PcapngWriter::add_packet(CapturedPacket packet) {
  packets_.push_back({std::move(packet), {}});
  return static_cast<FrameNumber>(packets_.size());
}

void PcapngWriter::comment(FrameNumber frame, std::string_view text) {
  if (frame >= 1 && frame <= packets_.size() && !text.empty()) {
    packets_[frame - 1].comments.push_back(as_option(text));
  }
}

std::string PcapngWriter::serialize() const {
  constexpr std::uint16_t option_application = 4, option_name = 2, option_description = 3,
                          option_resolution = 9;
  std::string out;
  std::string body;
  put_little32(body, 0x1A2B3C4D);
  put_little16(body, 1);
  put_little16(body, 0);
  body.append(8, '\xFF');  // section length: not given
  put_option(body, option_comment, as_option(comment_));
  put_option(body, option_application, as_option(application_));
  put_option(body, option_end, "");
  put_block(out, section_header, body);
  for (const Interface& interface : interfaces_) {
    body.clear();
    put_little16(body, static_cast<std::uint16_t>(interface.link));
    put_little16(body, 0);
    put_little32(body, 0);  // no snapshot length
    put_option(body, option_name, as_option(interface.name));
    put_option(body, option_description, as_option(interface.description));
    put_option(body, option_resolution, "\x09");  // nanoseconds
    put_option(body, option_end, "");
    put_block(out, interface_description, body);
  }
  for (const Row& row : packets_) {
    const auto size = static_cast<std::uint32_t>(row.packet.octets.size());
    const auto stamp = static_cast<std::uint64_t>(row.packet.wall.count());
    body.clear();
    put_little32(body, row.packet.interface);
    put_little32(body, static_cast<std::uint32_t>(stamp >> 32U));
    put_little32(body, static_cast<std::uint32_t>(stamp & 0xFFFFFFFFU));
    put_little32(body, size);
    put_little32(body, row.packet.original_length == 0 ? size : row.packet.original_length);
    body += row.packet.octets;
    pad(body);
    for (const std::string& comment : row.comments) {
      put_option(body, option_comment, comment);
    }
    if (!row.comments.empty()) {
      put_option(body, option_end, "");
    }
    put_block(out, enhanced_packet, body);
  }
  return out;
}

Result<void> PcapngWriter::write(const std::filesystem::path& path) const {
  const std::string octets = serialize();
  std::filesystem::path part = path;
  part += ".part";
  const auto close = [](std::FILE* file) { std::fclose(file); };
  std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(part.c_str(), "wb"), close);
  if (!file) {
    return file_error(path, "cannot write the capture");
  }
  const bool written = std::fwrite(octets.data(), 1, octets.size(), file.get()) == octets.size();
  const bool closed = std::fclose(file.release()) == 0;
  if (!written || !closed) {
    const Error error = file_error(path, "cannot write the capture");
    std::remove(part.c_str());
    return error;
  }
  if (std::rename(part.c_str(), path.c_str()) != 0) {
    const Error error = file_error(path, "cannot write the capture");
    std::remove(part.c_str());
    return error;
  }
  return {};
}

}  // namespace sipspec::captures
