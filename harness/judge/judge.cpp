#include "harness/judge/judge.hpp"

#include "harness/engine/association.hpp"
#include "stack/message/fields.hpp"

#include <algorithm>

namespace sipspec::harness {

namespace {

/// Retransmissions come no sooner than T1; what comes sooner was captured twice.
constexpr std::chrono::milliseconds captured_twice{10};
constexpr std::size_t max_remembered = 200'000;

stack::TimePoint moment(std::chrono::nanoseconds wall) {
  return stack::TimePoint(std::chrono::duration_cast<stack::Duration>(wall));
}

/// A set that forgets all when it is full: what is asked of it later is then inconclusive.
void remember(std::unordered_set<std::uint64_t>& set, std::uint64_t key) {
  if (set.size() >= max_remembered) {
    set.clear();
  }
  set.insert(key);
}

std::uint64_t way_key(const stack::Address& from, const stack::Address& to) {
  return key_of(to.ip, key_of(from.ip, from.port) + to.port);
}

std::uint64_t request_key(EndpointId who, const stack::Message& message) {
  const auto cseq = stack::cseq(message);
  return key_of(stack::call_id(message), (std::uint64_t{who} << 32U) + (cseq ? cseq->number : 0U));
}

bool opens_dialog(std::string_view method) {
  return method == "INVITE" || method == "SUBSCRIBE" || method == "REFER";
}

bool same_call(const stack::Message& a, const stack::Message& b) {
  const auto one = stack::cseq(a);
  const auto other = stack::cseq(b);
  return one && other && one->number == other->number && stack::call_id(a) == stack::call_id(b);
}

bool same_branch(const stack::Message& a, const stack::Message& b) {
  const auto one = stack::top_via(a);
  const auto other = stack::top_via(b);
  return one && other && !one->branch().empty() && one->branch() == other->branch();
}

/// Requests that a response may be tied to, with where they are.
struct Candidates {
  std::vector<Candidate> list;
  std::vector<std::pair<JudgedTransaction*, std::uint32_t>> places;
  std::deque<stack::Message> behind;  ///< octets behind the message of a datagram

  void add(JudgedTransaction& transaction, std::uint32_t index) {
    const Observed& request = transaction.exchange.messages()[index];
    bool waiting = true;
    for (const Observed& seen : transaction.exchange.messages()) {
      const bool final = resembles_response(seen.message) &&
                         !(seen.message.status() >= 100 && seen.message.status() < 200);
      waiting = waiting && !(final && transaction.exchange.request_of(seen) == &request);
    }
    add(&request.message, waiting ? Candidate::State::waiting : Candidate::State::answered,
        transaction, index);
    if (!request.message.trailing().empty() && !stack::is_reliable(request.transport)) {
      behind.push_back(stack::Message::parse(request.message.trailing()));
      if (behind.back().is_request()) {
        add(&behind.back(), Candidate::State::decoy, transaction, index);
      }
    }
  }

