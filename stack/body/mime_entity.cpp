#include "stack/body/mime_entity.hpp"

#include "stack/message/fields.hpp"
#include "stack/text/ascii.hpp"
#include "stack/text/character_class.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

struct Line {
  std::string_view text;  ///< without its line end
  bool ended = false;
  bool crlf = false;
};

Line take_line(std::string_view& rest) {
  Line line;
  const std::size_t feed = rest.find('\n');
  line.ended = feed != std::string_view::npos;
  line.text = rest.substr(0, feed);
  rest.remove_prefix(line.ended ? feed + 1 : rest.size());
  line.crlf = line.text.ends_with('\r');
  if (line.crlf) {
    line.text.remove_suffix(1);
  }
  return line;
}

bool is_field_name(std::string_view name) {
  return is_run_of(name, CharClass::visible);
}

/// A view over both, which follow one another.
std::string_view joined(std::string_view first, std::string_view last) {
  const auto gap = static_cast<std::size_t>(last.data() - first.data());
  return {first.data(), gap + last.size()};  // NOLINT(bugprone-suspicious-stringview-data-usage)
}

void add_row(std::string_view row, std::vector<MimeField>& fields, BodyDefectSink& sink) {
  const std::size_t colon = row.find(':');
  if (colon == std::string_view::npos) {
    sink.add(BodyDefectCode::mime_field_colon_missing, row);
    return;
  }
  const std::string_view name = trim(row.substr(0, colon));
  if (!is_field_name(name)) {
    sink.add(BodyDefectCode::mime_field_name_invalid, row.substr(0, colon));
  }
  fields.push_back({name, trim(row.substr(colon + 1))});
}

void judge_content_type(const std::vector<MimeField>& fields, BodyDefectSink& sink) {
  const auto is_type = [](const MimeField& field) {
    return equals_ignoring_case(field.name, "content-type");
  };
  const auto first = std::ranges::find_if(fields, is_type);
  if (first == fields.end()) {
    return;
  }
  if (media_type_name(first->value).empty()) {
    sink.add(BodyDefectCode::content_type_invalid, first->value);
  }
  const auto second = std::find_if(first + 1, fields.end(), is_type);
  if (second != fields.end()) {
    sink.add(BodyDefectCode::content_type_repeated, second->value);
  }
}

}  // namespace

std::string_view MimeEntity::value_of(std::string_view name) const {
  for (const MimeField& field : fields) {
    if (equals_ignoring_case(field.name, name)) {
      return field.value;
    }
  }
  return {};
}

std::size_t MimeEntity::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields, [name](const MimeField& field) { return equals_ignoring_case(field.name, name); }));
}

std::vector<MimeField> parse_fields(std::string_view& rest, const BodyLimits& limits,
                                    BodyDefectSink& sink) {
  std::vector<MimeField> fields;
  std::string_view row;
  bool closed = false;
  const std::string_view all = rest;
  while (!rest.empty() && !closed && fields.size() < limits.max_fields) {
    const Line line = take_line(rest);
    closed = line.text.empty();
    if (line.ended && !line.crlf) {
      sink.add(BodyDefectCode::mime_line_end_bare, line.text);
    }
    const bool continued = !closed && !row.empty() && is(line.text.front(), CharClass::blank);
    if (continued) {
      row = joined(row, line.text);
      continue;
    }
    if (!row.empty()) {
      add_row(row, fields, sink);
    }
    row = line.text;
  }
  if (!closed && !row.empty()) {
    add_row(row, fields, sink);
  }
  if (!closed && !all.empty()) {
    sink.add(BodyDefectCode::mime_header_unclosed, all);
  }
  judge_content_type(fields, sink);
  return fields;
}

MimeEntity parse_entity(std::string_view octets, const BodyLimits& limits, BodyDefectSink& sink) {
  MimeEntity entity;
  entity.octets = octets;
  std::string_view rest = octets;
  entity.fields = parse_fields(rest, limits, sink);
  entity.body = rest;
  return entity;
}

std::string media_type_name(std::string_view content_type) {
  const auto type = parse_media_type(content_type);
  const bool good =
      type && is_run_of(type->type, CharClass::token) && is_run_of(type->subtype, CharClass::token);
  return good ? to_lower(type->type) + "/" + to_lower(type->subtype) : std::string();
}

std::string media_type_parameter(std::string_view content_type, std::string_view name) {
  const auto type = parse_media_type(content_type);
  if (!type) {
    return {};
  }
  const std::string_view value = type->parameters.value(name);
  return value.starts_with('"') ? unquote(value) : std::string(value);
}

}  // namespace sipspec::stack
