#pragma once

// What is kept of each case in the folder of the run: messages.txt, ladder.txt and, if wanted, a
// capture (case.pcapng): made of what the sockets sent and received, or live by libpcap and then
// held against what the sockets saw.

#include "harness/io/event_loop.hpp"
#include "harness/run/case_tape.hpp"
#include "harness/run/out_dir.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace sipspec::harness {

enum class CaptureMode : std::uint8_t { all, fail, none, live };

struct TapeError {
  std::string sentence;
};

struct TapeSettings {
  CaptureMode mode = CaptureMode::all;
  std::string application;  ///< named in the captures: "sipspec 0.1.0"
};

/// `loop` gives the calendar time of a message; it must outlive the tapes. Live capture needs
/// permissions: the error says how to get them.
boost::system::result<MakeTape, TapeError> make_tapes(EventLoop& loop, const OutDir& out,
                                                      const TapeSettings& settings,
                                                      const std::vector<Target>& targets);

/// Why packets cannot be captured live on the interface, with the command that permits it; "" =
/// they can.
std::string live_capture_problem(const std::string& interface);

}  // namespace sipspec::harness