 private:
  void add(const stack::Message* request, Candidate::State state, JudgedTransaction& transaction,
           std::uint32_t index) {
    list.push_back(
        {.request = request, .index = static_cast<std::int32_t>(places.size()), .state = state});
    places.emplace_back(&transaction, index);
  }
};

bool is_clear(const Tie& tie) {
  return tie.by != Association::none && tie.by != Association::only_pending;
}

}  // namespace

Judge::Judge(JudgeOptions options)
    : options_(std::move(options)),
      open_(options_.limits, [this](JudgedTransaction& over) { close(over); }) {}

void Judge::time(std::chrono::nanoseconds wall) {
  const auto at = moment(wall);
  began_ = began_ == stack::TimePoint{} ? at : began_;
  now_ = std::max(now_, at);
  sweep();
}

void Judge::problem(const captures::ReadProblem& problem) {
  constexpr std::size_t most = 200;
  using Code = captures::ProblemCode;
  counts_.problem(problem);
  const bool lost = problem.code == Code::cut_frame || problem.code == Code::missing_fragments ||
                    problem.code == Code::stream_gap || problem.code == Code::framing_lost ||
                    problem.code == Code::limit_hit;
  losses_ += lost ? 1U : 0U;
  if (problems_.size() < most) {
    problems_.push_back(problem);
  }
}

Observed Judge::observed(const captures::CapturedSip& captured) const {
  using captures::Extent;
  Observed message;
  message.at = moment(captured.last_wall);
  message.transport = captured.transport;
  message.source = captures::to_address(captured.source);
  message.destination = captures::to_address(captured.destination);
  message.connection = captured.connection;
  message.octets = captured.octets;
  const bool judged = captured.extent == Extent::whole || captured.extent == Extent::unframed ||
                      options_.evidence == Evidence::complete;
  message.deliberate = !judged;
  return message;
}

void Judge::add(const captures::CapturedSip& captured) {
  time(captured.last_wall);
  Observed message = observed(captured);
  message.message = stack::Message::parse(message.octets);
  Seen seen{.frame = captured.first_frame, .extent = captured.extent};
  seen.from = book_.sender(captured, message.message);
  seen.to = book_.receiver(captured);
  if (const auto copy = open_.copy_of(message)) {
    add_copy(captured, std::move(message), *copy, seen);
    return;
  }
  const bool late = open_.is_late(message);
  counts_.message(captured, message.message, seen.from, seen.to,
                  late ? CaptureCounts::Kind::retransmission : CaptureCounts::Kind::first);
  if (late) {
    return;
  }
  if (message.deliberate && is_wanted(seen.from)) {
    case_of(seen.from).doubt("a message is not whole in the capture", seen.frame);
  }
  learn(message, seen);
  if (resembles_response(message.message) || !message.message.is_request()) {
    add_response(std::move(message), seen, captured.sctp);
  } else {
    add_request(std::move(message), seen, captured.sctp);
  }
}

bool Judge::is_duplicate(const Observed& message, const OpenTransactions::Copy& copy) const {
  if (options_.evidence == Evidence::complete || stack::is_reliable(message.transport)) {
    return false;
  }
  const auto& exchange = copy.transaction->exchange;
  for (auto it = exchange.messages().rbegin(); it != exchange.messages().rend(); ++it) {
    if (first_transmission(exchange, it->index) == copy.index) {
      return message.at - it->at < captured_twice;
    }
  }
  return false;
}

void Judge::add_copy(const captures::CapturedSip& captured, Observed message,
                     OpenTransactions::Copy copy, Seen seen) {
  const bool twice = is_duplicate(message, copy);
  counts_.message(captured, message.message, seen.from, seen.to,
                  twice ? CaptureCounts::Kind::duplicate : CaptureCounts::Kind::retransmission);
  if (twice) {
    ++copy.transaction->captured_twice;
    return;
  }
  const Observed& first = copy.transaction->exchange.messages()[copy.index];
  message.repeats = static_cast<std::int32_t>(copy.index);
  message.answers = first.answers;
  message.association = first.association;
  if (copy.transaction->exchange.messages().size() >= options_.limits.messages_of_one) {
    ++copy.transaction->left_out;
    return;
  }
  const auto index = keep(*copy.transaction, std::move(message), seen).index;
  judge_new(*copy.transaction, index, captured.sctp);
}

void Judge::learn(const Observed& message, const Seen& seen) {
  if (!message.message.is_request()) {
    return;
  }
  remember(requests_went_, way_key(message.source, message.destination));
  remember(requests_of_, request_key(seen.from, message.message));
  if (opens_dialog(message.message.method())) {
    remember(dialogs_, key_of(stack::call_id(message.message)));
  }
}

JudgedTransaction* Judge::home_of(const Observed& request) const {
  const bool joins = request.message.method() == "ACK" || request.message.method() == "CANCEL";
  for (JudgedTransaction* it : open_.related(request.message)) {
    const Observed& first = it->first();
    const bool same_way = first.message.is_request() && first.source == request.source &&
                          first.destination == request.destination;
    const bool same = same_way && same_call(first.message, request.message) &&
                      (joins || (same_branch(first.message, request.message) &&
                                 first.message.method() == request.message.method()));
    if (same && it->exchange.messages().size() < options_.limits.messages_of_one) {
      return it;
    }
  }
  return nullptr;
}

void Judge::add_request(Observed message, const Seen& seen, bool sctp) {
  const bool acks = message.message.method() == "ACK";
  if (stack::list_size(message.message, stack::HeaderName::via) <= 1) {
    book_.note_software(seen.from, message.message);
  }
  JudgedTransaction* home = home_of(message);
  JudgedTransaction& transaction = home == nullptr ? open_.begin() : *home;
  const auto index = keep(transaction, std::move(message), seen).index;
  if (!acks) {
    transaction.requests.push_back(index);
  }
  judge_new(transaction, index, sctp);
}

void Judge::add_response(Observed message, const Seen& seen, bool sctp) {
  const bool complete = options_.evidence == Evidence::complete;
  Candidates own;
  Candidates any;
  for (JudgedTransaction* it : complete ? open_.all() : open_.related(message.message)) {
    for (const std::uint32_t index : it->requests) {
      const Observed& request = it->exchange.messages()[index];
      if (request.source == message.destination &&
          (request.destination == message.source || complete)) {
        own.add(*it, index);
      }
      if (request.source != message.source) {
        any.add(*it, index);
      }
    }
  }
  Candidates* from = &own;
  Tie tie = associate(message.message, own.list);
  if (!is_clear(tie)) {
    const Tie wider = associate(message.message, any.list);
    from = is_clear(wider) ? &any : from;
    tie = is_clear(wider) ? wider : tie;
  }
  if (!complete && tie.by == Association::only_pending) {
    tie = {};
  }
  if (!complete && tie.by == Association::call_id) {
    // Of many requests on the way, one that merely resembles is another one.
    const auto& [where, index] = from->places[static_cast<std::size_t>(tie.answers)];
    const stack::Message& asked = where->exchange.messages()[index].message;
    const auto answered = stack::cseq(message.message);
    const auto cseq = stack::cseq(asked);
    const bool same_method = answered && cseq && answered->method == cseq->method;
    tie = same_call(asked, message.message) && same_method ? tie : Tie{};
  }
  message.association = tie.by;
  JudgedTransaction* home = nullptr;
  if (tie.answers >= 0) {
    const auto& [where, index] = from->places[static_cast<std::size_t>(tie.answers)];
    home = where;
    message.answers = static_cast<std::int32_t>(index);
  }
  if (home != nullptr && home->exchange.messages().size() >= options_.limits.messages_of_one) {
    ++home->left_out;
    return;
  }
  JudgedTransaction& transaction = home == nullptr ? open_.begin() : *home;
  const auto index = keep(transaction, std::move(message), seen).index;
  judge_new(transaction, index, sctp);
  if (!passed_on(transaction, seen.from)) {
    book_.note_software(seen.from, transaction.exchange.messages()[index].message);
  }
}

const Observed& Judge::keep(JudgedTransaction& transaction, Observed message, const Seen& seen) {
  const bool first_side =
      transaction.exchange.messages().empty() || message.source == transaction.first().source;
  message.sender = first_side ? Side::harness : Side::device;
  const Observed& kept = transaction.exchange.add(std::move(message));
  transaction.seen.push_back(seen);
  open_.added(transaction, kept.index);
  return kept;
}

void Judge::judge_new(JudgedTransaction& transaction, std::uint32_t index, bool sctp) {
  for (auto& finding : judge_message(transaction.exchange, index, options_.timers)) {
    note(transaction, std::move(finding), transaction.seen[index].from, sctp);
  }
}

bool Judge::passed_on(const JudgedTransaction& transaction, EndpointId who) const {
  const Observed* request = transaction.request();
  return request != nullptr && requests_of_.contains(request_key(who, request->message)) &&
         transaction.seen[request->index].from != who;
}

void Judge::note(JudgedTransaction& transaction, RuleFinding finding, EndpointId sender,
                 bool sctp) {
  const Observed& seen = transaction.exchange.messages()[finding.observed];
  const auto& place = transaction.seen[finding.observed];
  const bool dialog = dialogs_.contains(key_of(stack::call_id(seen.message)));
  JudgedFinding judged{.finding = std::move(finding), .blamed = sender};
  if (options_.evidence == Evidence::complete) {
    const bool in_dialog = dialog && judged.finding.rule == "no-to-tag-outside-dialog";
    const bool unread = judged.finding.rule == "response-answers-request" &&
                        !requests_went_.contains(way_key(seen.destination, seen.source));
    judged.worth.kind = in_dialog ? Worth::Kind::void_ : Worth::Kind::stands;
    if (unread) {
      judged.worth = {Worth::Kind::inconclusive, "the request of a response cannot be read as SIP"};
    }
  } else {
    judged.worth =
        weigh(judged.finding,
              {.exchange = &transaction.exchange,
               .timers = options_.timers,
               .capture_began = began_,
               .lossy = losses_ > 0 || open_.gave_up(),
               .both_ways = requests_went_.contains(way_key(seen.destination, seen.source)),
               .dialog_known = dialog,
               .sctp = sctp,
               .captured_twice = transaction.captured_twice > 0,
               .passes_on = passed_on(transaction, place.from)});
    judged.blamed = to_blame(transaction, judged.finding, sender);
  }
  const bool told_elsewhere = judged.blamed == no_endpoint;
  if (judged.worth.kind == Worth::Kind::void_ || told_elsewhere || !is_wanted(judged.blamed)) {
    return;
  }
  const bool stands = judged.worth.kind == Worth::Kind::stands;
  transaction.findings.push_back(std::move(judged));
  if (stands && options_.on_finding) {
    options_.on_finding(transaction.findings.back(), place, book_);
  }
}

EndpointId Judge::to_blame(const JudgedTransaction& transaction, const RuleFinding& finding,
                           EndpointId sender) {
  const stack::Message& message = transaction.exchange.messages()[finding.observed].message;
  const auto cseq = stack::cseq(message);
  if (!is_carried(finding.rule) || !cseq || stack::call_id(message).empty()) {
    return sender;
  }
  auto key =
      key_of(finding.rule, cseq->number + (static_cast<std::uint64_t>(message.status()) << 32U));
  key = key_of(stack::call_id(message), key_of(cseq->method, key));
  if (told_.size() >= max_remembered) {
    told_.clear();
  }
  const auto told = told_.find(key);
  if (told != told_.end()) {
    // Another one passes on what was told already.
    return told->second.sender == sender ? told->second.blamed : no_endpoint;
  }
  const bool passed = message.is_request() && stack::list_size(message, stack::HeaderName::via) > 1;
  const EndpointId blamed = passed ? book_.origin(sender, message) : sender;
  told_[key] = {.sender = sender, .blamed = blamed};
  return blamed;
}

void Judge::sweep() {
  if (now_ - swept_ < std::chrono::seconds(1)) {
    return;
  }
  swept_ = now_;
  const auto timer_j = 64 * options_.timers.t1 + options_.timers.t4;
  open_.close_before(now_ - timer_j, now_ - std::chrono::minutes(10));
}

bool Judge::is_wanted(EndpointId who) const {
  if (!options_.device) {
    return true;
  }
  const auto& address = book_[who].address;
  return address.ip == options_.device->ip &&
         (options_.device->port == 0 || options_.device->port == address.port);
}

EndpointCase& Judge::case_of(EndpointId who) {
  if (who >= cases_.size()) {
    cases_.resize(who + 1);
  }
  if (cases_[who] == nullptr) {
    cases_[who] = std::make_unique<EndpointCase>(*options_.catalogue, options_.profile);
  }
  return *cases_[who];
}

}  // namespace sipspec::harness
