#include "stack/agent/server_side.hpp"

#include "stack/agent/call_answer.hpp"
#include "stack/agent/response_maker.hpp"
#include "stack/message/fields.hpp"
#include "stack/message/uri.hpp"
#include "stack/text/ascii.hpp"
#include "stack/transaction/matching.hpp"
#include "stack/transaction/via_rules.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sipspec::stack {
namespace {

/// Transactions kept at once; above it new requests are answered 503 and not kept.
constexpr std::size_t max_transactions = 100'000;

std::string branch_and_sent_by(const Message& request) {
  const auto via = top_via(request);
  return via ? to_lower(via->branch()) + '@' + to_lower(via->host) + ':' +
                   std::to_string(via->port.value_or(5060))
             : std::string();
}

Answer plain(int status, std::string_view reason) {
  Answer answer;
  answer.status = status;
  answer.reason = reason;
  return answer;
}

std::string caller_of(const Message& request) {
  const auto caller = from(request);
  return caller ? std::string(caller->uri) : std::string();
}

}  // namespace

ServerSide::ServerSide(const AgentConfig& config, Fault fault, std::vector<AgentAction>& actions)
    : config_(config),
      fault_(fault),
      core_(config, fault),
      dialogs_(fault),
      invites_(config, fault, *this, dialogs_),
      random_(config.seed),
      actions_(&actions) {
  if (config.auth) {
    gatekeeper_.emplace(*config.auth, fault, config.seed);
  }
}

std::string ServerSide::key_of(const Message& request) {
  const auto via = top_via(request);
  if (is(Fault::branch_without_sent_by) && via) {
    return std::string(via->branch()) + ' ' + std::string(request.method());
  }
  if (is(Fault::branch_without_method) && via) {
    return branch_and_sent_by(request);
  }
  const bool no_cookie = !via || !has_magic_cookie(via->branch());
  if (is(Fault::new_to_tag_each_time) || (is(Fault::no_rfc2543_matching) && no_cookie)) {
    return "each " + random_.token();
  }
  return server_key(request).value_or("each " + random_.token());
}

ServerSide::Entry* ServerSide::find(const std::string& key) {
  const auto found = entries_.find(key);
  return found == entries_.end() ||
                 found->second.server.state() == NonInviteServer::State::terminated
             ? nullptr
             : &found->second;
}

void ServerSide::on_request(TimePoint now, const Message& request, const Origin& origin) {
  if (request.method() == "INVITE" && !is(Fault::unknown_method_accepted)) {
    invites_.on_invite(now, request, origin);
    return;
  }
  if (request.method() == "ACK" && invites_.on_ack(now, request)) {
    return;
  }
  const std::string key = key_of(request);
  if (Entry* entry = find(key)) {
    repeat(*entry);
    return;
  }
  answer(now, key, request, origin);
}

void ServerSide::repeat(Entry& entry) {
  if (is(Fault::retransmission_ignored)) {
    return;
  }
  if (is(Fault::retransmission_delivered) && !entry.text.empty()) {
    actions_->push_back(AgentDeliver{entry.text, entry.caller});
  }
  if (entry.server.on_request() != NonInviteServer::Action::transmit) {
    return;
  }
  std::string octets(entry.server.last_response());
  if (is(Fault::retransmission_altered)) {
    constexpr std::string_view server = "Server: sipspec-device";
    const std::size_t at = octets.find(server);
    octets.insert(at == std::string::npos ? octets.size() : at + server.size(), "-again");
  }
  send(entry.origin, entry.destination, std::move(octets));
}

bool ServerSide::is_merged(const std::string& key, const std::string& merge) const {
  return !merge.empty() && std::any_of(entries_.begin(), entries_.end(), [&](const auto& row) {
    return row.first != key && row.second.merge_key == merge &&
           row.second.server.state() != NonInviteServer::State::terminated;
  });
}

bool ServerSide::has_branch(const std::string& branch) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const auto& row) {
    return row.second.branch_key == branch && row.second.method != "CANCEL";
  });
}

