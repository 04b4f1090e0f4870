#pragma once

// message/cpim (RFC 3862): rows of metadata, an empty line, a MIME entity. Names are compared with
// regard to case; rows are never folded; values have escapes of their own.
//
//   const Cpim cpim = parse_cpim(octets, limits, sink);
//   cpim.value_of("From");                                  // "MR SANDERS
//   <im:piglet@100akerwood.com>" cpim.value_of(imdn_namespace, "Message-ID");            //
//   whatever the prefix is cpim.content.value_of("content-type");

#include "stack/body/mime_entity.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// Header = Header-name ":" *( ";" Parameter ) SP Header-value CRLF. Views into what was parsed.
struct CpimField {
  std::string_view prefix;  ///< "imdn" of "imdn.Message-ID"
  std::string_view name;    ///< without the prefix
  std::string_view parameters;
  std::string_view value;  ///< escapes as written
  std::string_view row;    ///< all of it without its line end
};

struct Cpim {
  std::vector<CpimField> fields;
  MimeEntity content;

  /// Value of the first row of that name without prefix; "" when absent.
  std::string_view value_of(std::string_view name) const;
  /// The same of a name in a namespace, by whatever prefix an NS row gives to it.
  std::string_view value_of(std::string_view namespace_uri, std::string_view name) const;
  std::size_t count(std::string_view name) const;
};

/// Mailbox = [ Formal-name ] "<" URI ">"
struct CpimAddress {
  std::string formal_name;  ///< without quotes and escapes
  std::string_view uri;
};

inline constexpr std::string_view imdn_namespace = "urn:ietf:params:imdn";

Cpim parse_cpim(std::string_view octets, const BodyLimits& limits, BodyDefectSink& sink);

/// Reads a From, To or cc value; the URI is empty when there is none in angle brackets.
CpimAddress cpim_address(std::string_view value);

/// A value without its escapes (RFC 3862 2.3.1); what is no escape stays as it is.
std::string cpim_unescape(std::string_view value);
/// Control characters and backslashes escaped.
std::string cpim_escape(std::string_view text);

/// Makes a message/cpim of rows as given: nothing is checked, so that faults can be made.
class CpimBuilder {
 public:
  CpimBuilder& add(std::string_view name, std::string_view value);
  CpimBuilder& raw_row(std::string_view octets);  ///< with its own line end
  /// The encapsulated entity with the one row Content-Type.
  CpimBuilder& content(std::string_view content_type, std::string_view body);
  CpimBuilder& entity(std::string_view octets);  ///< rows, empty line, body

  std::string serialize() const;

 private:
  std::string header_, entity_;
};

}  // namespace sipspec::stack
