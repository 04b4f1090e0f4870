#include "reports/text_format.hpp"

#include "reports/escape.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>

namespace sipspec::reports {

std::string duration_text(Offset duration) {
  const auto us = duration.count();
  if (us < 0) {
    return "-" + duration_text(-duration);
  }
  if (us < 10'000) {
    return us % 1000 == 0 ? fmt::format("{} ms", us / 1000)
                          : fmt::format("{}.{} ms", us / 1000, us % 1000 / 100);
  }
  if (us < 1'000'000) {
    return fmt::format("{} ms", us / 1000);
  }
  if (us < 100'000'000) {
    return fmt::format("{}.{:03} s", us / 1'000'000, us % 1'000'000 / 1000);
  }
  return fmt::format("{} min {:02} s", us / 60'000'000, us % 60'000'000 / 1'000'000);
}

std::string seconds_text(Offset duration) {
  const auto ms = std::max<std::int64_t>(0, duration.count() / 1000);
  return fmt::format("{}.{:03}", ms / 1000, ms % 1000);
}

std::string clause_text(std::string_view document, std::string_view section) {
  std::string text(document);
  if (text.starts_with("RFC") && text.size() > 3 && text[3] != ' ') {
    text.insert(3, " ");
  }
  return section.empty() ? text : fmt::format("{} §{}", text, section);
}

std::string place_text(std::string_view file, std::uint32_t line) {
  return line == 0 || file.empty() ? std::string(file) : fmt::format("{}:{}", file, line);
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t space = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, space);
    if (!line.empty() && display_width(line) + 1 + display_width(word) > columns) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!word.empty()) {
      line += line.empty() ? "" : " ";
      line += word;
    }
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  if (!line.empty()) {
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string device_text(const RunInfo& info) {
  std::string text = info.device_name.empty() ? info.device_address : info.device_name;
  if (!info.device_version.empty()) {
    text += " " + info.device_version;
  }
  if (!info.roles.empty()) {
    text += fmt::format(" [{}]", fmt::join(info.roles, " "));
  }
  return text;
}

std::string amount_text(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace sipspec::reports
