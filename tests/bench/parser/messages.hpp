#pragma once

// The messages that the parsers are measured on.

#include <string>
#include <vector>

namespace sipspec::bench {

struct Workload {
  std::string name;
  std::vector<std::string> messages;
};

/// One MESSAGE, one REGISTER, one INVITE; and the torture set where it is at hand.
std::vector<Workload> workloads();

}  // namespace sipspec::bench
