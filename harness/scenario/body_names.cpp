#include "harness/scenario/body_names.hpp"

#include "harness/catalogue/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace sipspec::harness {

namespace {

struct Format {
  std::string_view name;
  std::vector<std::string_view> values;  ///< none: any name will do
};

const std::vector<Format>& formats() {
  static const std::vector<Format> known = {
      {"cpim", {}},
      {"imdn",
       {"message-id", "datetime", "recipient-uri", "original-recipient-uri", "subject",
        "notification", "status"}},
      {"composing", {"state", "lastactive", "contenttype", "refresh"}},
      {"list", {"uri", "display-name", "copy-control", "anonymize"}},
      {"manscdp", {}},
      {"sms", {"type", "reference", "originator", "destination", "cause", "data"}},
  };
  return known;
}

constexpr std::array<std::string_view, 3> plain = {"content", "type", "defects"};

/// "part[1]" without its index.
std::string_view name_of(std::string_view part) {
  return part.substr(0, part.find('['));
}

std::string unknown(std::string_view name) {
  std::vector<std::string_view> names(plain.begin(), plain.end());
  names.insert(names.end(), {"part", "length", "content-type", "content-disposition"});
  for (const Format& format : formats()) {
    names.push_back(format.name);
  }
  return fmt::format("'body' has no part '{}'{}", name, suggestion(name, names));
}

std::string format_mistake(const Format& format, std::span<const std::string> parts) {
  if (parts.empty()) {
    return format.name == "list"
               ? std::string()
               : fmt::format("'body.{0}' names no value: body.{0}.…", format.name);
  }
  const bool known = format.values.empty() ||
                     std::ranges::find(format.values, parts.front()) != format.values.end();
  return known ? std::string()
               : fmt::format("'body.{}' has no part '{}'{}", format.name, parts.front(),
                             suggestion(parts.front(), format.values));
}

}  // namespace

std::string body_part_mistake(std::span<const std::string> parts) {
  if (!parts.empty() && parts.back() == "length") {
    parts = parts.first(parts.size() - 1);
  }
  while (!parts.empty() && name_of(parts.front()) == "part") {
    parts = parts.subspan(1);
  }
  if (parts.empty()) {
    return {};
  }
  const std::string_view name = name_of(parts.front());
  if (name.size() != parts.front().size() && name != "list") {
    return fmt::format("'{}' has no list elements", name);
  }
  for (const Format& format : formats()) {
    if (name == format.name) {
      return format_mistake(format, parts.subspan(1));
    }
  }
  const bool field = name.starts_with("content-") || name.starts_with("x-");
  const bool known = (field || std::ranges::find(plain, name) != plain.end()) && parts.size() == 1;
  return known ? std::string() : unknown(name);
}

}  // namespace sipspec::harness
