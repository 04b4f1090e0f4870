#pragma once

// What a capture held, in numbers. Plain data; names of methods and status codes are texts here.
// Only commands that look at traffic fill it; a run of cases has none.
//
//   run.statistics = statistics;   // "statistics" in results.json

#include "reports/ladder_data.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace sipspec::reports {

/// How often each name came.
using Tally = std::map<std::string, std::uint64_t>;

/// One endpoint, as far as it was seen.
struct EndpointStatistics {
  std::string endpoint;  ///< "192.0.2.1:5060"
  std::string software;  ///< what it says of itself, ""
  std::uint64_t sent = 0;
  std::uint64_t received = 0;
  std::uint64_t retransmissions = 0;  ///< among those sent
  Tally methods;                      ///< of requests sent, retransmissions left out
  Tally statuses;                     ///< of responses sent, likewise
};

/// From the first transmission of a request to its first final response.
struct LatencyStatistics {
  std::string method;
  std::uint64_t answers = 0;
  Offset least{}, mean{}, most{};
};

struct Statistics {
  std::uint64_t frames = 0;
  std::uint64_t sip_messages = 0;  ///< retransmissions and incomplete ones included
  std::uint64_t requests = 0;
  std::uint64_t responses = 0;
  std::uint64_t unreadable = 0;       ///< no start line of SIP
  std::uint64_t retransmissions = 0;  ///< same octets, same way, later
  std::uint64_t duplicates = 0;       ///< captured twice, sent once: not judged
  std::uint64_t incomplete = 0;       ///< of which the capture holds only a part
  std::uint64_t transactions = 0;
  std::uint64_t unanswered = 0;  ///< transactions without a final response in the capture
  Tally methods;                 ///< requests, retransmissions included
  Tally statuses;                ///< responses, likewise
  Tally transports;
  Tally problems;  ///< of reading the capture, by their codes
  std::vector<EndpointStatistics> endpoints;
  std::vector<LatencyStatistics> latency;
};

}  // namespace sipspec::reports