std::string ServerSide::to_tag() {
  const std::string fresh = random_.token();
  switch (fault_) {
    case Fault::no_to_tag:
      return {};
    case Fault::constant_to_tag:
      return "constant-tag";
    case Fault::short_to_tag:
      return fresh.substr(0, 3);
    default:
      return fresh;
  }
}

std::string ServerSide::response(const Message& request, const Origin& origin, const Answer& answer,
                                 std::string_view tag) {
  const std::string random = random_.token();
  const ResponseContext context{origin.from, origin.transport, origin.local,
                                tag,         config_.user,     random};
  return make_response(request, answer, context, fault_);
}

void ServerSide::answer(TimePoint now, const std::string& key, const Message& request,
                        const Origin& origin) {
  const std::string merge = merge_key(request).value_or("");
  const std::string branch = branch_and_sent_by(request);
  RequestContext context;
  context.transport = origin.transport;
  context.whole = origin.whole;
  context.merged = is_merged(key, merge);
  context.in_transaction = has_branch(branch) || invites_.has(request);
  context.dialogs = &dialogs_;
  Answer decided = entries_.size() >= max_transactions ? plain(503, "Service Unavailable")
                                                       : core_.answer(request, context);
  if (gatekeeper_) {
    decided = gatekeeper_->pass(now, request, std::move(decided));
  }
  const bool message = request.method() == "MESSAGE";
  if (is(Fault::timeout_for_message) && message) {
    decided = plain(408, "Request Timeout");
  }
  if (decided.status == 0 || (is(Fault::silent) && message)) {
    return;
  }
  dialogs_.answered(request, decided.status);
  const std::string tag = to_tag();
  Entry entry{NonInviteServer(now, origin.transport, config_.timers),
              origin,
              destination_of(request, origin),
              now,
              branch,
              merge,
              std::string(request.method()),
              {},
              caller_of(request)};
  if (decided.deliver) {
    entry.text = request.body();
    actions_->push_back(AgentDeliver{entry.text, entry.caller});
  }
  if (entries_.size() < max_transactions) {
    entries_.insert_or_assign(key, std::move(entry));
  }
  if (message) {
    send_extras_before(request, origin, tag);
  }
  std::string octets = response(request, origin, decided, tag);
  if (is(Fault::slow_answer) && message) {
    delayed_.push_back({now + std::chrono::seconds(1), key, std::move(octets), decided.status});
    return;
  }
  const std::string copy = octets;
  send_answer(now, key, decided.status, std::move(octets));
  if (message) {
    send_extras_after(request, origin, tag, copy);
  }
}

void ServerSide::send_answer(TimePoint now, const std::string& key, int status,
                             std::string octets) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    return;
  }
  Entry& entry = found->second;
  const Origin origin = entry.origin;
  const Address destination = entry.destination;
  const auto action = entry.server.respond(now, status, octets);
  // The transaction refuses a 408 (RFC 4320); the mutant sends it past the transaction.
  const bool past_it = action == NonInviteServer::Action::refused && is(Fault::timeout_for_message);
  if (action == NonInviteServer::Action::transmit || past_it) {
    send(origin, destination, std::move(octets));
  }
  if (entry.server.state() == NonInviteServer::State::terminated) {
    entries_.erase(found);
  }
}

Answer ServerSide::decide(TimePoint now, const Message& request, const RequestContext& context) {
  Answer decided = core_.answer(request, context);
  if (gatekeeper_) {
    decided = gatekeeper_->pass(now, request, std::move(decided));
  }
  return decided;
}

std::string ServerSide::octets_of(const Message& request, const Origin& origin,
                                  const Answer& answer) {
  return response(request, origin, with_call(request, answer, origin, config_.user, fault_),
                  to_tag());
}

Address ServerSide::way_back(const Message& request, const Origin& origin) {
  return destination_of(request, origin);
}

void ServerSide::send_back(const Origin& origin, const Address& destination, std::string octets) {
  send(origin, destination, std::move(octets));
}

