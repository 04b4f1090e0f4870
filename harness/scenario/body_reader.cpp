#include "harness/scenario/message_reader.hpp"
#include "harness/scenario/octet_reader.hpp"
#include "harness/scenario/octets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace sipspec::harness {

namespace {

/// Bodies lie beside their scenario or below it, so that a scenario shows nothing else to a device.
bool leads_out(const std::filesystem::path& path) {
  return path.is_absolute() || std::ranges::find(path, std::filesystem::path("..")) != path.end();
}

void read_file(ElementReader& reader, pugi::xml_node element, BodySpec& body) {
  const std::filesystem::path path = ElementReader::text(element, "file");
  if (leads_out(path)) {
    reader.fail(element, "file", "the file of a body lies beside the scenario or below it");
    return;
  }
  std::error_code failure;
  const auto whole = reader.folder() / path;
  const auto size = std::filesystem::file_size(whole, failure);
  std::ifstream stream(whole, std::ios::binary);
  if (failure || !stream || !std::filesystem::is_regular_file(whole, failure)) {
    reader.fail(element, "file", fmt::format("'{}' cannot be read", path.string()));
    return;
  }
  if (size > max_body_octets) {
    reader.fail(element, "file",
                fmt::format("'{}' has more than {} octets", path.string(), max_body_octets));
    return;
  }
  body.octets.resize(static_cast<std::size_t>(size));
  stream.read(body.octets.data(), static_cast<std::streamsize>(size));
  body.octets.resize(static_cast<std::size_t>(stream.gcount()));
}

/// A body from a file has its octets there and nothing else that would shape them.
void check_alone(ElementReader& reader, pugi::xml_node element) {
  static constexpr std::array attributes = {"encoding", "line-ends", "trim"};
  for (const char* const attribute : attributes) {
    if (ElementReader::has(element, attribute)) {
      reader.fail(element, attribute, fmt::format("'{}' does not go with 'file'", attribute));
    }
  }
  if (const XmlText text = reader.file().text(element); !text.octets.empty()) {
    reader.fail(text, 0, "a body has either a file or text");
  }
}

}  // namespace

BodySpec read_body(ElementReader& reader, pugi::xml_node element, NameUser user) {
  BodySpec body;
  body.place = reader.place(element);
  body.content_type = ElementReader::text(element, "type", "text/plain");
  body.content_type = body.content_type == "none" ? "" : body.content_type;
  body.expand = ElementReader::yes(element, "expand");
  body.repeat = ElementReader::number(element, "repeat", 1);
  if (ElementReader::has(element, "file")) {
    check_alone(reader, element);
    read_file(reader, element, body);
  } else {
    body.octets = read_octets(reader, element);
    if (body.expand) {
      check_expandable(reader, element, TemplateKind::body, user);
    }
  }
  if (!body.octets.empty() && body.repeat > max_body_octets / body.octets.size()) {
    reader.fail(
        element, "repeat",
        fmt::format("the body has more than {} octets, the most there may be", max_body_octets));
  }
  return body;
}

}  // namespace sipspec::harness
