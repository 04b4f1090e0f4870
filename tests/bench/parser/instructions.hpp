#pragma once

// Counts the instructions that this thread executes in user mode, by the performance counters of
// the kernel. Not everywhere are they there: virtual machines and containers often have none.

#include <cstdint>
#include <optional>

namespace sipspec::bench {

class InstructionCounter {
 public:
  InstructionCounter();
  InstructionCounter(const InstructionCounter&) = delete;
  InstructionCounter& operator=(const InstructionCounter&) = delete;
  ~InstructionCounter();

  void start();
  /// Instructions since start(); nullopt where there is no counter.
  std::optional<std::uint64_t> stop();

 private:
  int descriptor_ = -1;
};

}  // namespace sipspec::bench
