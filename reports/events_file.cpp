#include "reports/events_file.hpp"

#include "reports/escape.hpp"
#include "reports/model_json.hpp"
#include "reports/secrets.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <iterator>

namespace sipspec::reports {

namespace json = boost::json;

namespace {

// --- Writing
// --------------------------------------------------------------------------------------

json::object named(std::string_view name, Offset at) {
  json::object object;
  object["event"] = name;
  object["at_us"] = std::int64_t{at.count()};
  return object;
}

MessageRecord masked_message(MessageRecord message) {
  std::vector<std::string> found;
  message.octets = mask_message(message.octets, found);
  return message;
}

json::value text(std::string_view value) {
  return json::value(visible(value));
}

struct ToJson {
  json::object operator()(const RunStart& event) const {
    json::object object = named("run_start", Offset{0});
    RunInfo info = event.info;
    info.command_line = mask_command(info.command_line);
    object["format"] = events_format;
    object["info"] = to_json(info);
    return object;
  }

  json::object operator()(const CaseStart& event) const {
    json::object object = named("case_start", event.at);
    object["case"] = text(case_name(event.head));
    object["head"] = to_json(event.head);
    return object;
  }

  json::object operator()(const MessageSeen& event) const {
    json::object object = named("message", event.at);
    object["case"] = text(event.case_name);
    object["message"] = to_json(masked_message(event.message));
    return object;
  }

  json::object operator()(const FindingMade& event) const {
    json::object object = named("finding", event.at);
    object["case"] = text(event.case_name);
    object["finding"] = to_json(event.finding);
    return object;
  }

  json::object operator()(const CaseEnd& event) const {
    json::object object = named("case_end", event.at);
    object["case"] = text(case_name(event.result));
    object["result"] = to_json(masked(event.result));
    return object;
  }

  json::object operator()(const Heartbeat& event) const {
    json::object object = named("heartbeat", event.at);
    object["running"] = event.running;
    object["waiting"] = event.waiting;
    object["waiting_for"] = text(event.waiting_for);
    return object;
  }

  json::object operator()(const DeviceEvent& event) const {
    json::object object = named("device", event.record.at);
    object["record"] = to_json(event.record);
    return object;
  }

  json::object operator()(const RunFinished& event) const {
    json::object object = named("run_end", event.at);
    object["end"] = to_string(event.end);
    object["exit_code"] = event.exit_code;
    object["gate"] = text(event.gate);
    if (event.statistics) {
      object["statistics"] = to_json(*event.statistics);
    }
    return object;
  }
};

// --- Reading
// --------------------------------------------------------------------------------------

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* string = value == nullptr ? nullptr : value->if_string();
  return string == nullptr ? "" : std::string(string->data(), string->size());
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  boost::system::error_code error;
  const auto number = value == nullptr ? 0 : value->to_number<std::int64_t>(error);
  return error ? 0 : number;
}

const json::value& part_of(const json::object& object, std::string_view name) {
  static const json::value nothing;
  const json::value* value = object.if_contains(name);
  return value == nullptr ? nothing : *value;
}

std::optional<Event> event_of(const json::object& line) {
  const std::string name = text_of(line, "event");
  const Offset at{number_of(line, "at_us")};
  if (name == "run_start") {
    return RunStart{run_info_from_json(part_of(line, "info"))};
  }
  if (name == "case_start") {
    return CaseStart{.at = at, .head = case_from_json(part_of(line, "head"))};
  }
  if (name == "message") {
    return MessageSeen{.at = at,
                       .case_name = text_of(line, "case"),
                       .message = message_from_json(part_of(line, "message"))};
  }
  if (name == "finding") {
    return FindingMade{.at = at,
                       .case_name = text_of(line, "case"),
                       .finding = finding_from_json(part_of(line, "finding"))};
  }
  if (name == "case_end") {
    return CaseEnd{.at = at, .result = case_from_json(part_of(line, "result"))};
  }
  if (name == "heartbeat") {
    return Heartbeat{.at = at,
                     .running = static_cast<std::uint32_t>(number_of(line, "running")),
                     .waiting = static_cast<std::uint32_t>(number_of(line, "waiting")),
                     .waiting_for = text_of(line, "waiting_for")};
  }
  if (name == "device") {
    return DeviceEvent{device_event_from_json(part_of(line, "record"))};
  }
  if (name == "run_end") {
    return RunFinished{.at = at,
                       .end = run_end_from(text_of(line, "end")).value_or(RunEnd::interrupted),
                       .exit_code = static_cast<int>(number_of(line, "exit_code")),
                       .gate = text_of(line, "gate"),
                       .statistics = statistics_from_json(part_of(line, "statistics"))};
  }
  return std::nullopt;
}

EventsFile not_read(const std::filesystem::path& path, std::string_view why) {
  return {.events = std::nullopt, .error = {fmt::format("{}: {}", visible(path.string()), why)}};
}

}  // namespace

