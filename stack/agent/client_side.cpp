#include "stack/agent/client_side.hpp"

#include "stack/message/builder.hpp"
#include "stack/message/fields.hpp"
#include "stack/transaction/matching.hpp"

#include <algorithm>

namespace sipspec::stack {

ClientSide::ClientSide(const AgentConfig& config, std::vector<AgentAction>& actions)
    : config_(config), random_(config.seed ^ 0x5EEDU), actions_(&actions) {}

void ClientSide::send_message(TimePoint now, Transport transport, const Address& to,
                              std::string_view uri, std::string_view body,
                              std::string_view content_type) {
  const Address local =
      config_.listening.empty() ? Address{"127.0.0.1", 5060} : config_.listening.front();
  const std::string host = config_.domain.empty() ? sip_host(local) : config_.domain;
  MessageBuilder request = MessageBuilder::request("MESSAGE", uri);
  request.add("Via", "SIP/2.0/" + std::string(via_name(transport)) + " " + to_string(local) +
                         ";branch=" + std::string(magic_cookie) + random_.token());
  request.add("Max-Forwards", "70");
  request.add("From", "<sip:" + config_.user + "@" + host + ">;tag=" + random_.token());
  request.add("To", "<" + std::string(uri) + ">");
  request.add("Call-ID", random_.token() + "@" + host);
  request.add("CSeq", "1 MESSAGE");
  request.body(body, content_type);
  Request sent{NonInviteClient(now, transport, config_.timers),
               {},
               request.serialize(),
               local,
               to,
               0,
               transport,
               DigestClient(config_.accounts)};
  sent.key = client_key(Message::parse(sent.octets)).value_or("");
  if (is_reliable(transport)) {
    sent.connection = next_connection_++;
    actions_->emplace_back(AgentOpenStream{sent.connection, to, transport});
  }
  transmit(sent);
  requests_.push_back(std::move(sent));
}

void ClientSide::transmit(const Request& request) {
  if (request.connection != 0) {
    actions_->emplace_back(AgentSendStream{request.connection, request.octets});
  } else {
    actions_->emplace_back(AgentSendDatagram{request.from, request.to, request.octets});
  }
}

void ClientSide::on_response(TimePoint now, const Message& response) {
  const auto key = client_key(response);
  std::optional<Request> next;
  for (Request& request : requests_) {
    if (!key || request.key != *key) {
      continue;
    }
    const bool open = request.client.state() == NonInviteClient::State::trying ||
                      request.client.state() == NonInviteClient::State::proceeding;
    request.client.on_response(now, response.status());
    if (open && (response.status() == 401 || response.status() == 407)) {
      next = answered(now, request, response);
    }
  }
  if (next) {
    transmit(*next);
    requests_.push_back(std::move(*next));
  }
}

std::optional<ClientSide::Request> ClientSide::answered(TimePoint now, const Request& request,
                                                        const Message& challenge) {
  DigestClient digest = request.digest;
  if (!digest.on_challenge(challenge, random_.token()).answerable()) {
    return std::nullopt;
  }
  const Message before = Message::parse(request.octets);
  const auto sequence = cseq(before);
  MessageBuilder again = MessageBuilder::from(before);
  again.set("Via", "SIP/2.0/" + std::string(via_name(request.transport)) + " " +
                       to_string(request.from) + ";branch=" + std::string(magic_cookie) +
                       random_.token());
  again.set("CSeq", std::to_string(sequence ? sequence->number + 1 : 1) + " MESSAGE");
  again.remove("Authorization").remove("Proxy-Authorization");
  for (const AuthRow& row :
       digest.credentials(before.method(), before.request_uri(), before.body())) {
    again.add(row.field, row.value);
  }
  Request sent{NonInviteClient(now, request.transport, config_.timers),
               {},
               again.serialize(),
               request.from,
               request.to,
               request.connection,
               request.transport,
               std::move(digest)};
  sent.key = client_key(Message::parse(sent.octets)).value_or("");
  return sent;
}

void ClientSide::on_time(TimePoint now) {
  for (Request& request : requests_) {
    while (true) {
      const Deadline next = request.client.next_deadline();
      if (!next || *next > now) {
        break;
      }
      if (request.client.on_time(now) == NonInviteClient::Action::transmit) {
        transmit(request);
      }
    }
  }
  std::erase_if(requests_, [](const Request& request) {
    return request.client.state() == NonInviteClient::State::terminated;
  });
}

Deadline ClientSide::next_deadline() const {
  Deadline next;
  for (const Request& request : requests_) {
    next = earliest(next, request.client.next_deadline());
  }
  return next;
}

}  // namespace sipspec::stack
