#pragma once

// Bounds of what is held of one body. A bound that is hit is a defect that names it.

#include <cstddef>
#include <cstdint>

namespace sipspec::stack {

struct BodyLimits {
  std::uint32_t max_depth = 8;           ///< bodies in bodies: multipart, CPIM, encodings
  std::uint32_t max_parts = 256;         ///< of all multiparts of a body together
  std::size_t max_decoded = 4U << 20U;   ///< octets out of one Content-Encoding
  std::uint32_t max_xml_depth = 64;      ///< elements in elements
  std::uint32_t max_xml_nodes = 20'000;  ///< elements and attributes
  std::size_t max_xml_size = 4U << 20U;  ///< octets of one document
  std::uint32_t max_fields = 256;        ///< rows of one MIME or CPIM header
};

}  // namespace sipspec::stack
