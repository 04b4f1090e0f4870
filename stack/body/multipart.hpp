#pragma once

// multipart/* (RFC 2046 5.1.1): parts between delimiter lines, of any octets.
//
//   multipart-body = [preamble CRLF] dash-boundary transport-padding CRLF body-part
//                    *(delimiter transport-padding CRLF body-part) close-delimiter
//                    transport-padding [CRLF epilogue]
//
// One level: a part that is a multipart itself is read by body.hpp, which keeps the bounds.
//
//   const Multipart mixed = parse_multipart(octets, "boundary1", limits, sink);
//   mixed.parts[0].value_of("content-type");

#include "stack/body/mime_entity.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

struct Multipart {
  std::string boundary;
  std::string_view preamble, epilogue;
  std::vector<MimeEntity> parts;
  bool closed = false;  ///< the close delimiter is there
};

Multipart parse_multipart(std::string_view octets, std::string_view boundary,
                          const BodyLimits& limits, BodyDefectSink& sink);

/// boundary := 0*69<bchars> bcharsnospace
bool is_boundary(std::string_view text) noexcept;

/// Makes a multipart of octets as they are: nothing is checked, so that faults can be made.
class MultipartBuilder {
 public:
  explicit MultipartBuilder(std::string boundary) : boundary_(std::move(boundary)) {}

  MultipartBuilder& preamble(std::string_view text);
  MultipartBuilder& epilogue(std::string_view text);
  /// A part with one row, Content-Type.
  MultipartBuilder& part(std::string_view content_type, std::string_view body);
  /// A part of the octets of a whole entity: rows, empty line, body.
  MultipartBuilder& entity(std::string_view octets);

  std::string serialize() const;
  /// "multipart/mixed;boundary=..." with quotes where the boundary needs them.
  std::string content_type(std::string_view subtype = "mixed") const;

 private:
  std::string boundary_;
  std::string preamble_, epilogue_, parts_;
};

}  // namespace sipspec::stack
