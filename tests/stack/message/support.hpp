#pragma once

// What the tests of stack/message share: messages to start from, and defects as text, so that an
// expectation reads as a sentence and a failure shows what was found.

#include "stack/message/defect.hpp"
#include "stack/message/message.hpp"
#include "stack/message/validate.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// "colon-missing@12+5", with "(3)" behind it when it stands for three faults.
inline std::string to_text(const Defect& defect) {
  std::string text(describe(defect.code).name);
  text += "@" + std::to_string(defect.offset) + "+" + std::to_string(defect.length);
  if (defect.occurrences > 1) {
    text += "(" + std::to_string(defect.occurrences) + ")";
  }
  return text;
}

inline std::vector<std::string> to_text(std::span<const Defect> defects) {
  std::vector<std::string> texts;
  for (const Defect& defect : defects) {
    texts.push_back(to_text(defect));
  }
  return texts;
}

inline std::vector<std::string> names(std::span<const Defect> defects) {
  std::vector<std::string> result;
  for (const Defect& defect : defects) {
    result.emplace_back(describe(defect.code).name);
  }
  return result;
}

/// Defects of structure and of values, in this order.
inline std::vector<std::string> all_names(const Message& message) {
  std::vector<std::string> result = names(message.defects());
  for (const std::string& name : names(validate(message).span())) {
    result.push_back(name);
  }
  return result;
}

using Texts = std::vector<std::string>;

/// The header fields that every request needs, and the empty line.
inline constexpr std::string_view header =
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776sgdkse\r\n"
    "Max-Forwards: 70\r\n"
    "From: <sip:alice@example.com>;tag=49583\r\n"
    "To: <sip:bob@example.com>\r\n"
    "Call-ID: asd88asd77a@192.0.2.1\r\n"
    "CSeq: 1 MESSAGE\r\n";

inline constexpr std::string_view request_line = "MESSAGE sip:bob@example.com SIP/2.0\r\n";

/// A request with `rows` (each with its line end) behind the header fields it needs.
inline std::string request_with(std::string_view rows, std::string_view body = {}) {
  return std::string(request_line).append(header).append(rows).append("\r\n").append(body);
}

inline std::string message_with_start_line(std::string_view line) {
  return std::string(line).append("\r\n").append(header).append("\r\n");
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The messages of tests/stack/message/corpus, in the order of their names.
inline std::vector<std::filesystem::path> corpus() {
  std::vector<std::filesystem::path> files;
  const auto folder = std::filesystem::path(SIPSPEC_TEST_DIR) / "stack/message/corpus";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".sip") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace sipspec::stack
