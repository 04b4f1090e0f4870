#pragma once

// Messages of a capture as records of the result model.

#include "harness/judge/transaction.hpp"
#include "reports/result.hpp"

namespace sipspec::harness {

/// Its `index` and `repeats` are those of the exchange, `at` is not set.
reports::MessageRecord record_of(const Observed& message, const Seen& seen,
                                 const EndpointBook& book);

/// The final response that did not come; its deadline counts from the clock's zero.
reports::MissingRecord missing_of(const JudgedTransaction& transaction, const EndpointBook& book,
                                  stack::TimePoint until);

/// Timer F or B of a request that was retransmitted, from its first transmission to the first
/// response or to `until`; nullopt: none. Instants count from the clock's zero.
std::optional<reports::TimerRecord> timer_of(const JudgedTransaction& transaction,
                                             const EndpointBook& book, const MonitorContext& timers,
                                             stack::TimePoint until);

}  // namespace sipspec::harness
