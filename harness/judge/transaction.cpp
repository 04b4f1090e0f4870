#include "harness/judge/transaction.hpp"

namespace sipspec::harness {

const Observed* final_response(const JudgedTransaction& transaction) {
  const Observed* request = transaction.request();
  for (const Observed& seen : transaction.exchange.messages()) {
    if (request != nullptr && seen.message.is_response() && seen.message.status() >= 200 &&
        transaction.exchange.request_of(seen) == request) {
      return &seen;
    }
  }
  return nullptr;
}

}  // namespace sipspec::harness
