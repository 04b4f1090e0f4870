// Mistakes in the formula itself and in what the challenge gave: algorithm, qop, nonce, cnonce, nc.

#include "stack/auth/mistakes.hpp"
#include "stack/text/ascii.hpp"

#include <utility>

namespace sipspec::stack {

namespace {

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

void add_algorithm(const Formula& right, MistakeList& list) {
  for (const HashFunction hash : {HashFunction::md5, HashFunction::sha256, HashFunction::sha512_256,
                                  HashFunction::sha512_half}) {
    if (hash != right.hash) {
      std::string sentence = "It was hashed by ";
      sentence +=
          hash == HashFunction::sha512_half
              ? "SHA-512 cut to 256 bits, which is not SHA-512/256."
              : std::string(name_of({hash, false})) + ", not by the algorithm of the credentials.";
      list.add(MistakeFamily::algorithm, std::move(sentence),
               [hash](Formula& formula) { formula.hash = hash; });
    }
  }
  if (right.a1 == Formula::A1::plain) {
    list.add(MistakeFamily::algorithm,
             "HA1 was made as for -sess, which the algorithm does not say.",
             [](Formula& formula) { formula.a1 = Formula::A1::session; });
    return;
  }
  list.add(MistakeFamily::algorithm, "HA1 was made without nonce and cnonce, which -sess asks for.",
           [](Formula& formula) { formula.a1 = Formula::A1::plain; });
  list.add(MistakeFamily::algorithm,
           "The inner hash of -sess was taken as octets and not as hexadecimal digits.",
           [](Formula& formula) { formula.a1 = Formula::A1::session_of_octets; });
}

void add_qop_text(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::qop, &Formula::qop, right.qop, std::move(wrong),
                  std::move(sentence));
  };
  add(quoted(right.qop), "qop was hashed with quotes.");
  add("", "qop was hashed as an empty text.");
  add("AUTH", "qop was hashed in upper case.");
  add("auth", "qop was hashed as auth, but the credentials say otherwise.");
  add("auth-int", "qop was hashed as auth-int, but the credentials say otherwise.");
  add("auth,auth-int", "The whole list of qop was hashed and not the one that was chosen.");
  if (given.challenge && given.challenge->has_qop) {
    std::string list_text;
    for (const std::string& word : given.challenge->qop) {
      list_text += (list_text.empty() ? "" : ", ") + word;
    }
    add(list_text, "The whole list of qop was hashed and not the one that was chosen.");
  }
}

void add_qop(const DigestCase& given, const Formula& right, MistakeList& list) {
  if (!right.with_qop) {
    list.add(MistakeFamily::qop,
             "It was made with qop=auth, which the credentials do not name (nc 00000001).",
             [](Formula& formula) {
               formula.with_qop = true;
               formula.qop = "auth";
               formula.nc = formula.nc.empty() ? "00000001" : formula.nc;
             });
    return;
  }
  list.add(
      MistakeFamily::qop,
      "It was made by the formula of RFC 2069, without nc, cnonce and qop, although qop is given.",
      [](Formula& formula) {
        formula.with_qop = false;
        formula.with_body = false;
      });
  if (right.with_body) {
    list.add(MistakeFamily::qop, "The body was not hashed, although qop is auth-int.",
             [](Formula& formula) { formula.with_body = false; });
  } else {
    list.add(MistakeFamily::qop, "The body was hashed, although qop is auth.",
             [](Formula& formula) { formula.with_body = true; });
  }
  add_qop_text(given, right, list);
}

void add_nonce(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    if (wrong != right.nonce) {
      list.add(MistakeFamily::nonce, std::move(sentence),
               [wrong = std::move(wrong)](Formula& formula) {
                 formula.nonce = wrong;
                 formula.session_nonce = wrong;
               });
    }
  };
  if (given.challenge) {
    add(given.challenge->nonce,
        "The nonce of the challenge was hashed, but the credentials name another.");
    add(given.challenge->opaque.value_or(""), "opaque was hashed in the place of the nonce.");
  }
  add(quoted(right.nonce), "The nonce was hashed with its quotes.");
  add("", "An empty nonce was hashed.");
  add(to_lower(right.nonce), "The nonce was hashed in lower case.");
}

void add_cnonce(const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    if (wrong != right.cnonce) {
      list.add(MistakeFamily::cnonce, std::move(sentence),
               [wrong = std::move(wrong)](Formula& formula) {
                 formula.cnonce = wrong;
                 formula.session_cnonce = wrong;
               });
    }
  };
  add(quoted(right.cnonce), "cnonce was hashed with its quotes.");
  add("", "An empty cnonce was hashed.");
  add(right.nonce, "The nonce was hashed in the place of cnonce.");
}

void add_nc(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::nc, &Formula::nc, right.nc, std::move(wrong), std::move(sentence));
  };
  add(quoted(right.nc), "nc was hashed with quotes.");
  add("", "An empty nc was hashed.");
  add("00000001", "nc was hashed as 00000001, whatever the credentials say.");
  add("1", "nc was hashed as 1.");
  const auto count = given.credentials.nonce_count();
  if (!count) {
    return;
  }
  add(nonce_count_text(*count), "nc was hashed with eight digits, but sent otherwise.");
  add(std::to_string(*count), "nc was hashed as a decimal number without zeros in front.");
  add(nonce_count_text(*count + 1), "nc was hashed one higher than it was sent.");
  add(nonce_count_text(*count - 1), "nc was hashed one lower than it was sent.");
}

}  // namespace

void add_formula_mistakes(const DigestCase& given, const Formula& right, MistakeList& list) {
  add_algorithm(right, list);
  add_qop(given, right, list);
  add_nonce(given, right, list);
  if (right.with_qop) {
    add_cnonce(right, list);
    add_nc(given, right, list);
  }
  list.add(MistakeFamily::hex, "HA1 and HA2 were written in upper case before they were hashed.",
           [](Formula& formula) { formula.hex = Formula::Hex::upper; });
}

}  // namespace sipspec::stack
