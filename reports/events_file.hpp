#pragma once

// events.jsonl: one JSON object a line, flushed as it happens. The source of every other report: a
// killed run leaves a file that ends anywhere, and it can still be read.
//
//   EventsWriter events("out/events.jsonl");
//   runner.add_sink(events);
//   ...
//   auto read = read_events("out/events.jsonl");  // read->run.end == RunEnd::interrupted if cut

#include "reports/event.hpp"
#include "reports/write_file.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

/// Version of the format, in the first line. Readers take files of this version and older ones.
inline constexpr int events_format = 1;

/// One line without its newline. Secrets are masked.
std::string to_line(const Event& event);

/// nullopt: not an event; `problem` says why.
std::optional<Event> event_from_line(std::string_view line, std::string& problem);

/// Writes as it hears. Problems with the file don't stop a run: they are kept for the end.
class EventsWriter final : public Sink {
 public:
  explicit EventsWriter(const std::filesystem::path& path);
  void on_event(const Event& event) override;

  /// Closes the file; what went wrong first, if anything did.
  WriteResult close();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void write(std::string_view line);
  CaseEnd without_streamed_octets(const CaseEnd& event);

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  int error_ = 0;
  std::map<std::string, std::set<std::uint32_t>, std::less<>> streamed_;  ///< by case: indexes
};

/// What a file of events held.
struct ReadEvents {
  RunResult run;
  std::vector<std::string> problems;  ///< "line 17: not JSON": left out, the rest is used
};

/// An error is a file that cannot be opened or is no file of events.
struct ReadError {
  std::string sentence;
};

struct EventsFile {
  std::optional<ReadEvents> events;
  ReadError error;

  explicit operator bool() const { return events.has_value(); }

  const ReadEvents* operator->() const { return &*events; }
};

EventsFile read_events(const std::filesystem::path& path);

}  // namespace sipspec::reports
