// Mistakes in A1: who the user is, where, and with which password.

#include "stack/auth/extended_value.hpp"
#include "stack/auth/mistakes.hpp"
#include "stack/text/ascii.hpp"

#include <algorithm>
#include <utility>

namespace sipspec::stack {

namespace {

std::string quoted(std::string_view text) {
  return '"' + std::string(text) + '"';
}

std::string to_upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

void add_username(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::username, &Formula::username, right.username, std::move(wrong),
                  std::move(sentence));
  };
  const std::string& name = right.username;
  const std::size_t at = name.find('@');
  add(given.credentials.username, "A1 holds the username as it was sent, and not the user's name.");
  add(name.substr(0, at), "A1 holds only the part of the username before '@'.");
  add(name + "@" + right.realm, "A1 holds the username with '@' and the realm.");
  add(name + "@" + uri_host(right.uri), "A1 holds the username with '@' and the host of the uri.");
  add("sip:" + name, "A1 holds the username with \"sip:\" before it.");
  add("sip:" + name + "@" + right.realm, "A1 holds the username as the URI sip:user@realm.");
  add(quoted(name), "The username was hashed with its quotes.");
  add(to_lower(name), "The username was hashed in lower case.");
  add(to_upper(name), "The username was hashed in upper case.");
  add("", "A1 holds an empty username.");
  if (!given.from_uri.empty()) {
    add(given.from_uri, "A1 holds the URI of From as username.");
    add(uri_user(given.from_uri), "A1 holds the user of From as username.");
  }
  add(uri_user(right.uri), "A1 holds the user of the uri as username.");
  if (const auto latin1 = utf8_to_latin1(name)) {
    add(*latin1, "The username was hashed in ISO-8859-1 and not in UTF-8.");
  }
  add(latin1_to_utf8(name), "The username was converted to UTF-8 twice.");
}

void add_realm(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::realm, &Formula::realm, right.realm, std::move(wrong),
                  std::move(sentence));
  };
  if (given.challenge) {
    add(given.challenge->realm,
        "The realm of the challenge was hashed, but the credentials name another.");
  }
  add(quoted(right.realm), "The realm was hashed with its quotes.");
  add("", "A1 holds an empty realm.");
  add(std::string(trim(right.realm)), "The realm was hashed without the blanks at its ends.");
  add(to_lower(right.realm), "The realm was hashed in lower case.");
  add(uri_host(right.uri), "A1 holds the host of the uri as realm.");
  add(uri_host(given.from_uri), "A1 holds the host of From as realm.");
  add("asterisk", "A1 holds \"asterisk\" as realm.");
  add("sip:" + right.realm, "A1 holds the realm with \"sip:\" before it.");
}

void add_password(const Formula& right, MistakeList& list) {
  if (right.secret.is_hashed()) {
    return;
  }
  const std::string& password = right.secret.text();
  const auto add = [&](const std::string& wrong, std::string sentence) {
    if (wrong != password) {
      list.add(MistakeFamily::password, std::move(sentence),
               [wrong](Formula& formula) { formula.secret = Secret::password(wrong); });
    }
  };
  add("", "The password was empty.");
  add(password + "\n", "The password was hashed with a line feed behind it.");
  add(password + "\r\n", "The password was hashed with CRLF behind it.");
  add(password + std::string(1, '\0'), "The password was hashed with a null octet behind it.");
  add(password + " ", "The password was hashed with a blank behind it.");
  add(std::string(trim(password)), "The password was hashed without the blanks at its ends.");
  add(quoted(password), "The password was hashed with quotes around it.");
  add(to_lower(password), "The password was hashed in lower case.");
  add(to_upper(password), "The password was hashed in upper case.");
  add(right.username, "The username was taken as password.");
  if (const auto latin1 = utf8_to_latin1(password)) {
    add(*latin1, "The password was hashed in ISO-8859-1 and not in UTF-8.");
  }
  add(latin1_to_utf8(password), "The password was converted to UTF-8 twice.");
  for (const std::size_t size : {8U, 16U, 32U}) {
    add(password.substr(0, size),
        "The password was cut to " + std::to_string(size) + " characters.");
  }
  add(password.substr(0, password.find_first_of("#;")),
      "The password was cut at a character that begins a comment.");
  add(hex_hash(right.hash, password), "The hash of the password was taken as password.");
  add(user_hash(right.hash, right.username, right.realm, password),
      "HA1 was hashed again: a hash was configured where a password was expected.");
  list.add(MistakeFamily::password,
           "The password was taken as HA1: a password was configured where a hash was expected.",
           [password](Formula& formula) { formula.secret = Secret::hashed(password); });
}

}  // namespace

void add_identity_mistakes(const DigestCase& given, const Formula& right, MistakeList& list) {
  if (!right.secret.is_hashed()) {
    add_username(given, right, list);
    add_realm(given, right, list);
  }
  add_password(right, list);
}

}  // namespace sipspec::stack
