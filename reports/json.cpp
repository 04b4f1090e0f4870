#include "reports/json.hpp"

#include "reports/escape.hpp"
#include "reports/model_json.hpp"
#include "reports/secrets.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sipspec::reports {

namespace json = boost::json;

namespace {

void print(std::string& out, const json::value& value, std::size_t depth);

void print_items(std::string& out, const auto& items, std::size_t depth, const auto& print_one) {
  bool first = true;
  for (const auto& item : items) {
    out += first ? "\n" : ",\n";
    out.append((depth + 1) * 2, ' ');
    print_one(item);
    first = false;
  }
  if (!first) {
    out += '\n';
    out.append(depth * 2, ' ');
  }
}

void print(std::string& out, const json::value& value, std::size_t depth) {
  if (const auto* object = value.if_object()) {
    out += '{';
    print_items(out, *object, depth, [&](const json::key_value_pair& pair) {
      out += json::serialize(pair.key());
      out += ": ";
      print(out, pair.value(), depth + 1);
    });
    out += '}';
  } else if (const auto* array = value.if_array()) {
    out += '[';
    print_items(out, *array, depth, [&](const json::value& item) { print(out, item, depth + 1); });
    out += ']';
  } else {
    out += json::serialize(value);
  }
}

json::array cases_of(const RunResult& run) {
  json::array cases;
  for (const auto& result : run.cases) {
    json::object object = to_json(result);
    object["name"] = visible(case_name(result));
    cases.emplace_back(std::move(object));
  }
  return cases;
}

std::string string_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::int64_t number_in(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  boost::system::error_code error;
  const auto number = value == nullptr ? 0 : value->to_number<std::int64_t>(error);
  return error ? 0 : number;
}

const json::array& array_in(const json::object& object, std::string_view name) {
  static const json::array none;
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_array() ? value->get_array() : none;
}

}  // namespace

std::string render_json(const RunResult& given) {
  const RunResult run = masked(given);
  json::object root;
  root["format"] = results_format;
  root["run"] = to_json(run.info);
  root["end"] = to_string(run.end);
  root["duration_us"] = std::int64_t{run.duration.count()};
  root["exit_code"] = run.exit_code;
  root["gate"] = visible(run.gate);
  root["counts"] = to_json(Counts(run.cases));
  json::array device_events;
  for (const auto& record : run.device_events) {
    device_events.emplace_back(to_json(record));
  }
  root["device_events"] = std::move(device_events);
  if (run.statistics) {
    root["statistics"] = to_json(*run.statistics);
  }
  root["cases"] = cases_of(run);
  std::string out;
  print(out, root, 0);
  return out + "\n";
}

std::optional<RunResult> parse_json(std::string_view text) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  const json::object* root = error ? nullptr : value.if_object();
  if (root == nullptr || !root->contains("cases") || !root->contains("run")) {
    return std::nullopt;
  }
  RunResult run;
  run.info = run_info_from_json(root->at("run"));
  run.end = run_end_from(string_in(*root, "end")).value_or(RunEnd::interrupted);
  run.duration = Offset(number_in(*root, "duration_us"));
  run.exit_code = static_cast<int>(number_in(*root, "exit_code"));
  run.gate = string_in(*root, "gate");
  if (const auto* statistics = root->if_contains("statistics")) {
    run.statistics = statistics_from_json(*statistics);
  }
  for (const auto& record : array_in(*root, "device_events")) {
    run.device_events.push_back(device_event_from_json(record));
  }
  for (const auto& result : array_in(*root, "cases")) {
    run.cases.push_back(case_from_json(result));
  }
  return run;
}

}  // namespace sipspec::reports
