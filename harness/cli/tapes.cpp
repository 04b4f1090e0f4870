#include "harness/cli/tapes.hpp"

#include "reports/case_text.hpp"
#include "reports/escape.hpp"
#include "reports/ladder.hpp"
#include "reports/write_file.hpp"

#include <fmt/format.h>

namespace sipspec::harness {

namespace {

constexpr std::size_t ladder_columns = 100;

std::string messages_text(const reports::CaseResult& result) {
  std::string text;
  for (const auto& message : result.messages) {
    text += fmt::format("--- #{} {:.6f} s {} {} -> {} {} {}\n{}\n", message.index,
                        std::chrono::duration<double>(message.at).count(),
                        reports::to_string(message.direction), message.from, message.to,
                        message.transport, message.step,
                        reports::visible(message.octets, reports::Newlines::keep));
  }
  return text;
}

/// The texts of one case.
class TextTape : public CaseTape {
 public:
  TextTape(std::filesystem::path out, std::filesystem::path folder)
      : out_(std::move(out)), folder_(std::move(folder)) {}

  void on_message(const Observed& /*message*/) override {}

  void finish(reports::CaseResult& result) override {
    const auto folder = out_ / folder_;
    // What cannot be written here shows up when the reports are written to the same folder.
    reports::write_file(folder / "messages.txt", messages_text(result));
    reports::write_file(folder / "ladder.txt",
                        reports::ladder_text(reports::lay_out(result), ladder_columns));
  }

 private:
  std::filesystem::path out_, folder_;
};

}  // namespace

boost::system::result<MakeTape, TapeError> make_tapes(const EventLoop& /*loop*/, const OutDir& out,
                                                      CaptureMode /*mode*/,
                                                      const std::vector<Target>& /*targets*/) {
  return MakeTape([path = out.path()](const PlannedCase& planned) -> std::unique_ptr<CaseTape> {
    return std::make_unique<TextTape>(path, OutDir::case_folder(planned));
  });
}

std::string live_capture_problem() {
  return "";
}

}  // namespace sipspec::harness
