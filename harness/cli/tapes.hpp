#pragma once

// What is kept of each case in the folder of the run: messages.txt, ladder.txt and, if wanted, a
// capture.

#include "harness/cli/run_options.hpp"
#include "harness/io/event_loop.hpp"
#include "harness/run/case_tape.hpp"
#include "harness/run/out_dir.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <vector>

namespace sipspec::harness {

struct TapeError {
  std::string sentence;
};

/// `loop` gives the calendar time of a message; it must outlive the tapes. Live capture needs
/// permissions: the error says how to get them.
boost::system::result<MakeTape, TapeError> make_tapes(const EventLoop& loop, const OutDir& out,
                                                      CaptureMode mode,
                                                      const std::vector<Target>& targets);

/// Why packets cannot be captured live, with the command that permits it; "" = they can.
std::string live_capture_problem();

}  // namespace sipspec::harness
