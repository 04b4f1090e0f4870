#include "stack/body/smime.hpp"

#include "stack/body/multipart.hpp"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <memory>
#include <utility>

namespace sipspec::stack {

namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};

void free_certificates(STACK_OF(X509) * stack) {
  sk_X509_pop_free(stack, X509_free);
}

using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Cms = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;
using Certificates = std::unique_ptr<STACK_OF(X509), Free<free_certificates>>;
using Time = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;

/// What libcrypto remembers of a failure is no business of the next caller.
class ErrorsForgotten {
 public:
  ErrorsForgotten() = default;
  ErrorsForgotten(const ErrorsForgotten&) = delete;
  ErrorsForgotten& operator=(const ErrorsForgotten&) = delete;

  ~ErrorsForgotten() { ERR_clear_error(); }
};

Bio reader(std::string_view octets) {
  return Bio(BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
}

std::string written(BIO* bio) {
  char* data = nullptr;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-cstyle-cast): the macro's own
  const auto size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

Certificate read_certificate(std::string_view pem) {
  return Certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, nullptr, nullptr));
}

/// A key in a PEM that asks for a password is none: nobody is there to be asked.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*user*/) {
  return -1;
}

Key read_key(std::string_view pem) {
  return Key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_password, nullptr));
}

Cms read_cms(std::string_view der) {
  return Cms(d2i_CMS_bio(reader(der).get(), nullptr));
}

SmimeResult<std::string> as_der(CMS_ContentInfo* cms) {
  const Bio out(BIO_new(BIO_s_mem()));
  return i2d_CMS_bio(out.get(), cms) == 1 ? SmimeResult<std::string>(written(out.get()))
                                          : SmimeFault::bad_identity;
}

bool is_of(CMS_ContentInfo* cms, int type) {
  return cms != nullptr && OBJ_obj2nid(CMS_get0_type(cms)) == type;
}

/// libcrypto would ask the clock.
bool set_signing_time(CMS_SignerInfo* signer, SmimeTime now) {
  const Time time(ASN1_TIME_set(nullptr, now.time_since_epoch().count()));
  return time && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime,
                                             ASN1_STRING_type(time.get()), time.get(), -1) == 1;
}

Store trust(std::span<const std::string> trusted, SmimeTime now) {
  Store store(X509_STORE_new());
  for (const std::string& pem : trusted) {
    if (const Certificate certificate = read_certificate(pem)) {
      X509_STORE_add_cert(store.get(), certificate.get());
    }
  }
  X509_VERIFY_PARAM* const rules = X509_STORE_get0_param(store.get());
  X509_VERIFY_PARAM_set_time(rules, now.time_since_epoch().count());
  X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);
  return store;
}

std::vector<std::string> subjects(CMS_ContentInfo* cms) {
  std::vector<std::string> names;
  STACK_OF(X509)* const signers = CMS_get0_signers(cms);
  for (int i = 0; i < sk_X509_num(signers); ++i) {
    const Bio out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), X509_get_subject_name(sk_X509_value(signers, i)), 0,
                       XN_FLAG_RFC2253);
    names.push_back(written(out.get()));
  }
  sk_X509_free(signers);
  return names;
}

constexpr std::array<std::string_view, 6> sentences = {
    "this is no CMS content of the type that is wanted",
    "the certificate or its key can't be read or used",
    "the signature does not fit the content",
    "nobody that is trusted vouches for the signer at that time",
    "it is enveloped for other keys",
    "the enveloped content does not decrypt",
};

}  // namespace

std::string_view sentence_of(SmimeFault fault) noexcept {
  return sentences[static_cast<std::size_t>(fault)];
}

SmimeResult<std::string> make_signature(std::string_view content, const SmimeIdentity& signer,
                                        SignatureForm form, SmimeTime now) {
  const ErrorsForgotten forgotten;
  const Certificate certificate = read_certificate(signer.certificate);
  const Key key = read_key(signer.key);
  if (!certificate || !key) {
    return SmimeFault::bad_identity;
  }
  const unsigned flags =
      CMS_BINARY | CMS_PARTIAL | (form == SignatureForm::detached ? CMS_DETACHED : 0U);
  const Cms cms(CMS_sign(nullptr, nullptr, nullptr, nullptr, flags));
  CMS_SignerInfo* const info =
      cms ? CMS_add1_signer(cms.get(), certificate.get(), key.get(), EVP_sha256(), flags) : nullptr;
  const bool made = info != nullptr && set_signing_time(info, now) &&
                    CMS_final(cms.get(), reader(content).get(), nullptr, flags) == 1;
  return made ? as_der(cms.get()) : SmimeFault::bad_identity;
}

