#include "stack/body/body.hpp"

#include "stack/body/charset.hpp"
#include "stack/body/content_coding.hpp"
#include "stack/body/transfer_encoding.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/utf8.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

using enum BodyDefectCode;

/// Walks down from the whole body. All bounds of nesting are kept here.
class BodyReader {
 public:
  BodyReader(Body& body, std::string_view octets, const BodyLimits& limits)
      : body_(&body), limits_(limits), sink_(octets), parts_left_(limits.max_parts) {}

  void read(std::string_view octets, const BodyHeader& header) {
    read_part(body_->root_, octets, header, 0);
    body_->defects_.assign(sink_.defects().begin(), sink_.defects().end());
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): bounded by max_depth
  void read_part(BodyPart& part, std::string_view octets, const BodyHeader& header,
                 std::uint32_t depth) {
    sink_.reading(BodyKind::other);
    part.header = header;
    part.octets = octets;
    part.content = octets;
    part.media_type = media_type_name(header.content_type);
    if (octets.empty() && !part.media_type.starts_with("message/cpim")) {
      return;
    }
    if (undo_transfer_encoding(part) && undo_content_encoding(part)) {
      read_content(part, depth);
    }
  }

  std::string_view keep(std::string&& decoded, std::string_view origin) {
    body_->decoded_.push_back(std::move(decoded));
    sink_.decoded_from(body_->decoded_.back(), origin);
    return body_->decoded_.back();
  }

  /// False when the content can't be had.
  bool undo_transfer_encoding(BodyPart& part) {
    const auto encoding = transfer_encoding(trim(part.header.transfer_encoding));
    if (!encoding) {
      sink_.add(transfer_encoding_unknown, part.header.transfer_encoding);
      return false;
    }
    if (*encoding == TransferEncoding::identity) {
      return true;
    }
    const bool base64 = *encoding == TransferEncoding::base64;
    if (part.media_type.starts_with("multipart/")) {
      sink_.add(transfer_encoding_on_composite, part.header.transfer_encoding);
    }
    TransferDecoded decoded =
        base64 ? decode_base64(part.content) : decode_quoted_printable(part.content);
    if (!decoded.well_formed) {
      sink_.add(base64 ? base64_invalid : quoted_printable_invalid, part.content);
    }
    part.content = keep(std::move(decoded.octets), part.content);
    return true;
  }

  /// Content-Encoding lists codings in the order in which they were applied.
  bool undo_content_encoding(BodyPart& part) {
    std::string_view codings = part.header.content_encoding;
    for (std::uint32_t count = 0; !trim(codings).empty(); ++count) {
      if (count == limits_.max_depth) {
        sink_.add(multipart_limit_depth, part.octets);
        return false;
      }
      const std::size_t comma = codings.rfind(',');
      const bool last = comma == std::string_view::npos;
      const std::string_view name = trim(last ? codings : codings.substr(comma + 1));
      codings = last ? std::string_view{} : codings.substr(0, comma);
      if (!undo_coding(part, name)) {
        return false;
      }
    }
    return true;
  }

