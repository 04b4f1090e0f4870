// Files of any octets: the reader ends, and what it gives lies within what the file holds. An odd
// first octet puts the header of a pcapng section in front, so that blocks are reached.

#include "captures/files/frame_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sipspec::captures;
  std::string file(reinterpret_cast<const char*>(data), size);
  if (size > 0 && data[0] % 2 == 1) {
    constexpr std::string_view section(
        "\x0a\x0d\x0d\x0a\x1c\0\0\0\x4d\x3c\x2b\x1a\1\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x1c\0\0"
        "\0",
        28);
    file.replace(0, 1, section);
  }
  auto reader = FrameReader::over(ByteSource::of(file), "input");
  if (!reader) {
    return 0;
  }
  const bool packed = static_cast<unsigned char>(file[0]) == 0x1F;
  std::size_t octets = 0;
  while (const auto frame = reader->next()) {
    octets += frame->octets.size();
    if ((!packed && octets > file.size()) || frame->octets.size() > FrameReader::max_frame) {
      std::abort();
    }
  }
  return 0;
}
