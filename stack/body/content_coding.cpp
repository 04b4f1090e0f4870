#include "stack/body/content_coding.hpp"

#include "stack/text/ascii.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>

namespace sipspec::stack {

namespace {

constexpr int window_bits = 15;
/// Added to the window bits it makes zlib read and write the gzip format.
constexpr int gzip_format = 16;

int bits_of(ContentCoding coding) {
  return coding == ContentCoding::gzip ? window_bits + gzip_format : window_bits;
}

/// zlib's interface takes octets that it does not change as if it did.
Bytef* input_of(std::string_view octets) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast,cppcoreguidelines-pro-type-reinterpret-cast)
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(octets.data()));
}

/// inflate() with its end.
class Inflater {
 public:
  explicit Inflater(ContentCoding coding) {
    if (inflateInit2(&stream_, bits_of(coding)) != Z_OK) {
      throw std::runtime_error("zlib does not start");
    }
  }

  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  ~Inflater() { inflateEnd(&stream_); }

  CodingResult run(std::string_view octets, std::size_t max) {
    CodingResult result;
    stream_.next_in = input_of(octets);
    stream_.avail_in = static_cast<uInt>(octets.size());
    int state = Z_OK;
    while (state == Z_OK) {
      state = step(result.octets);
      if (result.octets.size() > max) {
        result.octets.resize(max);
        result.fault = CodingFault::limit;
        return result;
      }
    }
    result.fault = fault_of(state);
    return result;
  }

 private:
  int step(std::string& out) {
    std::array<char, 16'384> chunk{};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
    stream_.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream_.avail_out = static_cast<uInt>(chunk.size());
    const int state = inflate(&stream_, Z_NO_FLUSH);
    out.append(chunk.data(), chunk.size() - stream_.avail_out);
    return state;
  }

  CodingFault fault_of(int state) const {
    if (state == Z_STREAM_END) {
      return stream_.avail_in > 0 ? CodingFault::excess : CodingFault::none;
    }
    return state == Z_BUF_ERROR ? CodingFault::ended : CodingFault::invalid;
  }

  z_stream stream_{};
};

}  // namespace

std::optional<ContentCoding> content_coding(std::string_view name) noexcept {
  if (name.empty() || equals_ignoring_case(name, "identity")) {
    return ContentCoding::identity;
  }
  if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) {
    return ContentCoding::gzip;
  }
  return equals_ignoring_case(name, "deflate") ? std::optional(ContentCoding::deflate)
                                               : std::nullopt;
}

CodingResult decode_content(ContentCoding coding, std::string_view octets, std::size_t max) {
  if (coding == ContentCoding::identity) {
    const bool fits = octets.size() <= max;
    return {std::string(octets.substr(0, max)), fits ? CodingFault::none : CodingFault::limit};
  }
  if (octets.size() > std::numeric_limits<uInt>::max()) {
    return {{}, CodingFault::limit};
  }
  return Inflater(coding).run(octets, max);
}

std::string encode_content(ContentCoding coding, std::string_view octets) {
  if (coding == ContentCoding::identity) {
    return std::string(octets);
  }
  z_stream stream{};
  constexpr int memory_level = 8;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, bits_of(coding), memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib does not start");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(octets.size())), '\0');
  stream.next_in = input_of(octets);
  stream.avail_in = static_cast<uInt>(octets.size());
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace sipspec::stack
