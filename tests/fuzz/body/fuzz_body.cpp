// Any octets as a body of any type: every place of a defect lies in the body, and reading is
// bounded. The first octet chooses the type, the second the Content-Encoding.

#include "stack/body/body.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

constexpr std::array<std::string_view, 12> types = {
    "multipart/mixed;boundary=b",
    "multipart/signed;boundary=b;protocol=\"application/pkcs7-signature\"",
    "message/cpim",
    "message/imdn+xml",
    "application/im-iscomposing+xml",
    "application/resource-lists+xml",
    "Application/MANSCDP+xml",
    "Application/MANSCDP+xml;charset=GB2312",
    "application/vnd.3gpp.sms",
    "text/plain;charset=utf-16",
    "text/plain",
    "application/xml",
};

constexpr std::array<std::string_view, 4> encodings = {"", "gzip", "deflate", "gzip,deflate"};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string_view octets(reinterpret_cast<const char*>(data + 2), size - 2);
  const auto body = sipspec::stack::Body::parse(
      octets, {types[data[0] % types.size()], encodings[data[1] % encodings.size()], {}, {}});
  for (const auto& defect : body.defects()) {
    if (std::size_t{defect.offset} + defect.length > octets.size()) {
      std::abort();
    }
  }
  return 0;
}
