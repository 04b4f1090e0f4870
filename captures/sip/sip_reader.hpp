#pragma once

// The SIP messages of a capture file: pcap and pcapng, of any octet order and time resolution, also
// through gzip, also from standard input. Read as a stream: memory does not grow with the file.
//
//   auto read = read_sip("trace.pcapng.gz", {.message = on_message, .problem = on_problem});
//   if (!read) { say(read.error().sentence); }
//   say(read->messages, read->problems.total());

#include "captures/error.hpp"
#include "captures/sip/sip_extractor.hpp"

#include <filesystem>

namespace sipspec::captures {

/// "-" is standard input. A file that is cut off or damaged somewhere is read up to there, and the
/// problem told. Errors: cannot be opened, or no capture file from its first octets on.
Result<ReadSummary> read_sip(const std::filesystem::path& path, SipSink sink,
                             ReadOptions options = {});

}  // namespace sipspec::captures
