// bench_parser                       all peers on all workloads: messages a second, instructions
// bench_parser --once PEER N [LOAD]  N rounds of one peer on one workload (MESSAGE), nothing else;
//                                    for counting under valgrind, see README.md

#include "tests/bench/parser/instructions.hpp"
#include "tests/bench/parser/messages.hpp"
#include "tests/bench/parser/peer.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <vector>

namespace sipspec::bench {

namespace {

const std::vector<Peer>& peers() {
  static const std::vector<Peer> all = {
      {"sipspec", parse_with_sipspec},
#ifdef BENCH_WITH_osip
      {"libosip2", parse_with_osip},
#endif
#ifdef BENCH_WITH_sofia
      {"sofia-sip", parse_with_sofia},
#endif
#ifdef BENCH_WITH_re
      {"libre", parse_with_re},
#endif
  };
  return all;
}

struct Rounds {
  std::size_t refused = 0;
  std::size_t sum = 0;  ///< printed, so that nothing is optimised away
};

Rounds run(const Peer& peer, const Workload& load, std::size_t rounds) {
  Rounds result;
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const std::string& octets : load.messages) {
      const auto value = peer.parse(octets);
      result.refused += value ? 0U : 1U;
      result.sum += value.value_or(0);
    }
  }
  return result;
}

/// The best of several runs: what the machine does beside it can only slow a run down.
void measure(const Peer& peer, const Workload& load) {
  using Clock = std::chrono::steady_clock;
  constexpr int attempts = 7;
  const std::size_t rounds = 20000 / load.messages.size() + 1;
  const auto parsed = static_cast<double>(rounds * load.messages.size());
  InstructionCounter counter;
  double best = 0;
  double instructions = 0;
  std::size_t refused = run(peer, load, 1).refused;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    counter.start();
    const auto begin = Clock::now();
    run(peer, load, rounds);
    const std::chrono::duration<double> seconds = Clock::now() - begin;
    instructions = static_cast<double>(counter.stop().value_or(0));
    best = std::max(best, parsed / seconds.count());
  }
  std::printf("  %-10.*s %12.0f messages/s", static_cast<int>(peer.name.size()), peer.name.data(),
              best);
  if (instructions > 0) {
    std::printf(" %10.0f instructions/message", instructions / parsed);
  }
  if (refused > 0) {
    std::printf("   (refuses %zu of %zu)", refused, load.messages.size());
  }
  std::printf("\n");
}

void measure_all() {
  for (const Workload& load : workloads()) {
    std::size_t octets = 0;
    for (const std::string& message : load.messages) {
      octets += message.size();
    }
    std::printf("%s: %zu message(s), %zu octets\n", load.name.c_str(), load.messages.size(),
                octets);
    for (const Peer& peer : peers()) {
      measure(peer, load);
    }
  }
}

int once(std::string_view name, std::size_t rounds, std::string_view wanted) {
  for (const Workload& load : workloads()) {
    for (const Peer& peer : peers()) {
      if (peer.name == name && load.name == wanted) {
        const Rounds result = run(peer, load, rounds);
        std::printf("%zu refused, sum %zu\n", result.refused, result.sum);
        return 0;
      }
    }
  }
  std::fprintf(stderr, "no such peer or workload\n");
  return 2;
}

}  // namespace

}  // namespace sipspec::bench

int main(int argc, char** argv) {
  try {
    const std::vector<std::string_view> arguments(argv + 1, argv + argc);
    if (arguments.empty()) {
      sipspec::bench::measure_all();
      return 0;
    }
    if (arguments.size() >= 3 && arguments[0] == "--once") {
      return sipspec::bench::once(arguments[1], std::strtoul(argv[3], nullptr, 10),
                                  arguments.size() > 3 ? arguments[3] : "MESSAGE");
    }
    std::fprintf(stderr, "usage: bench_parser [--once PEER N [WORKLOAD]]\n");
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
  }
  return 2;
}
