#include "stack/body/cpim.hpp"

#include "stack/body/cpim_grammar.hpp"
#include "stack/text/character_class.hpp"
#include "stack/text/utf8.hpp"

#include <algorithm>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

/// Reads the rows up to the empty line.
class CpimReader {
 public:
  CpimReader(std::string_view octets, const BodyLimits& limits, BodyDefectSink& sink)
      : octets_(octets), rest_(octets), limits_(&limits), sink_(&sink) {}

  Cpim read() {
    if (octets_.empty()) {
      sink_->add(cpim_empty, octets_);
      return {};
    }
    if (!read_header()) {
      return std::move(cpim_);
    }
    cpim_.content = parse_entity(rest_, *limits_, *sink_);
    if (cpim_.content.count("content-type") == 0) {
      sink_->add(cpim_content_type_missing, cpim_.content.octets);
    }
    return std::move(cpim_);
  }

 private:
  /// True when an empty line closed it.
  bool read_header() {
    while (!rest_.empty()) {
      const std::size_t feed = rest_.find('\n');
      const bool ended = feed != std::string_view::npos;
      std::string_view line = rest_.substr(0, feed);
      rest_.remove_prefix(ended ? feed + 1 : rest_.size());
      const bool crlf = line.ends_with('\r');
      line.remove_suffix(crlf ? 1 : 0);
      if (ended && !crlf) {
        sink_->add(cpim_line_end, line);
      }
      if (line.empty() && ended) {
        return true;
      }
      if (cpim_.fields.size() == limits_->max_fields) {
        sink_->add(cpim_limit_fields, line);
        return false;
      }
      add_row(line);
    }
    sink_->add(cpim_header_unclosed, octets_);
    return false;
  }

  void add_row(std::string_view row) {
    if (row.empty()) {
      return;  // a CR at the very end: the header is unclosed
    }
    if (is(row.front(), CharClass::blank)) {
      sink_->add(cpim_folded, row);
      return;
    }
    const std::size_t colon = row.find(':');
    if (colon == std::string_view::npos) {
      sink_->add(cpim_colon_missing, row);
      return;
    }
    CpimField field;
    field.row = row;
    const std::string_view name = row.substr(0, colon);
    const std::size_t dot = name.find('.');
    field.prefix = dot == std::string_view::npos ? name.substr(0, 0) : name.substr(0, dot);
    field.name = dot == std::string_view::npos ? name : name.substr(dot + 1);
    split_value(row.substr(colon + 1), field);
    judge_cpim_field(field, cpim_.fields, *sink_);
    cpim_.fields.push_back(field);
  }

  /// *( ";" Parameter ) SP Header-value. A value without its space is a value all the same.
  static void split_value(std::string_view text, CpimField& field) {
    std::size_t end = 0;
    if (text.starts_with(';')) {
      bool quoted = false;
      while (end < text.size() && (quoted || text[end] != ' ')) {
        quoted = quoted != (text[end] == '"');
        ++end;
      }
    }
    field.parameters = text.substr(0, end);
    field.value = text.substr(end);
  }

  std::string_view octets_, rest_;
  const BodyLimits* limits_;
  BodyDefectSink* sink_;
  Cpim cpim_;
};

}  // namespace

Cpim parse_cpim(std::string_view octets, const BodyLimits& limits, BodyDefectSink& sink) {
  return CpimReader(octets, limits, sink).read();
}

std::string_view Cpim::value_of(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, [name](const CpimField& field) {
    return field.prefix.empty() && field.name == name;
  });
  return found == fields.end() ? std::string_view{} : found->value;
}

std::string_view Cpim::value_of(std::string_view namespace_uri, std::string_view name) const {
  for (const CpimField& field : fields) {
    if (field.name == name && cpim_namespace_of(field, fields) == namespace_uri) {
      return field.value;
    }
  }
  return {};
}

std::size_t Cpim::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(fields, [name](const CpimField& field) {
    return field.prefix.empty() && field.name == name;
  }));
}

CpimBuilder& CpimBuilder::add(std::string_view name, std::string_view value) {
  header_.append(name).append(": ").append(value).append("\r\n");
  return *this;
}

CpimBuilder& CpimBuilder::raw_row(std::string_view octets) {
  header_ += octets;
  return *this;
}

CpimBuilder& CpimBuilder::content(std::string_view content_type, std::string_view body) {
  entity_ = "Content-Type: ";
  entity_.append(content_type).append("\r\n\r\n").append(body);
  return *this;
}

CpimBuilder& CpimBuilder::entity(std::string_view octets) {
  entity_ = octets;
  return *this;
}

std::string CpimBuilder::serialize() const {
  return header_ + "\r\n" + entity_;
}

}  // namespace sipspec::stack
