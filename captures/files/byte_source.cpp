#include "captures/files/byte_source.hpp"

#include "captures/files/inflater.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace sipspec::captures {
namespace {

constexpr std::size_t chunk = std::size_t{256} << 10U;

/// Octets as the file has them.
class RawInput {
 public:
  explicit RawInput(int descriptor) : descriptor_(descriptor) {}

  explicit RawInput(std::string_view memory) : memory_(memory) {}

  ~RawInput() {
    if (descriptor_ > STDIN_FILENO) {
      close(descriptor_);
    }
  }

  RawInput(const RawInput&) = delete;
  RawInput& operator=(const RawInput&) = delete;

  /// 0: the end, or trouble.
  std::size_t read_some(std::span<char> into, std::string& trouble) {
    if (descriptor_ < 0) {
      const std::size_t size = memory_.copy(into.data(), into.size());
      memory_.remove_prefix(size);
      return size;
    }
    for (;;) {
      const ssize_t size = ::read(descriptor_, into.data(), into.size());
      if (size >= 0) {
        return static_cast<std::size_t>(size);
      }
      if (errno != EINTR) {
        trouble = std::string("reading failed: ") + std::strerror(errno);
        return 0;
      }
    }
  }

 private:
  int descriptor_ = -1;
  std::string_view memory_;
};

}  // namespace

struct ByteSource::Impl {
  explicit Impl(int descriptor) : input(descriptor) {}

  explicit Impl(std::string_view memory) : input(memory) {}

  RawInput input;
  std::vector<char> buffer = std::vector<char>(chunk);
  std::size_t begin = 0, end = 0;  ///< what is at hand, in buffer
  std::uint64_t offset = 0;
  bool ended = false;
  std::string trouble;
  std::optional<Inflater> gzip;
  std::vector<char> packed;  ///< gzip octets not yet inflated
  std::size_t packed_begin = 0, packed_end = 0;

  std::string_view at_hand() const { return {buffer.data() + begin, end - begin}; }

  void open_gzip() {
    if (!is_gzip(at_hand())) {
      return;
    }
    gzip.emplace();
    packed = std::exchange(buffer, std::vector<char>(chunk));
    packed_begin = std::exchange(begin, 0);
    packed_end = std::exchange(end, 0);
  }

  std::size_t inflate_some(std::span<char> into) {
    while (gzip->trouble().empty()) {
      if (packed_begin == packed_end) {
        packed_begin = 0;
        packed_end = input.read_some(packed, trouble);
        if (packed_end == 0) {
          trouble = trouble.empty() && gzip->in_member() ? "the gzip data is cut off" : trouble;
          return 0;
        }
      }
      const Inflater::Step step =
          gzip->run({packed.data() + packed_begin, packed_end - packed_begin}, into);
      packed_begin += step.consumed;
      if (step.produced != 0) {
        return step.produced;
      }
    }
    trouble = gzip->trouble();
    return 0;
  }

  void make_room(std::size_t size) {
    if (buffer.size() - begin >= size) {
      return;
    }
    std::memmove(buffer.data(), buffer.data() + begin, end - begin);
    end -= std::exchange(begin, 0);
    if (buffer.size() < size) {
      buffer.resize(size);
    }
  }

  void want(std::size_t size) {
    if (end - begin >= size) {
      return;
    }
    make_room(size);
    while (end - begin < size && !ended) {
      const std::span<char> room(buffer.data() + end, buffer.size() - end);
      const std::size_t got = gzip ? inflate_some(room) : input.read_some(room, trouble);
      ended = got == 0;
      end += got;
    }
  }
};

ByteSource::ByteSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  impl_->want(3);
  impl_->open_gzip();
}

ByteSource::~ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;

Result<ByteSource> ByteSource::open(const std::filesystem::path& path) {
  const int descriptor = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return Error{"cannot read the capture " + path.string() + ": " + std::strerror(errno)};
  }
  return ByteSource(std::make_unique<Impl>(descriptor));
}

ByteSource ByteSource::of(std::string_view octets) {
  return ByteSource(std::make_unique<Impl>(octets));
}

std::string_view ByteSource::take(std::size_t size) {
  const std::string_view octets = peek(size);
  impl_->begin += octets.size();
  impl_->offset += octets.size();
  return octets;
}

std::string_view ByteSource::peek(std::size_t size) {
  impl_->want(size);
  return impl_->at_hand().substr(0, size);
}

std::uint64_t ByteSource::offset() const {
  return impl_->offset;
}

const std::string& ByteSource::trouble() const {
  return impl_->trouble;
}

}  // namespace sipspec::captures