void ServerSide::send_extras_before(const Message& request, const Origin& origin,
                                    std::string_view tag) {
  if (is(Fault::hundred_at_once)) {
    send(origin, destination_of(request, origin),
         response(request, origin, plain(100, "Trying"), ""));
  }
  if (is(Fault::ringing_for_message)) {
    send(origin, destination_of(request, origin),
         response(request, origin, plain(180, "Ringing"), tag));
  }
}

void ServerSide::send_extras_after(const Message& request, const Origin& origin,
                                   std::string_view tag, const std::string& octets) {
  if (is(Fault::final_repeated)) {
    send(origin, destination_of(request, origin), octets);
  }
  if (is(Fault::two_finals)) {
    send(origin, destination_of(request, origin),
         response(request, origin, plain(500, "Server Internal Error"), tag));
  }
}

Address ServerSide::destination_of(const Message& request, const Origin& origin) const {
  const auto via = top_via(request);
  if (!via) {
    return origin.from;
  }
  if (is(Fault::answers_to_source)) {
    return origin.from;
  }
  if (is(Fault::answers_to_sent_by)) {
    return {origin.from.ip, via->port.value_or(5060)};
  }
  if (is(Fault::trusts_forged_rport)) {
    const auto port = parse_number(via->parameters.value("rport"), 65535);
    if (port) {
      return {origin.from.ip, static_cast<std::uint16_t>(*port)};
    }
  }
  return response_destination(*via, origin.from, origin.transport);
}

void ServerSide::send(const Origin& origin, const Address& destination, std::string octets) {
  if (!is_reliable(origin.transport)) {
    Address from = origin.local;
    if (is(Fault::answers_from_other_port)) {
      from.port = 0;
    }
    actions_->push_back(AgentSendDatagram{from, destination, std::move(octets)});
    return;
  }
  std::uint64_t connection = origin.connection;
  if (is(Fault::new_connection_for_answer)) {
    connection = next_connection_++;
    actions_->push_back(AgentOpenStream{connection, destination, origin.transport});
  }
  if (is(Fault::websocket_two_in_one)) {
    octets += std::string(octets);
  } else if (is(Fault::websocket_cut_in_two)) {
    const std::size_t half = octets.size() / 2;
    actions_->push_back(AgentSendStream{connection, octets.substr(0, half)});
    octets.erase(0, half);
  }
  actions_->push_back(AgentSendStream{connection, std::move(octets)});
  if (is(Fault::closes_after_answer)) {
    actions_->push_back(AgentCloseStream{connection, AgentCloseStream::How::orderly});
  }
}

void ServerSide::on_time(TimePoint now) {
  invites_.on_time(now);
  std::vector<Delayed> due;
  for (auto row = delayed_.begin(); row != delayed_.end();) {
    if (row->at <= now) {
      due.push_back(std::move(*row));
      row = delayed_.erase(row);
    } else {
      ++row;
    }
  }
  for (Delayed& row : due) {
    send_answer(now, row.key, row.status, std::move(row.octets));
  }
  constexpr std::chrono::seconds memory_of_the_forgetful{10};
  for (auto row = entries_.begin(); row != entries_.end();) {
    row->second.server.on_time(now);
    const bool forgotten =
        is(Fault::forgets_early) && row->second.started + memory_of_the_forgetful <= now;
    const bool over = row->second.server.state() == NonInviteServer::State::terminated;
    row = forgotten || over ? entries_.erase(row) : std::next(row);
  }
}

Deadline ServerSide::next_deadline() const {
  Deadline next = invites_.next_deadline();
  for (const Delayed& row : delayed_) {
    next = earliest(next, row.at);
  }
  for (const auto& [key, entry] : entries_) {
    next = earliest(next, entry.server.next_deadline());
    if (is(Fault::forgets_early)) {
      next = earliest(next, entry.started + std::chrono::seconds(10));
    }
  }
  return next;
}

}  // namespace sipspec::stack
