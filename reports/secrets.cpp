#include "reports/secrets.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace sipspec::reports {

namespace {

constexpr std::size_t shortest_secret_elsewhere = 6;

constexpr std::array<std::string_view, 8> credential_parameters = {
    "response", "cnonce", "password", "passwd", "pwd", "secret", "token", "auts"};
constexpr std::array<std::string_view, 2> answer_parameters = {"rspauth", "cnonce"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_';
}

/// The text to work on, and what was found so far.
struct Masker {
  std::string text;
  std::vector<std::string>& found;

  void hide(std::size_t begin, std::size_t end) {
    if (begin >= end) {
      return;
    }
    found.push_back(text.substr(begin, end - begin));
    for (std::size_t at = begin; at < end; ++at) {
      text[at] = text[at] == '\r' || text[at] == '\n' ? text[at] : '*';  // lines stay lines
    }
  }
};

std::size_t skip_space(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && is_space(text[at])) {
    ++at;
  }
  return at;
}

/// Where a quoted string or a token that starts at `at` ends (the closing quote is left out).
std::size_t value_end(std::string_view text, std::size_t at, std::size_t end, bool quoted) {
  while (at < end) {
    const char c = text[at];
    if (quoted && c == '\\') {
      ++at;
    } else if (quoted ? c == '"' : (c == ',' || c == ';' || is_space(c))) {
      return at;
    }
    ++at;
  }
  return end;
}

void mask_parameters(Masker& masker, std::size_t begin, std::size_t end,
                     std::span<const std::string_view> names) {
  std::size_t at = begin;
  while (at < end) {
    if (!is_word(masker.text[at])) {
      ++at;
      continue;
    }
    const std::size_t name_begin = at;
    while (at < end && is_word(masker.text[at])) {
      ++at;
    }
    const std::string name = masker.text.substr(name_begin, at - name_begin);
    std::size_t value = skip_space(masker.text, at, end);
    if (value >= end || masker.text[value] != '=') {
      continue;
    }
    value = skip_space(masker.text, value + 1, end);
    const bool quoted = value < end && masker.text[value] == '"';
    value += quoted ? 1 : 0;
    at = std::min(end, value_end(masker.text, value, end, quoted));
    if (std::ranges::any_of(names, [&](std::string_view n) { return same(n, name); })) {
      masker.hide(value, at);
    }
    at += quoted && at < end ? 1 : 0;
  }
}

void mask_credentials(Masker& masker, std::size_t begin, std::size_t end) {
  begin = skip_space(masker.text, begin, end);
  std::size_t scheme_end = begin;
  while (scheme_end < end && is_word(masker.text[scheme_end])) {
    ++scheme_end;
  }
  const auto scheme = std::string_view(masker.text).substr(begin, scheme_end - begin);
  if (same(scheme, "Digest")) {
    mask_parameters(masker, scheme_end, end, credential_parameters);
    return;
  }
  std::size_t last = end;
  while (last > scheme_end && is_space(masker.text[last - 1])) {
    --last;
  }
  masker.hide(skip_space(masker.text, scheme_end, last), last);
}

/// "sip:user:password@": the part between the second colon and the '@'.
void mask_uri_passwords(Masker& masker, std::size_t begin, std::size_t end) {
  const auto stops = [](char c) {
    return is_space(c) || c == '>' || c == '<' || c == '"' || c == ',';
  };
  for (std::size_t at = begin; at + 4 < end; ++at) {
    const auto rest = std::string_view(masker.text).substr(at, end - at);
    const std::size_t scheme = same(rest.substr(0, 5), "sips:")  ? 5
                               : same(rest.substr(0, 4), "sip:") ? 4
                                                                 : 0;
    if (scheme == 0) {
      continue;
    }
    std::size_t colon = scheme;
    while (colon < rest.size() && rest[colon] != ':' && rest[colon] != '@' && !stops(rest[colon])) {
      ++colon;
    }
    std::size_t sign = colon;
    while (sign < rest.size() && rest[sign] != '@' && !stops(rest[sign])) {
      ++sign;
    }
    if (sign < rest.size() && rest[sign] == '@' && rest[colon] == ':') {
      masker.hide(at + colon + 1, at + sign);
    }
  }
}

