#pragma once

// S/MIME bodies (RFC 3261 23, RFC 3428 11.3, RFC 8591) through the CMS of libcrypto: SignedData
// beside its content (multipart/signed) or around it, and EnvelopedData. Certificates and keys are
// PEM.
//
// What it is not: a trust policy. verify_signed() says which of the certificates handed in vouch
// for the signer at a given time; revocation and names are for others to look at. Keys and initial
// values of enveloping are random, out of the generator of libcrypto.
//
//   const std::string body = sign_entity(entity, alice, now).value().body;   // multipart/signed
//   const auto plain = open_enveloped(der, bob);                             // or why not

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

enum class SmimeFault : std::uint8_t {
  unreadable,       ///< not CMS in DER, or of another content type
  bad_identity,     ///< the certificate or the key that was handed in can't be read or used
  signature_wrong,  ///< content or signature were changed
  signer_unknown,   ///< nobody that is trusted vouches for the signer at that time
  not_for_us,       ///< enveloped for other keys
  damaged,          ///< the enveloped content does not decrypt
};

/// "the signature does not fit the content"
std::string_view sentence_of(SmimeFault fault) noexcept;

template <class T>
using SmimeResult = boost::system::result<T, SmimeFault>;

[[noreturn]] inline void throw_exception_from_error(SmimeFault fault,
                                                    const boost::source_location& /*where*/) {
  throw std::logic_error(std::string(sentence_of(fault)));
}

/// Whose signature, or who can read.
struct SmimeIdentity {
  std::string certificate;  ///< PEM
  std::string key;          ///< PEM, not encrypted
};

using SmimeTime = std::chrono::sys_seconds;

enum class SignatureForm : std::uint8_t {
  detached,  ///< the signature alone, for multipart/signed
  opaque,    ///< with the content in it: application/pkcs7-mime;smime-type=signed-data
};

/// SignedData in DER over the very octets of `content` (of multipart/signed: of the whole entity).
SmimeResult<std::string> make_signature(std::string_view content, const SmimeIdentity& signer,
                                        SignatureForm form, SmimeTime now);

struct Verified {
  std::string content;               ///< opaque: what was inside; detached: what was handed in
  std::vector<std::string> signers;  ///< subjects of their certificates ("CN=alice")
};

/// `detached` is the content of a detached signature, "" for an opaque one.
SmimeResult<Verified> verify_signed(std::string_view der, std::string_view detached,
                                    std::span<const std::string> trusted, SmimeTime now);

/// EnvelopedData in DER, AES-256-CBC, for everyone whose certificate is handed in.
SmimeResult<std::string> make_enveloped(std::string_view content,
                                        std::span<const std::string> recipients);
SmimeResult<std::string> open_enveloped(std::string_view der, const SmimeIdentity& recipient);

/// A body with its Content-Type.
struct SmimeBody {
  std::string content_type;
  std::string body;
};

/// multipart/signed of an entity (rows, empty line, content) and its signature in binary.
SmimeResult<SmimeBody> sign_entity(std::string_view entity, const SmimeIdentity& signer,
                                   std::string boundary, SmimeTime now);
/// application/pkcs7-mime;smime-type=enveloped-data of an entity.
SmimeResult<SmimeBody> envelop_entity(std::string_view entity,
                                      std::span<const std::string> recipients);

}  // namespace sipspec::stack