SmimeResult<Verified> verify_signed(std::string_view der, std::string_view detached,
                                    std::span<const std::string> trusted, SmimeTime now) {
  const ErrorsForgotten forgotten;
  const Cms cms = read_cms(der);
  if (!is_of(cms.get(), NID_pkcs7_signed)) {
    return SmimeFault::unreadable;
  }
  const bool opaque = CMS_is_detached(cms.get()) == 0;
  const auto check = [&](X509_STORE* store, unsigned flags) -> std::pair<bool, std::string> {
    const Bio content = opaque ? Bio() : reader(detached);
    const Bio out(BIO_new(BIO_s_mem()));
    const bool good =
        CMS_verify(cms.get(), nullptr, store, content.get(), out.get(), flags | CMS_BINARY) == 1;
    return {good, written(out.get())};
  };
  auto [fits, content] = check(nullptr, CMS_NO_SIGNER_CERT_VERIFY);
  if (!fits) {
    return SmimeFault::signature_wrong;
  }
  if (!check(trust(trusted, now).get(), 0).first) {
    return SmimeFault::signer_unknown;
  }
  return Verified{std::move(content), subjects(cms.get())};
}

SmimeResult<std::string> make_enveloped(std::string_view content,
                                        std::span<const std::string> recipients) {
  const ErrorsForgotten forgotten;
  const Certificates certificates(sk_X509_new_null());
  for (const std::string& pem : recipients) {
    Certificate certificate = read_certificate(pem);
    if (!certificate) {
      return SmimeFault::bad_identity;
    }
    sk_X509_push(certificates.get(), certificate.release());
  }
  const Cms cms(
      CMS_encrypt(certificates.get(), reader(content).get(), EVP_aes_256_cbc(), CMS_BINARY));
  return cms ? as_der(cms.get()) : SmimeFault::bad_identity;
}

SmimeResult<std::string> open_enveloped(std::string_view der, const SmimeIdentity& recipient) {
  const ErrorsForgotten forgotten;
  const Cms cms = read_cms(der);
  if (!is_of(cms.get(), NID_pkcs7_enveloped)) {
    return SmimeFault::unreadable;
  }
  const Certificate certificate = read_certificate(recipient.certificate);
  const Key key = read_key(recipient.key);
  if (!certificate || !key) {
    return SmimeFault::bad_identity;
  }
  // With the certificate known, a recipient that is not among those of the envelope is seen here.
  if (CMS_decrypt_set1_pkey(cms.get(), key.get(), certificate.get()) != 1) {
    return SmimeFault::not_for_us;
  }
  const Bio out(BIO_new(BIO_s_mem()));
  if (CMS_decrypt(cms.get(), nullptr, nullptr, nullptr, out.get(), CMS_BINARY) != 1) {
    return SmimeFault::damaged;
  }
  return written(out.get());
}

SmimeResult<SmimeBody> sign_entity(std::string_view entity, const SmimeIdentity& signer,
                                   std::string boundary, SmimeTime now) {
  const auto signature = make_signature(entity, signer, SignatureForm::detached, now);
  if (!signature) {
    return signature.error();
  }
  std::string part =
      "Content-Type: application/pkcs7-signature;name=smime.p7s\r\n"
      "Content-Transfer-Encoding: binary\r\n"
      "Content-Disposition: attachment;filename=smime.p7s;handling=required\r\n\r\n";
  part += *signature;
  MultipartBuilder made(std::move(boundary));
  made.entity(entity).entity(part);
  return SmimeBody{
      made.content_type("signed") + ";protocol=\"application/pkcs7-signature\";micalg=sha-256",
      made.serialize()};
}

SmimeResult<SmimeBody> envelop_entity(std::string_view entity,
                                      std::span<const std::string> recipients) {
  auto enveloped = make_enveloped(entity, recipients);
  if (!enveloped) {
    return enveloped.error();
  }
  return SmimeBody{"application/pkcs7-mime;smime-type=enveloped-data;name=smime.p7m",
                   *std::move(enveloped)};
}

}  // namespace sipspec::stack
