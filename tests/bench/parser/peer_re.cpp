#include "tests/bench/parser/peer.hpp"

#include <re.h>

namespace sipspec::bench {

// The library reads out of a buffer object that its network layer would have filled. Making that
// object is not the parser's work: it is kept and filled anew.
std::optional<std::size_t> parse_with_re(std::string_view octets) {
  static mbuf* buffer = mbuf_alloc(65536);
  mbuf_rewind(buffer);
  if (mbuf_write_mem(buffer, reinterpret_cast<const uint8_t*>(octets.data()), octets.size()) != 0) {
    return std::nullopt;
  }
  mbuf_set_pos(buffer, 0);
  sip_msg* message = nullptr;
  if (sip_msg_decode(&message, buffer) != 0) {
    return std::nullopt;
  }
  const std::size_t sum = message->cseq.num + message->callid.l;
  mem_deref(message);
  return sum;
}

}  // namespace sipspec::bench
