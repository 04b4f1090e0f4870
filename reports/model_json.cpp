#include "reports/model_json.hpp"

#include "reports/base64.hpp"
#include "reports/escape.hpp"
#include "reports/model_fields.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

namespace sipspec::reports {

namespace json = boost::json;

namespace {

// --- Enumerations by their names
// ------------------------------------------------------------------

template <typename Enum, std::size_t count>
std::optional<Enum> by_name(std::string_view name, const std::array<Enum, count>& values) {
  for (const Enum value : values) {
    if (to_string(value) == name) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<Verdict> parse(std::string_view name, Verdict) {
  return verdict_from(name);
}

std::optional<Disposition> parse(std::string_view name, Disposition) {
  return disposition_from(name);
}

std::optional<FindingKind> parse(std::string_view name, FindingKind) {
  return by_name(name, std::array{FindingKind::conformance, FindingKind::interop});
}

std::optional<Blame> parse(std::string_view name, Blame) {
  return by_name(name, std::array{Blame::device, Blame::harness});
}

std::optional<Direction> parse(std::string_view name, Direction) {
  return by_name(name, std::array{Direction::to_device, Direction::from_device});
}

std::optional<TimerRecord::End> parse(std::string_view name, TimerRecord::End) {
  using End = TimerRecord::End;
  return by_name(name, std::array{End::stopped, End::fired, End::cut});
}

// --- Writing
// --------------------------------------------------------------------------------------

template <typename T>
json::value write(const T& value);

class Writer {
 public:
  template <typename T>
  void operator()(std::string_view name, const T& value) {
    object[name] = write(value);
  }

  void octets(const std::string& value) {
    object["octets_base64"] = base64_encode(value);
    object["text"] = visible(value, Newlines::keep);
  }

  json::object object;
};

json::value write_value(const std::string& text) {
  return json::value(visible(text));
}

json::value write_value(bool value) {
  return value;
}

json::value write_value(std::uint32_t value) {
  return value;
}

json::value write_value(std::uint64_t value) {
  return value;
}

json::value write_value(const Tally& tally) {
  json::object object;
  for (const auto& [name, count] : tally) {
    object[visible(name)] = count;
  }
  return object;
}

json::value write_value(Offset value) {
  return std::int64_t{value.count()};
}

template <typename Enum>
  requires std::is_enum_v<Enum>
json::value write_value(Enum value) {
  return json::value(to_string(value));
}

template <typename T>
json::value write_value(const std::optional<T>& value) {
  return value ? write(*value) : json::value(nullptr);
}

template <typename Value>
json::value write_value(const std::pair<std::string, Value>& pair) {
  return json::array{write(pair.first), write(pair.second)};
}

template <typename T>
json::value write_value(const std::vector<T>& items) {
  json::array array;
  for (const auto& item : items) {
    array.push_back(write(item));
  }
  return array;
}

template <typename T>
  requires requires(Writer& writer, const T& value) { visit_fields(writer, value); }
json::value write_value(const T& value) {
  Writer writer;
  visit_fields(writer, value);
  return std::move(writer.object);
}

template <typename T>
json::value write(const T& value) {
  return write_value(value);
}

// --- Reading
// --------------------------------------------------------------------------------------

template <typename T>
void read(const json::value& from, T& value);

class Reader {
 public:
  explicit Reader(const json::object& object) : object_(object) {}

  template <typename T>
  void operator()(std::string_view name, T& value) {
    if (const json::value* found = object_.if_contains(name)) {
      read(*found, value);
    }
  }

  void octets(std::string& value) {
    std::string text;
    (*this)("octets_base64", text);
    value = base64_decode(text).value_or("");
  }

 private:
  const json::object& object_;
};

void read_value(const json::value& from, std::string& value) {
  if (const json::string* text = from.if_string()) {
    value.assign(text->data(), text->size());
  }
}

void read_value(const json::value& from, bool& value) {
  if (const bool* flag = from.if_bool()) {
    value = *flag;
  }
}

std::optional<std::int64_t> integer(const json::value& from) {
  boost::system::error_code error;
  const auto number = from.to_number<std::int64_t>(error);
  return error ? std::nullopt : std::optional(number);
}

void read_value(const json::value& from, std::uint32_t& value) {
  const auto number = integer(from);
  if (number && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max()) {
    value = static_cast<std::uint32_t>(*number);
  }
}

void read_value(const json::value& from, std::uint64_t& value) {
  value = static_cast<std::uint64_t>(std::max<std::int64_t>(integer(from).value_or(0), 0));
}

void read_value(const json::value& from, Tally& tally) {
  if (const json::object* object = from.if_object()) {
    for (const auto& [name, count] : *object) {
      read_value(count, tally[std::string(name)]);
    }
  }
}

void read_value(const json::value& from, Offset& value) {
  value = Offset(integer(from).value_or(value.count()));
}

template <typename Enum>
  requires std::is_enum_v<Enum>
void read_value(const json::value& from, Enum& value) {
  std::string name;
  read_value(from, name);
  value = parse(name, value).value_or(value);
}

template <typename T>
void read_value(const json::value& from, std::optional<T>& value) {
  value.reset();
  if (!from.is_null()) {
    read(from, value.emplace());
  }
}

template <typename Value>
void read_value(const json::value& from, std::pair<std::string, Value>& pair) {
  const json::array* array = from.if_array();
  if (array != nullptr && array->size() == 2) {
    read((*array)[0], pair.first);
    read((*array)[1], pair.second);
  }
}

template <typename T>
void read_value(const json::value& from, std::vector<T>& items) {
  items.clear();
  if (const json::array* array = from.if_array()) {
    for (const json::value& item : *array) {
      read(item, items.emplace_back());
    }
  }
}

template <typename T>
  requires requires(Reader& reader, T& value) { visit_fields(reader, value); }
void read_value(const json::value& from, T& value) {
  if (const json::object* object = from.if_object()) {
    Reader reader(*object);
    visit_fields(reader, value);
  }
}

template <typename T>
void read(const json::value& from, T& value) {
  read_value(from, value);
}

template <typename T>
T read_as(const json::value& from) {
  T value;
  read(from, value);
  return value;
}

}  // namespace

json::object to_json(const CaseResult& result) {
  return write(result).as_object();
}

json::object to_json(const RunInfo& info) {
  return write(info).as_object();
}

json::object to_json(const MessageRecord& message) {
  return write(message).as_object();
}

json::object to_json(const Finding& finding) {
  return write(finding).as_object();
}

json::object to_json(const DeviceEventRecord& record) {
  return write(record).as_object();
}

json::object to_json(const Statistics& statistics) {
  return write(statistics).as_object();
}

json::object to_json(const Counts& counts) {
  json::object object;
  for (const Verdict verdict : all_verdicts) {
    object[to_string(verdict)] = counts[verdict];
  }
  return object;
}

CaseResult case_from_json(const json::value& value) {
  return read_as<CaseResult>(value);
}

RunInfo run_info_from_json(const json::value& value) {
  return read_as<RunInfo>(value);
}

MessageRecord message_from_json(const json::value& value) {
  return read_as<MessageRecord>(value);
}

Finding finding_from_json(const json::value& value) {
  return read_as<Finding>(value);
}

DeviceEventRecord device_event_from_json(const json::value& value) {
  return read_as<DeviceEventRecord>(value);
}

std::optional<Statistics> statistics_from_json(const json::value& value) {
  return value.is_object() ? std::optional(read_as<Statistics>(value)) : std::nullopt;
}

}  // namespace sipspec::reports
