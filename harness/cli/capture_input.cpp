#include "harness/cli/capture_input.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace sipspec::harness {

namespace fs = std::filesystem;

std::optional<std::string> wrong_input(const std::vector<std::string>& files) {
  for (const auto& file : files) {
    std::error_code error;
    if (file == "-") {
      continue;
    }
    if (fs::is_directory(file, error)) {
      return fmt::format("{} is a folder; name the capture files in it, as in {}/*.pcapng", file,
                         file);
    }
    if (!fs::exists(file, error)) {
      return fmt::format("there is no file {}", file);
    }
  }
  return std::nullopt;
}

UsageResult<stack::Address> read_endpoint(const std::string& text) {
  const auto address = stack::address_from(text, 0);
  if (!address) {
    return UsageError{fmt::format(
        "--device {}: no numeric address; write 192.0.2.1, 192.0.2.1:5060 or [2001:db8::1]:5060",
        text)};
  }
  return {boost::system::in_place_value, *address};
}

bool is_capture_of_run(const std::string& file) {
  // The section header block comes first, with the name of the program among its options.
  constexpr std::string_view block = "\x0a\x0d\x0d\x0a";
  constexpr std::string_view made_by = "sipspec ";
  constexpr std::string_view made_up = "synthesised";
  std::ifstream stream(file, std::ios::binary);
  std::array<char, 2048> start{};
  stream.read(start.data(), start.size());
  const std::string_view head(start.data(), static_cast<std::size_t>(stream.gcount()));
  return head.starts_with(block) && head.find(made_by) != std::string_view::npos &&
         head.find(made_up) != std::string_view::npos;
}

captures::Result<captures::ReadSummary> feed(Judge& judge, const std::string& file,
                                             captures::ReadOptions options) {
  captures::SipSink sink;
  sink.message = [&judge](const captures::CapturedSip& it) { judge.add(it); };
  sink.problem = [&judge](const captures::ReadProblem& it) { judge.problem(it); };
  return captures::read_sip(file, std::move(sink), std::move(options));
}

}  // namespace sipspec::harness
