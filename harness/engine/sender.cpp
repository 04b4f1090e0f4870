#include "harness/engine/sender.hpp"

#include "harness/engine/responder.hpp"
#include "harness/engine/time_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace sipspec::harness {

namespace {

std::deque<std::string> cut(const std::string& octets, const Delivery& delivery) {
  std::deque<std::string> pieces;
  if (delivery.octet_by_octet) {
    for (const char c : octets) {
      pieces.emplace_back(1, c);
    }
    return pieces;
  }
  std::size_t begin = 0;
  for (const std::uint32_t end : delivery.segments) {
    if (end > begin && end < octets.size()) {
      pieces.push_back(octets.substr(begin, end - begin));
      begin = end;
    }
  }
  pieces.push_back(octets.substr(begin));
  return pieces;
}

}  // namespace

// --- Requests ------------------------------------------------------------------------------------

Identifiers Sender::identifiers_for(const SendStep& step) {
  const stack::Address& local = state_->local(state_->actor_index(step.actor));
  Identifiers fresh = fresh_identifiers(state_->random, local);
  if (step.credentials) {
    return identifiers_after(*step.credentials, std::move(fresh));
  }
  const Sent* former = step.same_as.empty() ? nullptr : state_->find_sent(step.same_as);
  if (former == nullptr) {
    return fresh;
  }
  Identifiers taken = former->identifiers;
  if (!step.same_branch) {
    taken.branch = fresh.branch;
  }
  return taken;
}

/// RFC 3261 22.2 and 8.1.3.5: Call-ID and From tag of the challenged request, the next CSeq number.
Identifiers Sender::identifiers_after(const CredentialsSpec& credentials, Identifiers fresh) {
  const Subject challenge = state_->message_of(credentials.answer);
  const Sent* former =
      challenge.request == nullptr ? nullptr : state_->find_sent(challenge.request->step);
  if (former == nullptr) {
    return fresh;
  }
  fresh.call_id = former->identifiers.call_id;
  fresh.from_tag = former->identifiers.from_tag;
  fresh.cseq = former->identifiers.cseq + 1;
  return fresh;
}

StepResult<Sender::Part> Sender::make(const SendStep& step) {
  const Observed* challenge = nullptr;
  if (step.credentials) {
    challenge = state_->message_of(step.credentials->answer).message;
    if (!state_->environment.account) {
      return StepError{.place = step.credentials->place,
                       .sentence = "credentials need the capability 'auth' (needs=\"auth\")"};
    }
    if (challenge == nullptr) {
      state_->missing_reference = step.credentials->answer;
      return StepError{.place = step.credentials->place,
                       .sentence = std::string(nothing_to_answer)};
    }
  }
  std::optional<DialogPart> dialog;
  if (!step.in_dialog.empty()) {
    dialog = state_->calls.request(step.in_dialog, step.method);
    if (!dialog) {
      state_->missing_reference = "2xx to " + step.in_dialog;
      return StepError{.place = step.place, .sentence = "there is no dialog"};
    }
  }
  RequestContext context{
      .parties = state_->actors[state_->actor_index(step.actor)].parties,
      .identifiers = identifiers_for(step),
      .lookup = state_->lookup(),
      .random = &state_->random,
      .challenge = challenge == nullptr ? nullptr : &challenge->message,
      .dialog = dialog ? &*dialog : nullptr,
      .account = state_->environment.account ? &*state_->environment.account : nullptr,
      .counts = &state_->nonce_counts};
  if (dialog) {
    context.identifiers.call_id = dialog->call_id;
    context.identifiers.from_tag = dialog->from_tag;
    context.identifiers.cseq = dialog->cseq;
  }
  auto made = make_request(step, context);
  if (!made) {
    if (made.error().sentence == nothing_to_answer) {
      state_->missing_reference = step.credentials->answer + ".challenge";
    }
    return made.error();
  }
  return Part{.step = &step, .made = *std::move(made), .identifiers = context.identifiers};
}

StepResult<Sender::Progress> Sender::begin(const SendStep& step) {
  auto part = make(step);
  if (!part) {
    return part.error();
  }
  std::vector<Part> parts;
  if (const auto waiting = held_.find(step.id); waiting != held_.end()) {
    parts = std::move(waiting->second);
    held_.erase(waiting);
    part->made.deliberate = true;
  }
  parts.push_back(*std::move(part));
  if (!step.together_with.empty()) {
    held_[step.together_with] = std::move(parts);
    return Progress::done;
  }
  start_delivery(std::move(parts));
  return go_on();
}

void Sender::start_delivery(std::vector<Part> parts) {
  const SendStep& step = *parts.back().step;
  Job job{.actor = state_->actor_index(step.actor),
          .pause = value_of(step.delivery.pause, state_->environment.timers)};
  std::string wire;
  for (const Part& part : parts) {
    wire += part.made.octets + part.made.after;
  }
  if (state_->on_stream()) {
    job.pieces = cut(wire, step.delivery);
    job.connection = step.delivery.new_connection ? 0 : state_->streams.current(job.actor);
    if (job.connection == 0) {
      job.connection = state_->streams.open(job.actor);
      state_->actions.emplace_back(OpenStream{
          .actor = job.actor, .connection = job.connection, .to = state_->environment.device});
    }
  } else {
    job.pieces.push_back(std::move(wire));
  }
  job.parts = std::move(parts);
  job_ = std::move(job);
}

