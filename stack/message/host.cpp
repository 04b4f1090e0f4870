#include "stack/message/host.hpp"

#include "stack/text/character_class.hpp"
#include "stack/text/number.hpp"

namespace sipspec::stack {

namespace {

constexpr auto npos = std::string_view::npos;

// hostname = *( domainlabel "." ) toplabel [ "." ]; labels are letters, digits and inner hyphens,
// and a toplabel begins with a letter. One pass: each octet is judged by the one before it.
bool is_hostname(std::string_view text) {
  constexpr CharClass alphanum = CharClass::alpha | CharClass::digit;
  if (text.ends_with('.')) {
    text.remove_suffix(1);
  }
  char before = '.';
  char first_of_label = '.';
  for (const char c : text) {
    const bool label_starts = before == '.';
    if (is(c, alphanum)) {
      first_of_label = label_starts ? c : first_of_label;
    } else if (label_starts || (c == '.' && before == '-') || !is(c, CharClass::host)) {
      return false;
    }
    before = c;
  }
  return is(before, alphanum) && is(first_of_label, CharClass::alpha);
}

/// hex4 *( ":" hex4 ) with perhaps an IPv4address as its last part. Gives the number of 16-bit
/// groups, or -1.
int count_groups(std::string_view text, bool ipv4_allowed) {
  int groups = 0;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == npos && ipv4_allowed && group.find('.') != npos) {
      return is_ipv4_address(group) ? groups + 2 : -1;
    }
    if (group.size() > 4 || !is_run_of(group, CharClass::hex)) {
      return -1;
    }
    ++groups;
    if (colon == npos) {
      return groups;
    }
    text.remove_prefix(colon + 1);
  }
}

}  // namespace

bool is_ipv4_address(std::string_view text) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = text.find('.');
    const std::string_view number = text.substr(0, dot);
    const bool last = part == 3;
    if (number.size() > 3 || !read_number(number, 255).ok() || (dot == npos) != last) {
      return false;
    }
    text.remove_prefix(last ? text.size() : dot + 1);
  }
  return true;
}

bool is_ipv6_address(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == npos) {
    return count_groups(text, true) == 8;
  }
  const std::string_view before = text.substr(0, gap);
  const std::string_view after = text.substr(gap + 2);
  const int left = before.empty() ? 0 : count_groups(before, false);
  const int right = after.empty() ? 0 : count_groups(after, true);
  return left >= 0 && right >= 0 && left + right <= 7;
}

HostKind classify_host(std::string_view text) {
  if (text.starts_with('[')) {
    const bool good =
        text.size() > 2 && text.ends_with(']') && is_ipv6_address(text.substr(1, text.size() - 2));
    return good ? HostKind::ipv6_reference : HostKind::bad_ipv6_reference;
  }
  if (is_hostname(text)) {
    return HostKind::name;
  }
  return is_ipv4_address(text) ? HostKind::ipv4 : HostKind::invalid;
}

}  // namespace sipspec::stack
