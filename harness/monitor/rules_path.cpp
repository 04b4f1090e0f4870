// Which way a response comes back: RFC 3261 18.2.1, 18.2.2 and RFC 3581. A response that goes
// somewhere else than to the waiting socket is seen by the cases that listen there.

#include "harness/monitor/rule.hpp"
#include "harness/monitor/text.hpp"

#include <fmt/format.h>

namespace sipspec::harness {
namespace {

/// Both top Vias of a UDP exchange, when they can be read.
struct Vias {
  stack::Via request, response;
};

std::optional<Vias> udp_vias(const Judgement& judgement) {
  if (judgement.request() == nullptr || judgement.seen().transport != stack::Transport::udp) {
    return std::nullopt;
  }
  const auto sent = stack::top_via(judgement.request()->message);
  const auto got = stack::top_via(judgement.message());
  if (!sent || !got) {
    return std::nullopt;
  }
  return Vias{*sent, *got};
}

/// RFC 3581 section 4 speaks of an rport without value; one with a value asks for nothing.
bool asked_for_rport(const Vias& vias) {
  return vias.request.parameters.has("rport") && vias.request.parameters.value("rport").empty();
}

/// Copies of a request go the same way: the first transmission's addresses serve for all.
bool leaves_from_where_it_was_asked(const Judgement& judgement) {
  return judgement.seen().source == judgement.request()->destination;
}

void report_source(Judgement& judgement) {
  judgement.violated("the response comes from another address or port than the request went to",
                     {"from " + to_string(judgement.request()->destination)},
                     "from " + to_string(judgement.seen().source), judgement.start_line());
}

void source_with_rport(Judgement& judgement) {
  const auto vias = udp_vias(judgement);
  if (vias && asked_for_rport(*vias) && !leaves_from_where_it_was_asked(judgement)) {
    report_source(judgement);
  }
}

void source_without_rport(Judgement& judgement) {
  const bool datagram =
      judgement.request() != nullptr && judgement.seen().transport == stack::Transport::udp;
  const auto vias = udp_vias(judgement);
  const bool names_rport = vias && vias->request.parameters.has("rport");
  if (datagram && !names_rport && !leaves_from_where_it_was_asked(judgement)) {
    report_source(judgement);
  }
}

/// Octets of the top Via, for marking.
Place top(const Judgement& judgement, const Vias& vias) {
  return judgement.of(vias.response.raw);
}

void rport_filled(Judgement& judgement) {
  const auto vias = udp_vias(judgement);
  const std::uint16_t port = vias ? judgement.request()->source.port : std::uint16_t{0};
  if (vias && asked_for_rport(*vias) &&
      vias->response.parameters.value("rport") != std::to_string(port)) {
    judgement.violated("rport of the topmost Via does not hold the source port",
                       {fmt::format("rport={}", port)}, "Via: " + shown(vias->response.raw),
                       top(judgement, *vias));
  }
}

std::string_view without_brackets(std::string_view host) {
  return host.size() > 2 && host.front() == '[' ? host.substr(1, host.size() - 2) : host;
}

bool names_source(const Judgement& judgement, std::string_view received) {
  const auto address = stack::address_from(without_brackets(received));
  const std::string& source = judgement.request()->source.ip;
  return received == source || (address && address->ip == source) ||
         same_token(without_brackets(received), source);
}

void report_received(Judgement& judgement, const Vias& vias) {
  judgement.violated("received of the topmost Via does not hold the source address",
                     {"received=" + judgement.request()->source.ip},
                     "Via: " + shown(vias.response.raw), top(judgement, vias));
}

void received_with_rport(Judgement& judgement) {
  const auto vias = udp_vias(judgement);
  if (vias && asked_for_rport(*vias) && !names_source(judgement, vias->response.received())) {
    report_received(judgement, *vias);
  }
}

void received_without_rport(Judgement& judgement) {
  const auto vias = udp_vias(judgement);
  if (!vias || asked_for_rport(*vias)) {
    return;
  }
  const bool same_host = names_source(judgement, vias->request.host);
  const std::string_view received = vias->response.received();
  const bool wrong = !received.empty() && !names_source(judgement, received);
  if (wrong || (!same_host && received.empty())) {
    report_received(judgement, *vias);
  }
}

void same_connection(Judgement& judgement) {
  const Observed* request = judgement.request();
  if (request == nullptr || !judgement.is_stream() || request->connection == 0) {
    return;
  }
  // Answers to a retransmission or a second copy may use the connection of that copy.
  for (const Observed& other : judgement.exchange().messages()) {
    const bool copy = first_transmission(judgement.exchange(), other.index) == request->index;
    if (copy && other.connection == judgement.seen().connection) {
      return;
    }
  }
  judgement.violated("the response comes on another connection than the request's",
                     {fmt::format("on connection {}", request->connection)},
                     fmt::format("on connection {}", judgement.seen().connection),
                     judgement.start_line());
}

constexpr Rule rules[] = {
    {{"source-with-rport", "RFC3581-4-04", Scope::response}, source_with_rport},
    {{"source-address", "RFC3261-18.2.2-04", Scope::response}, source_without_rport},
    {{"rport-filled", "RFC3581-4-01", Scope::response}, rport_filled},
    {{"received-with-rport", "RFC3581-4-02", Scope::response}, received_with_rport},
    {{"received-added", "RFC3261-18.2.1-02", Scope::response}, received_without_rport},
    {{"same-connection", "RFC3261-18.2.2-01", Scope::response}, same_connection},
};

}  // namespace

std::span<const Rule> path_rules() {
  return rules;
}

}  // namespace sipspec::harness
