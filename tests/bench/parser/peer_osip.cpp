#include "tests/bench/parser/peer.hpp"

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>

#include <cstdarg>

namespace sipspec::bench {

namespace {

/// The library logs each refusal, which would be most of its time on a set of broken messages.
void say_nothing(const char*, int, osip_trace_level_t, const char*, std::va_list) {}

int start() {
  osip_trace_initialize_func(TRACE_LEVEL0, say_nothing);
  for (int level = TRACE_LEVEL0; level < END_TRACE_LEVEL; ++level) {
    osip_trace_disable_level(static_cast<osip_trace_level_t>(level));
  }
  return parser_init();
}

}  // namespace

std::optional<std::size_t> parse_with_osip(std::string_view octets) {
  static const int ready = start();
  osip_message_t* message = nullptr;
  if (ready != 0 || osip_message_init(&message) != 0) {
    return std::nullopt;
  }
  const int status = osip_message_parse(message, octets.data(), octets.size());
  const auto sum = static_cast<std::size_t>(message->status_code) +
                   static_cast<std::size_t>(osip_list_size(&message->bodies));
  osip_message_free(message);
  return status == 0 ? std::optional(sum) : std::nullopt;
}

}  // namespace sipspec::bench
