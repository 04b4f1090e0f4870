#include "tests/bench/parser/peer.hpp"

#include <sofia-sip/msg.h>
#include <sofia-sip/msg_types.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>

namespace sipspec::bench {

std::optional<std::size_t> parse_with_sofia(std::string_view octets) {
  msg_t* message =
      msg_make(sip_default_mclass(), 0, octets.data(), static_cast<ssize_t>(octets.size()));
  if (message == nullptr) {
    return std::nullopt;
  }
  const sip_t* sip = sip_object(message);
  std::optional<std::size_t> sum;
  if (sip != nullptr && (sip->sip_request != nullptr || sip->sip_status != nullptr)) {
    sum = sip->sip_cseq != nullptr ? sip->sip_cseq->cs_seq : 0;
  }
  msg_destroy(message);
  return sum;
}

}  // namespace sipspec::bench