Sender::Progress Sender::go_on() {
  if (!job_) {
    return Progress::done;
  }
  Job& job = *job_;
  if (job.connection != 0 && state_->streams.is_gone(job.connection)) {
    // Gone before the first octet: refused. Gone in the middle: what was sent is on record.
    const bool refused = !job.recorded;
    if (!refused) {
      finish_delivery(job);
    }
    job_.reset();
    return refused ? Progress::refused : Progress::done;
  }
  if (job.connection != 0 && !state_->streams.is_open(job.connection)) {
    return Progress::connecting;
  }
  send_pieces(job);
  if (!job.pieces.empty()) {
    return Progress::waiting;
  }
  finish_delivery(job);
  job_.reset();
  return Progress::done;
}

void Sender::send_pieces(Job& job) {
  if (!job.recorded) {
    record_parts(job);
  }
  while (!job.pieces.empty() && (!job.due || *job.due <= state_->now)) {
    put(job.actor, state_->environment.device, job.connection, std::move(job.pieces.front()));
    job.pieces.pop_front();
    if (job.pause > stack::Duration::zero()) {
      job.due = state_->now + job.pause;
    }
  }
}

/// What stands behind a message: the next request of a stream, or on a datagram octets that the
/// device has to drop (RFC 3261 18.3).
void Sender::record_after(const Job& job, const Part& part) {
  if (!stack::Message::parse(part.made.after).is_request()) {
    return;
  }
  if (!state_->on_stream()) {
    state_->recorder.add_decoy(job.actor, part.made.after);
    return;
  }
  Observed behind =
      state_->observed(job.actor, Side::harness, part.made.after, part.step->id, job.connection);
  behind.deliberate = true;
  const Observed& kept = state_->recorder.sent(std::move(behind));
  state_->findings.message(kept, part.step->actor);
  state_->recorder.add_candidate(job.actor, kept.index);
}

std::uint32_t Sender::record(const Job& job, const Part& part) {
  // On a datagram everything is one message; on a stream what stands behind is the next one.
  const bool whole = !state_->on_stream() || !stack::Message::parse(part.made.after).is_request();
  Observed message =
      state_->observed(job.actor, Side::harness, part.made.octets + (whole ? part.made.after : ""),
                       part.step->id, job.connection);
  message.deliberate = part.made.deliberate;
  const Observed& kept = state_->recorder.sent(std::move(message));
  if (!part.step->in_dialog.empty()) {
    state_->calls.sent(part.step->in_dialog, kept.message);
  }
  state_->findings.message(kept, part.step->actor);
  state_->recorder.add_candidate(job.actor, kept.index);
  return kept.index;
}

void Sender::record_parts(Job& job) {
  job.recorded = true;
  std::string wire;
  for (const Part& part : job.parts) {
    wire += part.made.octets + part.made.after;
  }
  for (Part& part : job.parts) {
    const std::uint32_t index = record(job, part);
    record_after(job, part);
    // Messages that share a datagram are sent again together, by the transaction of the first.
    const bool repeats = !wire.empty();
    state_->sent.push_back({.step = part.step,
                            .actor = job.actor,
                            .index = index,
                            .last_asked = index,
                            .at = state_->now,
                            .wire = std::exchange(wire, {}),
                            .body = std::move(part.made.body),
                            .identifiers = part.identifiers,
                            .connection = job.connection});
    const bool unanswered = state_->recorder.at(index).message.method() == "ACK";
    if (unanswered) {
      state_->recorder.answered(index);
    }
    if ((repeats || state_->on_stream()) && !unanswered &&
        part.step->transaction == Transaction::automatic) {
      state_->clients.start(state_->now, state_->recorder.at(index));
    }
  }
}

void Sender::finish_delivery(const Job& job) {
  for (const Part& part : job.parts) {
    if (Sent* sent = state_->find_sent(part.step->id)) {
      sent->at = state_->now;
    }
  }
  if (job.connection != 0 && job.parts.back().step->delivery.close_after &&
      state_->streams.is_open(job.connection)) {
    state_->actions.emplace_back(
        CloseStream{.connection = job.connection, .how = CloseStream::How::half});
    state_->streams.half_closed(job.connection);
  }
}

stack::Deadline Sender::next_deadline() const {
  return job_ && !job_->pieces.empty() ? job_->due : std::nullopt;
}

void Sender::resend(const ResendStep& step) {
  Sent* sent = state_->find_sent(step.of);
  if (sent == nullptr) {
    return;
  }
  Observed again =
      state_->observed(sent->actor, Side::harness, state_->recorder.at(sent->index).octets,
                       sent->step->id, sent->connection);
  again.deliberate = true;
  const std::string wire = sent->wire.empty() ? again.octets : sent->wire;
  const Observed& kept = state_->recorder.sent(std::move(again));
  state_->findings.message(kept, sent->step->actor);
  sent->last_asked = kept.index;
  put(sent->actor, state_->environment.device, sent->connection, wire);
}

