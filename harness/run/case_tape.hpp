#pragma once

// Keeps what went over the wire in one case (a capture, the messages as text). The driver tells it
// what the sockets do; where it goes is the maker's business.

#include "harness/engine/case_run.hpp"
#include "harness/run/plan.hpp"
#include "reports/result.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace sipspec::harness {

class CaseTape {
 public:
  /// Two ends of a stream connection: who connected to whom.
  struct Flow {
    ConnectionId id = 0;
    stack::Address client, server;
  };

  enum class End : std::uint8_t { orderly, reset };

  CaseTape() = default;
  CaseTape(const CaseTape&) = delete;
  CaseTape& operator=(const CaseTape&) = delete;
  virtual ~CaseTape() = default;

  virtual void datagram(stack::TimePoint at, const stack::Address& from, const stack::Address& to,
                        std::string_view octets) = 0;
  virtual void stream_opened(stack::TimePoint at, const Flow& flow) = 0;
  virtual void stream_data(stack::TimePoint at, const Flow& flow, const stack::Address& sender,
                           std::string_view octets) = 0;
  virtual void stream_ended(stack::TimePoint at, const Flow& flow, const stack::Address& who,
                            End how) = 0;
  /// The case is judged: files are completed or dropped, and named in the result.
  virtual void finish(reports::CaseResult& result) = 0;
};

using MakeTape = std::function<std::unique_ptr<CaseTape>(const PlannedCase&)>;

}  // namespace sipspec::harness
