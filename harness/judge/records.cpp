#include "harness/judge/records.hpp"

#include "harness/engine/told.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::harness {

reports::MessageRecord record_of(const Observed& message, const Seen& seen,
                                 const EndpointBook& book) {
  reports::MessageRecord record;
  record.index = message.index;
  record.frame = seen.frame;
  record.direction = reports::Direction::to_device;
  record.actor = book[seen.from].name;
  record.peer = book[seen.to].name;
  record.from = stack::to_string(message.source);
  record.to = stack::to_string(message.destination);
  record.transport = stack::to_string(message.transport);
  record.summary = summary_of(message.message);
  record.octets = message.octets;
  if (message.repeats >= 0) {
    record.repeats = static_cast<std::uint32_t>(message.repeats);
  }
  if (seen.extent != captures::Extent::whole) {
    record.note = captures::to_string(seen.extent);
  }
  return record;
}

reports::MissingRecord missing_of(const JudgedTransaction& transaction, const EndpointBook& book,
                                  stack::TimePoint until) {
  const Observed& request = *transaction.request();
  const Seen& seen = transaction.seen[request.index];
  reports::MissingRecord missing;
  missing.direction = reports::Direction::from_device;
  missing.actor = book[seen.from].name;
  missing.peer = book[seen.to].name;
  missing.label = "final response";
  missing.deadline = until.time_since_epoch();
  return missing;
}

std::optional<reports::TimerRecord> timer_of(const JudgedTransaction& transaction,
                                             const EndpointBook& book, const MonitorContext& timers,
                                             stack::TimePoint until) {
  const Observed* request = transaction.request();
  if (request == nullptr || stack::is_reliable(request->transport) ||
      request->message.method() == "ACK") {
    return std::nullopt;
  }
  std::size_t copies = 0;
  const Observed* answer = nullptr;
  for (const Observed& seen : transaction.exchange.messages()) {
    const bool same = first_transmission(transaction.exchange, seen.index) == request->index;
    copies += same ? 1U : 0U;
    const bool answers =
        seen.message.is_response() && transaction.exchange.request_of(seen) == request;
    answer = answer == nullptr && answers ? &seen : answer;
  }
  if (copies < 2) {
    return std::nullopt;
  }
  using End = reports::TimerRecord::End;
  const auto limit = request->at + 64 * timers.t1;
  const auto end = answer != nullptr ? answer->at : std::min(limit, until);
  return reports::TimerRecord{
      .name = transaction.is_invite() ? "Timer B" : "Timer F",
      .actor = book[transaction.seen[request->index].from].name,
      .start = request->at.time_since_epoch(),
      .end = end.time_since_epoch(),
      .how = answer != nullptr ? End::stopped : (limit <= until ? End::fired : End::cut)};
}

}  // namespace sipspec::harness