void mask_header(Masker& masker, std::size_t begin, std::size_t end) {
  const std::size_t colon = masker.text.find(':', begin);
  if (colon == std::string::npos || colon >= end) {
    return;
  }
  std::string_view name = std::string_view(masker.text).substr(begin, colon - begin);
  while (!name.empty() && is_space(name.back())) {
    name.remove_suffix(1);
  }
  if (same(name, "Authorization") || same(name, "Proxy-Authorization")) {
    mask_credentials(masker, colon + 1, end);
  } else if (same(name, "Authentication-Info") || same(name, "Proxy-Authentication-Info")) {
    mask_parameters(masker, colon + 1, end, answer_parameters);
  }
}

/// Where the header field that starts at `begin` ends, folded lines included.
std::size_t field_end(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  while (true) {
    const std::size_t newline = text.find('\n', at);
    if (newline == std::string_view::npos) {
      return text.size();
    }
    at = newline + 1;
    if (at >= text.size() || (text[at] != ' ' && text[at] != '\t')) {
      return at;
    }
  }
}

bool is_blank_line(std::string_view text, std::size_t at) {
  return text.substr(at).starts_with("\r\n") || text.substr(at).starts_with('\n');
}

void mask_everywhere(std::string& text, const std::vector<std::string>& found) {
  for (const auto& secret : found) {
    if (secret.size() < shortest_secret_elsewhere) {
      continue;
    }
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;) {
      text.replace(at, secret.size(), secret.size(), '*');
      at += secret.size();
    }
  }
}

void mask_texts(CaseResult& result, const std::vector<std::string>& found) {
  mask_everywhere(result.reason, found);
  for (auto& finding : result.findings) {
    mask_everywhere(finding.message, found);
    mask_everywhere(finding.actual, found);
    for (auto& expected : finding.expected) {
      mask_everywhere(expected, found);
    }
  }
  for (auto& check : result.checks) {
    mask_everywhere(check.actual, found);
    mask_everywhere(check.text, found);
  }
  for (auto& message : result.messages) {
    mask_everywhere(message.summary, found);
    mask_everywhere(message.note, found);
  }
  for (auto& note : result.notes) {
    mask_everywhere(note.text, found);
  }
  for (auto& attempt : result.attempts) {
    mask_everywhere(attempt.reason, found);
  }
}

}  // namespace

std::string mask_message(std::string_view octets, std::vector<std::string>& found) {
  Masker masker{.text = std::string(octets), .found = found};
  std::size_t at = 0;
  while (at < masker.text.size() && is_blank_line(masker.text, at)) {
    at = masker.text.find('\n', at) + 1;  // keep-alives before a message
  }
  while (at < masker.text.size() && !is_blank_line(masker.text, at)) {
    const std::size_t end = field_end(masker.text, at);
    mask_header(masker, at, end);
    mask_uri_passwords(masker, at, end);
    at = end;
  }
  return std::move(masker.text);
}

std::string mask_command(std::string_view command) {
  static constexpr std::array<std::string_view, 5> names = {"password", "passwd", "pwd", "secret",
                                                            "token"};
  std::vector<std::string> found;
  Masker masker{.text = std::string(command), .found = found};
  for (std::size_t at = 0; at < masker.text.size();) {
    if (!is_word(masker.text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < masker.text.size() && is_word(masker.text[at])) {
      ++at;
    }
    std::string_view name = std::string_view(masker.text).substr(begin, at - begin);
    name.remove_prefix(std::min(name.find_first_not_of('-'), name.size()));
    const bool secret = std::ranges::any_of(names, [&](auto n) {
      return name.size() >= n.size() && same(name.substr(name.size() - n.size()), n);
    });
    if (secret && at < masker.text.size() && (masker.text[at] == '=' || masker.text[at] == ' ')) {
      const std::size_t end = masker.text.find_first_of(" '\"", at + 1);
      masker.hide(at + 1, std::min(end, masker.text.size()));
    }
  }
  mask_uri_passwords(masker, 0, masker.text.size());
  return std::move(masker.text);
}

CaseResult masked(CaseResult result) {
  std::vector<std::string> found;
  for (auto& message : result.messages) {
    message.octets = mask_message(message.octets, found);
  }
  mask_texts(result, found);
  return result;
}

RunResult masked(RunResult run) {
  run.info.command_line = mask_command(run.info.command_line);
  for (auto& result : run.cases) {
    result = masked(std::move(result));
    result.reproduce = mask_command(result.reproduce);
  }
  return run;
}

}  // namespace sipspec::reports