void Sender::retransmit() {
  for (const std::uint32_t index : state_->clients.on_time(state_->now)) {
    const auto sent = std::ranges::find(state_->sent, index, &Sent::index);
    if (sent == state_->sent.end() || sent->wire.empty()) {
      continue;
    }
    send_again(*sent, sent->wire);
  }
}

void Sender::send_again(const Sent& sent, const std::string& wire) {
  const Observed& first = state_->recorder.at(sent.index);
  Observed again =
      state_->observed(sent.actor, Side::harness, first.octets, sent.step->id, sent.connection);
  again.deliberate = first.deliberate;
  const Observed& kept = state_->recorder.sent(std::move(again));
  state_->findings.message(kept, sent.step->actor);
  put(sent.actor, state_->environment.device, sent.connection, wire);
}

bool Sender::has_to_move(const Sent& sent, ConnectionId closed) const {
  if (sent.connection != closed || sent.move != Sent::Move::none) {
    return false;
  }
  const auto& messages = state_->recorder.exchange().messages();
  const bool served = std::ranges::any_of(messages, [&](const Observed& message) {
    return message.connection == closed && message.sender == Side::device &&
           message.index < sent.index;
  });
  const bool answered = std::ranges::any_of(messages, [&](const Observed& message) {
    return message.answers == static_cast<std::int32_t>(sent.index);
  });
  return served && !answered;
}

void Sender::move_from(ConnectionId closed) {
  const bool in_the_middle = job_ && job_->connection == closed;
  for (Sent& sent : state_->sent) {
    if (in_the_middle || !has_to_move(sent, closed)) {
      continue;
    }
    sent.connection = state_->streams.current(sent.actor);
    if (sent.connection == 0) {
      sent.connection = state_->streams.open(sent.actor);
      state_->actions.emplace_back(OpenStream{
          .actor = sent.actor, .connection = sent.connection, .to = state_->environment.device});
    }
    sent.move = Sent::Move::opening;
    opened(sent.connection);
  }
}

void Sender::opened(ConnectionId connection) {
  for (Sent& sent : state_->sent) {
    if (sent.connection == connection && sent.move == Sent::Move::opening &&
        state_->streams.is_open(connection)) {
      sent.move = Sent::Move::done;
      send_again(sent, state_->recorder.at(sent.index).octets);
    }
  }
}

void Sender::put(std::uint32_t actor, const stack::Address& to, ConnectionId connection,
                 std::string octets) {
  if (connection == 0) {
    state_->actions.emplace_back(
        SendDatagram{.actor = actor, .to = to, .octets = std::move(octets)});
  } else if (state_->streams.is_open(connection)) {
    state_->actions.emplace_back(SendStream{.connection = connection, .octets = std::move(octets)});
  }
}

// --- Responses -----------------------------------------------------------------------------------

std::uint32_t Sender::actor_of(std::uint32_t message) const {
  const auto arrival = std::ranges::find(state_->inbox, message, &Arrival::index);
  return arrival == state_->inbox.end() ? 0U : arrival->actor;
}

StepResult<Sender::Progress> Sender::respond(const RespondStep& step) {
  const auto request = state_->taken_by.find(step.to);
  if (request == state_->taken_by.end()) {
    return StepError{.place = step.place,
                     .sentence = fmt::format("'{}' received no request to respond to", step.to)};
  }
  auto octets = written_response(step, state_->recorder.at(request->second), state_->lookup(),
                                 state_->random);
  if (!octets) {
    return octets.error();
  }
  state_->taken_by[step.id] =
      give_response(request->second, *std::move(octets), !step.edits.empty(), step.id);
  return Progress::done;
}

void Sender::respond_automatically(std::uint32_t request) {
  std::string octets = automatic_response(state_->recorder.at(request), state_->random);
  if (!octets.empty()) {
    give_response(request, std::move(octets), false, "");
  }
}

void Sender::respond_again(std::uint32_t request) {
  const auto given = state_->responses.find(request);
  if (given != state_->responses.end()) {
    give_response(request, given->second, true, "");
  }
}

std::uint32_t Sender::give_response(std::uint32_t request, std::string octets, bool deliberate,
                                    const std::string& step_id) {
  const Observed& asked = state_->recorder.at(request);
  const std::uint32_t actor = actor_of(request);
  Observed response = state_->observed(actor, Side::harness, octets, step_id, asked.connection);
  response.destination = response_target(asked);
  response.deliberate = deliberate;
  response.answers = static_cast<std::int32_t>(request);
  response.association = Association::branch;
  const stack::Address to = asked.connection == 0 ? response.destination : asked.source;
  const ConnectionId connection = asked.connection;
  const Observed& kept = state_->recorder.sent(std::move(response));
  state_->findings.message(kept, state_->actor_name(actor));
  const std::uint32_t index = kept.index;
  state_->responses[request] = octets;
  put(actor, to, connection, std::move(octets));
  return index;
}

}  // namespace sipspec::harness
