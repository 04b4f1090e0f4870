// Mistakes in A2: method, uri and body.

#include "stack/auth/mistakes.hpp"
#include "stack/text/ascii.hpp"

#include <array>
#include <utility>

namespace sipspec::stack {

namespace {

constexpr std::array methods = {"REGISTER", "INVITE", "MESSAGE", "OPTIONS", "ACK",     "BYE",
                                "CANCEL",   "NOTIFY", "INFO",    "UPDATE",  "PUBLISH", "SUBSCRIBE",
                                "REFER",    "PRACK",  "GET",     "POST"};

void add_method(const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::method, &Formula::method, right.method, std::move(wrong),
                  std::move(sentence));
  };
  for (const char* method : methods) {
    add(method, std::string("A2 holds the method ") + method + " and not " + right.method + ".");
  }
  add(to_lower(right.method), "The method was hashed in lower case.");
  add("", "A2 holds no method.");
}

std::string without(std::string_view uri, std::string_view part) {
  const std::size_t at = part.empty() ? std::string_view::npos : uri.find(part);
  std::string text(uri);
  return at == std::string_view::npos ? text : text.erase(at, part.size());
}

std::string without_port(std::string_view uri) {
  const std::string host = uri_host(uri);
  const std::size_t at = host.empty() ? std::string_view::npos : uri.rfind(host + ":");
  if (at == std::string_view::npos) {
    return std::string(uri);
  }
  const std::size_t colon = at + host.size();
  const std::size_t end = uri.find_first_not_of("0123456789", colon + 1);
  return std::string(uri.substr(0, colon)) +
         std::string(end == std::string_view::npos ? "" : uri.substr(end));
}

/// Parameters and what stands behind them taken off.
std::string without_parameters(std::string_view uri) {
  const std::size_t at = uri.find('@');
  return std::string(uri.substr(0, uri.find_first_of(";?", at == std::string_view::npos ? 0 : at)));
}

void add_uri(const DigestCase& given, const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::uri, &Formula::uri, right.uri, std::move(wrong),
                  std::move(sentence));
  };
  const std::string& uri = right.uri;
  const std::string host = uri_host(uri);
  if (!given.request_uri.empty()) {
    add(given.request_uri, "The Request-URI was hashed, but the credentials name another uri.");
  }
  add('"' + uri + '"', "The uri was hashed with its quotes.");
  add('<' + uri + '>', "The uri was hashed in angle brackets.");
  add(without_parameters(uri), "The uri was hashed without its parameters.");
  add(without_port(uri), "The uri was hashed without its port.");
  add(without_port(without_parameters(uri)), "The uri was hashed without port and parameters.");
  add(without(uri, uri_user(uri) + "@"), "The uri was hashed without its user.");
  add(uri.substr(uri.find(':') + 1), "The uri was hashed without its scheme.");
  add("sip:" + host, "The uri was hashed as sip: and its host alone.");
  add("sip:" + right.realm, "The uri was hashed as sip: and the realm.");
  add(host + ":5060", "The uri was hashed as its host with port 5060.");
  add(uri + ":5060", "The uri was hashed with port 5060, which it does not have.");
  for (const std::string_view transport : {"udp", "tcp", "tls", "UDP", "TCP", "TLS"}) {
    add(uri + ";transport=" + std::string(transport),
        "The uri was hashed with a transport parameter that it does not have.");
  }
  if (!given.to_uri.empty()) {
    add(given.to_uri, "The URI of To was hashed, and not the uri of the credentials.");
  }
  if (!given.from_uri.empty()) {
    add(given.from_uri, "The URI of From was hashed, and not the uri of the credentials.");
  }
  add(to_lower(uri), "The uri was hashed in lower case.");
  add("", "An empty uri was hashed.");
  add("/", "\"/\" was hashed as the uri.");
}

std::string with_line_ends(std::string_view body, std::string_view line_end) {
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const bool crlf = body[i] == '\r' && i + 1 < body.size() && body[i + 1] == '\n';
    if (crlf || body[i] == '\n') {
      text += line_end;
      i += crlf ? 1 : 0;
    } else {
      text += body[i];
    }
  }
  return text;
}

void add_body(const Formula& right, MistakeList& list) {
  const auto add = [&](std::string wrong, std::string sentence) {
    list.add_text(MistakeFamily::body, &Formula::body, right.body, std::move(wrong),
                  std::move(sentence));
  };
  const auto add_hash = [&](std::string wrong, std::string sentence) {
    list.add(MistakeFamily::body, std::move(sentence),
             [wrong = std::move(wrong)](Formula& formula) { formula.body_hash = wrong; });
  };
  std::string trimmed = right.body;
  while (!trimmed.empty() && (trimmed.back() == '\r' || trimmed.back() == '\n')) {
    trimmed.pop_back();
  }
  add("", "The hash of an empty body was taken.");
  add(with_line_ends(right.body, "\n"), "The body was hashed with LF as line end.");
  add(with_line_ends(right.body, "\r\n"), "The body was hashed with CRLF as line end.");
  add(trimmed, "The body was hashed without the line ends at its end.");
  add(right.body + "\r\n", "The body was hashed with CRLF behind it.");
  add("\r\n" + right.body, "The body was hashed with the blank line before it.");
  add_hash("", "The hash of the body was left out of A2.");
  if (right.hash != HashFunction::md5) {
    add_hash(hex_hash(HashFunction::md5, right.body),
             "The body was hashed by MD5, and not by the algorithm of the credentials.");
  }
}

}  // namespace

void add_request_mistakes(const DigestCase& given, const Formula& right, MistakeList& list) {
  add_method(right, list);
  add_uri(given, right, list);
  if (right.with_body) {
    add_body(right, list);
  }
}

}  // namespace sipspec::stack
