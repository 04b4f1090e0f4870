#include "tests/reports/approval.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace sipspec::reports::test {

namespace {

constexpr std::size_t lines_shown = 12;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string difference(std::string_view approved_text, std::string_view received) {
  const auto a = lines_of(approved_text);
  const auto b = lines_of(received);
  std::string out;
  std::size_t shown = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) && shown < lines_shown; ++i) {
    const std::string left = i < a.size() ? a[i] : "(end)";
    const std::string right = i < b.size() ? b[i] : "(end)";
    if (left != right) {
      out += fmt::format("line {}\n  - {}\n  + {}\n", i + 1, left, right);
      ++shown;
    }
  }
  return out;
}

}  // namespace

testing::AssertionResult approved(const std::string& name, std::string_view received) {
  const std::size_t dot = name.rfind('.');
  const auto file = [&](std::string_view kind) {
    return fmt::format("{}.{}{}", name.substr(0, dot), kind, name.substr(dot));
  };
  const auto folder = std::filesystem::path(SIPSPEC_TEST_DIR) / "reports/approvals";
  const auto approved_path = folder / file("approved");
  const std::string approved_text = read(approved_path);
  if (approved_text == received) {
    return testing::AssertionSuccess();
  }
  if (const char* accept = std::getenv("SIPSPEC_APPROVE"); accept != nullptr && *accept == '1') {
    write(approved_path, received);
    return testing::AssertionSuccess();
  }
  const auto received_path = std::filesystem::path(SIPSPEC_BINARY_DIR) / file("received");
  write(received_path, received);
  return testing::AssertionFailure() << file("approved") << " differs from "
                                     << received_path.string() << "; SIPSPEC_APPROVE=1 accepts it\n"
                                     << difference(approved_text, received);
}

}  // namespace sipspec::reports::test
