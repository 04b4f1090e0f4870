#pragma once

// What `judge` and `ladder` have in common: the capture files of the command line, read into a
// Judge, with a sentence for what cannot be read.

#include "captures/sip/sip_reader.hpp"
#include "harness/cli/options.hpp"
#include "harness/judge/judge.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

/// Files that are there and are no folders; the sentence names the first that is neither.
std::optional<std::string> wrong_input(const std::vector<std::string>& files);

/// "127.0.0.1:5060", "[::1]:5060", or an address alone (then the port is 0: any).
UsageResult<stack::Address> read_endpoint(const std::string& text);

/// The file says that a run of sipspec wrote it: nothing that was exchanged is absent.
bool is_capture_of_run(const std::string& file);

/// Reads all of the file into `judge`.
captures::Result<captures::ReadSummary> feed(Judge& judge, const std::string& file,
                                             captures::ReadOptions options);

}  // namespace sipspec::harness