std::string to_line(const Event& event) {
  return json::serialize(std::visit(ToJson{}, event));
}

std::optional<Event> event_from_line(std::string_view line, std::string& problem) {
  boost::system::error_code error;
  const json::value value = json::parse(line, error);
  if (error) {
    problem = "not JSON: " + error.message();
    return std::nullopt;
  }
  const json::object* object = value.if_object();
  auto event = object == nullptr ? std::nullopt : event_of(*object);
  if (!event) {
    problem = "not an event that this version knows";
  }
  return event;
}

EventsWriter::EventsWriter(const std::filesystem::path& path) : path_(path) {
  std::error_code failed;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), failed);
  }
  file_.reset(std::fopen(path.c_str(), "wbe"));
  error_ = file_ == nullptr ? errno : 0;
}

void EventsWriter::on_event(const Event& event) {
  if (const auto* seen = std::get_if<MessageSeen>(&event)) {
    streamed_[seen->case_name].insert(seen->message.index);
  }
  if (const auto* end = std::get_if<CaseEnd>(&event)) {
    write(to_line(without_streamed_octets(*end)));
    return;
  }
  write(to_line(event));
}

CaseEnd EventsWriter::without_streamed_octets(const CaseEnd& event) {
  // Masked first: what is secret in the octets is secret in the texts, and the octets go next.
  CaseEnd shorter{.at = event.at, .result = masked(event.result)};
  const auto found = streamed_.find(case_name(event.result));
  if (found == streamed_.end()) {
    return shorter;
  }
  for (auto& message : shorter.result.messages) {
    if (found->second.contains(message.index)) {
      message.octets.clear();
    }
  }
  streamed_.erase(found);
  return shorter;
}

void EventsWriter::write(std::string_view line) {
  if (file_ == nullptr || error_ != 0) {
    return;
  }
  const bool written = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
                       std::fputc('\n', file_.get()) != EOF && std::fflush(file_.get()) == 0;
  error_ = written ? 0 : errno;
}

WriteResult EventsWriter::close() {
  if (file_ != nullptr && std::fclose(file_.release()) != 0 && error_ == 0) {
    error_ = errno;
  }
  return {.path = path_, .error = error_};
}

EventsFile read_events(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return not_read(path, "cannot be opened");
  }
  ResultBuilder builder;
  ReadEvents read;
  std::size_t number = 0;
  bool started = false;
  for (std::string line; std::getline(file, line);) {
    ++number;
    std::string problem;
    const auto event = event_from_line(line, problem);
    started = started || (event && std::holds_alternative<RunStart>(*event));
    if (!started) {
      return not_read(path, "does not begin as a file of events");
    }
    if (event) {
      builder.on_event(*event);
    } else {
      const bool last = file.eof();
      read.problems.push_back(fmt::format("line {}: {}", number, last ? "cut short" : problem));
    }
  }
  if (!started) {
    return not_read(path, "is empty");
  }
  read.run = builder.result();
  return {.events = std::move(read), .error = {}};
}

}  // namespace sipspec::reports
