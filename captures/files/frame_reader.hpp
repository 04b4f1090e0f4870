#pragma once

// The frames of a capture file, one at a time: pcap (both octet orders, micro- and nanoseconds,
// and the variant with longer record headers) and pcapng (sections, interfaces of different link
// types and time resolutions). Comments and names are stepped over.
//
//   auto file = FrameReader::open("trace.pcapng");
//   while (auto frame = file->next()) { ... frame->octets ... }
//   if (file->trouble()) { say(file->trouble()->sentence); }

#include "captures/captured_packet.hpp"
#include "captures/error.hpp"
#include "captures/files/byte_source.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace sipspec::captures {

struct FileFrame {
  LinkType link = LinkType::ethernet;
  std::uint32_t interface = 0;      ///< of the file, over all its sections
  std::chrono::nanoseconds wall{};  ///< since 1970
  std::string_view octets;          ///< valid until the next call
  std::uint32_t original_length = 0;
};

/// Why a file ended before its end.
struct FileTrouble {
  enum class Kind : std::uint8_t { truncated, damaged };

  Kind kind = Kind::truncated;
  std::string sentence;
};

/// How one format is read.
class FrameFormat {
 public:
  virtual ~FrameFormat() = default;
  virtual std::optional<FileFrame> next(ByteSource& source) = 0;

  const std::optional<FileTrouble>& trouble() const { return trouble_; }

  const std::string& tls_secrets() const { return tls_secrets_; }

  std::uint64_t dropped() const { return dropped_; }

 protected:
  std::optional<FileFrame> give_up(FileTrouble::Kind kind, std::string sentence);
  /// The source has ended, or failed, inside of `what`.
  std::optional<FileFrame> cut_off(const ByteSource& source, std::string_view what);

  std::string tls_secrets_;
  std::uint64_t dropped_ = 0;

 private:
  std::optional<FileTrouble> trouble_;
};

class FrameReader {
 public:
  /// A frame or block that claims more is taken for damage.
  static constexpr std::size_t max_frame = std::size_t{16} << 20U;

  /// "-" is standard input. Errors: cannot be opened, no capture file.
  static Result<FrameReader> open(const std::filesystem::path& path);
  static Result<FrameReader> over(ByteSource source, std::string_view name);

  /// nullopt: the end of the file, or of what can be read of it.
  std::optional<FileFrame> next();

  /// Set once next() has found it.
  const std::optional<FileTrouble>& trouble() const { return format_->trouble(); }

  /// The TLS keys that the file has brought so far, in the form of a key log; at most 1 MiB.
  const std::string& tls_secrets() const { return format_->tls_secrets(); }

  /// Frames that the program that captured says it lost (pcapng statistics), so far.
  std::uint64_t dropped() const { return format_->dropped(); }

 private:
  FrameReader(ByteSource source, std::unique_ptr<FrameFormat> format);

  ByteSource source_;
  std::unique_ptr<FrameFormat> format_;
};

}  // namespace sipspec::captures
