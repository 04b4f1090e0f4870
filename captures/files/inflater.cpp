#include "captures/files/inflater.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace sipspec::captures {

struct Inflater::Stream {
  z_stream z{};

  Stream() {
    constexpr int gzip_only = 15 + 16;
    if (inflateInit2(&z, gzip_only) != Z_OK) {
      throw std::bad_alloc();
    }
  }

  ~Stream() { inflateEnd(&z); }

  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

Inflater::Inflater() : stream_(std::make_unique<Stream>()) {}

Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

Inflater::Step Inflater::run(std::string_view input, std::span<char> output) {
  if (!trouble_.empty() || input.empty() || output.empty()) {
    return {};
  }
  constexpr std::size_t most = std::numeric_limits<uInt>::max();
  z_stream& z = stream_->z;
  // zlib's interface wants a pointer to non-const octets, and does not write to them.
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(input.data()));
  z.avail_in = static_cast<uInt>(std::min(input.size(), most));
  z.next_out = reinterpret_cast<Bytef*>(output.data());
  z.avail_out = static_cast<uInt>(std::min(output.size(), most));
  const uInt in = z.avail_in;
  const uInt out = z.avail_out;
  const int code = inflate(&z, Z_NO_FLUSH);
  in_member_ = code != Z_STREAM_END;
  if (code == Z_STREAM_END) {
    inflateReset(&z);
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    trouble_ = std::string("damaged gzip data: ") + (z.msg != nullptr ? z.msg : "no reason given");
  }
  return {.consumed = in - z.avail_in, .produced = out - z.avail_out};
}

bool is_gzip(std::string_view octets) {
  return octets.starts_with("\x1f\x8b\x08");
}

}  // namespace sipspec::captures