  bool undo_coding(BodyPart& part, std::string_view name) {
    const auto coding = content_coding(name);
    if (!coding) {
      sink_.add(coding_unknown, part.octets);
      return false;
    }
    if (*coding == ContentCoding::identity) {
      return true;
    }
    CodingResult decoded = decode_content(*coding, part.content, limits_.max_decoded);
    switch (decoded.fault) {
      case CodingFault::none:
        break;
      case CodingFault::excess:
        sink_.add(coding_data_excess, part.content);
        break;
      case CodingFault::invalid:
        sink_.add(coding_data_invalid, part.content);
        return false;
      case CodingFault::ended:
        sink_.add(coding_data_short, part.content);
        return false;
      case CodingFault::limit:
        sink_.add(coding_limit, part.content);
        return false;
    }
    part.content = keep(std::move(decoded.octets), part.content);
    return true;
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by max_depth
  void read_content(BodyPart& part, std::uint32_t depth) {
    const BodyKind kind = body_kind(part.media_type);
    sink_.reading(kind);
    switch (kind) {
      case BodyKind::other:
        break;
      case BodyKind::text:
        judge_text(part);
        break;
      case BodyKind::multipart:
        read_multipart(part, depth);
        break;
      case BodyKind::cpim:
        read_cpim(part, depth);
        break;
      case BodyKind::sms:
        part.value = parse_rp(part.content, sink_);
        break;
      default:
        read_xml(part, kind);
    }
  }

  bool too_deep(const BodyPart& part, std::uint32_t depth) {
    if (depth + 1 >= limits_.max_depth) {
      sink_.add(multipart_limit_depth, part.octets);
      return true;
    }
    return false;
  }

  static BodyHeader header_of(const MimeEntity& entity) {
    return {entity.value_of("content-type"), entity.value_of("content-encoding"),
            entity.value_of("content-transfer-encoding"), entity.value_of("content-disposition")};
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by max_depth
  void read_entity(BodyPart& parent, const MimeEntity& entity, std::uint32_t depth) {
    BodyPart& child = parent.parts.emplace_back();
    child.fields = entity.fields;
    read_part(child, entity.body, header_of(entity), depth + 1);
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by max_depth
  void read_multipart(BodyPart& part, std::uint32_t depth) {
    const std::string boundary = media_type_parameter(part.header.content_type, "boundary");
    if (boundary.empty()) {
      sink_.add(boundary_missing, part.content);
      return;
    }
    if (!is_boundary(boundary)) {
      sink_.add(boundary_invalid, part.content);
    }
    if (too_deep(part, depth)) {
      return;
    }
    BodyLimits limits = limits_;
    limits.max_parts = parts_left_;
    Multipart multipart = parse_multipart(part.content, boundary, limits, sink_);
    parts_left_ -= static_cast<std::uint32_t>(multipart.parts.size());
    part.parts.reserve(multipart.parts.size());
    for (const MimeEntity& entity : multipart.parts) {
      read_entity(part, entity, depth);
    }
    sink_.reading(BodyKind::multipart);
    judge_signed(part);
    part.value = std::move(multipart);
  }

  /// multipart/signed: the content and its signature, of the type that `protocol` names.
  void judge_signed(const BodyPart& part) {
    if (part.media_type != "multipart/signed") {
      return;
    }
    const std::string protocol =
        to_lower(media_type_parameter(part.header.content_type, "protocol"));
    if (part.parts.size() != 2 || protocol.empty() || part.parts[1].media_type != protocol) {
      sink_.add(signed_parts_wrong, part.content);
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by max_depth
  void read_cpim(BodyPart& part, std::uint32_t depth) {
    Cpim cpim = parse_cpim(part.content, limits_, sink_);
    if (!cpim.content.octets.empty() && !too_deep(part, depth)) {
      read_entity(part, cpim.content, depth);
    }
    part.value = std::move(cpim);
  }

  void read_xml(BodyPart& part, BodyKind kind) {
    const auto utf8 = xml_text(part);
    if (!utf8) {
      return;
    }
    const XmlDocument document = parse_xml(*utf8, limits_, sink_);
    if (kind == BodyKind::composing) {
      part.value = read_composing(document, sink_);
    } else if (kind == BodyKind::imdn) {
      part.value = read_imdn(document, sink_);
    } else if (kind == BodyKind::resource_list) {
      part.value = read_resource_list(document, sink_);
    } else if (kind == BodyKind::manscdp) {
      part.value = read_manscdp(document, sink_);
    }
  }

  /// The document in UTF-8: charset parameter, else the declaration, else UTF-8 (RFC 7303 3).
  std::optional<std::string_view> xml_text(const BodyPart& part) {
    std::string charset = media_type_parameter(part.header.content_type, "charset");
    if (charset.empty()) {
      charset = declared_xml_encoding(part.content);
    }
    if (charset.empty() || equals_ignoring_case(charset, "utf-8")) {
      return part.content;  // the reader of XML says what is not UTF-8
    }
    return text_in(part, charset);
  }

  void judge_text(const BodyPart& part) {
    const std::string charset = media_type_parameter(part.header.content_type, "charset");
    text_in(part, charset.empty() ? "utf-8" : charset);
  }

  std::optional<std::string_view> text_in(const BodyPart& part, std::string_view charset) {
    CharsetResult text = to_utf8(part.content, charset);
    if (!text.known) {
      sink_.add(charset_unknown, part.header.content_type);
      return std::nullopt;
    }
    const bool narrow = text.bad_offset && equals_ignoring_case(charset, "gb2312");
    CharsetResult wider = narrow ? to_utf8(part.content, "gb18030") : CharsetResult{};
    if (narrow && wider.ok()) {
      sink_.add(charset_label_too_narrow, part.content.substr(*text.bad_offset, 1));
      return keep(std::move(wider.text), part.content);
    }
    if (text.bad_offset) {
      sink_.add(charset_data_invalid, part.content.substr(*text.bad_offset, 1));
      return std::nullopt;
    }
    return keep(std::move(text.text), part.content);
  }

  Body* body_;
  BodyLimits limits_;
  BodyDefectSink sink_;
  std::uint32_t parts_left_;
};

Body Body::parse(const Message& message, const BodyLimits& limits) {
  return parse(message.body(),
               {message.value_of(HeaderName::content_type),
                message.value_of(HeaderName::content_encoding),
                {},
                message.value_of(HeaderName::content_disposition)},
               limits);
}

Body Body::parse(std::string_view octets, const BodyHeader& header, const BodyLimits& limits) {
  Body body;
  BodyReader(body, octets, limits).read(octets, header);
  return body;
}

}  // namespace sipspec::stack
