#pragma once

// SHA-256 (FIPS 180-4), for names and for the content security policy of the HTML report: no
// security rests on it, hence no library is asked for.
//
//   sha256_hex("abc")      // "ba7816bf..."
//   sha256_base64("abc")   // as in script-src 'sha256-...'

#include <string>
#include <string_view>

namespace sipspec::reports {

std::string sha256_hex(std::string_view data);
std::string sha256_base64(std::string_view data);

}  // namespace sipspec::reports
