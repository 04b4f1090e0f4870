#pragma once

// What a person sees while a run goes on. On a terminal: cases grouped by clause, a last line that
// is rewritten and says what is being waited for, colours. In a pipe: one line a case and a sign of
// life every 30 s. Both end with the failures again (in full where they show something new), the
// broken requirements, the counts and the gate's verdict in one sentence. Knows no clock and no
// stdout: time comes with the events, text goes to the stream it was given.
//
//   Console console(std::cout, terminal, {.verbosity = Verbosity::normal});
//   runner.add_sink(console);

#include "reports/event.hpp"
#include "reports/paint.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sipspec::reports {

/// Where the text goes.
struct Terminal {
  enum class Form : std::uint8_t { pipe, tty };
  Form form = Form::pipe;
  std::size_t width = 100;
  Colour colour = Colour::off;
};

/// The form and the colours by what a program finds at its start. `no_color` is the value of the
/// environment's NO_COLOR, null when it is not set; any value but "" turns colours off.
enum class IsTty : std::uint8_t { no, yes };
Terminal terminal_for(IsTty is_tty, std::size_t width, const char* no_color);

enum class Verbosity : std::uint8_t {
  quiet,  ///< the end only
  normal,
  verbose,       ///< everything about a case that did not pass, at once
  very_verbose,  ///< ladder and messages of every case
};

struct ConsoleOptions {
  Verbosity verbosity = Verbosity::normal;
  std::vector<std::string> report_paths;  ///< named at the end
};

class Console final : public Sink {
 public:
  Console(std::ostream& out, Terminal terminal, ConsoleOptions options);
  void on_event(const Event& event) override;

 private:
  struct Group {
    std::uint32_t planned = 0;
    std::vector<CaseResult> waiting;  ///< ended, not shown yet
  };

  void start(const RunInfo& info);
  void end_case(const CaseEnd& event);
  void beat(const Heartbeat& event);
  void device(const DeviceEventRecord& record);
  void finish(const RunFinished& event);

  void line(std::string_view text);  ///< whole lines, above the status line
  void show_group(const std::string& heading, std::vector<CaseResult> cases);
  void show_case(const CaseResult& result);
  void show_details(const CaseResult& result);
  std::string tty_line(const CaseResult& result) const;
  std::string pipe_line(const CaseResult& result) const;
  void draw_status();
  void clear_status();
  void show_left_out();
  void show_broken();
  void show_end(const RunFinished& event);
  std::string counts_line() const;

  std::ostream& out_;
  Terminal terminal_;
  ConsoleOptions options_;
  Paint paint_;
  RunInfo info_;
  Counts counts_;
  std::map<std::string, Group, std::less<>> groups_;
  std::string last_heading_;
  std::vector<CaseResult> to_repeat_;  ///< everything that is told again at the end
  /// Cases that were not judged, by verdict and reason.
  std::map<std::pair<Verdict, std::string>, std::vector<std::string>> left_out_;
  Heartbeat last_beat_;
  Offset last_sign_of_life_{};
  bool status_shown_ = false;
};

/// Lets a sink hear a run that is over, as if it happened again.
void replay(const RunResult& run, Sink& sink);

}  // namespace sipspec::reports
