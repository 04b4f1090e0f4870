// What is done with a transaction when its time is over, and with all of them at the end.

#include "harness/judge/judge.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace sipspec::harness {

namespace {

using captures::ProblemCode;
using reports::Verdict;

/// Because of these, messages may be absent that were there.
bool hides_messages(ProblemCode code) {
  switch (code) {
    case ProblemCode::truncated_file:
    case ProblemCode::damaged_file:
    case ProblemCode::cut_frame:
    case ProblemCode::missing_fragments:
    case ProblemCode::stream_gap:
    case ProblemCode::framing_lost:
    case ProblemCode::limit_hit:
      return true;
    case ProblemCode::unknown_link_type:
    case ProblemCode::broken_headers:
    case ProblemCode::not_sip:
    case ProblemCode::websocket_broken:
    case ProblemCode::not_decrypted:
      return false;
  }
  return true;
}

std::string tally_text(const reports::Tally& methods, const reports::Tally& statuses) {
  constexpr std::size_t most = 8;
  std::vector<std::string> parts;
  for (const auto* tally : {&methods, &statuses}) {
    for (const auto& [name, count] : *tally) {
      parts.push_back(count == 1 ? name : fmt::format("{} {}", count, name));
    }
  }
  const bool more = parts.size() > most;
  parts.resize(std::min(parts.size(), most));
  return fmt::format("{}{}", fmt::join(parts, ", "), more ? ", ..." : "");
}

Verdict worst_of(const reports::CaseResult& result) {
  Verdict worst = Verdict::pass;
  for (const auto& finding : result.findings) {
    worst = reports::combine(worst, finding.verdict);
  }
  return worst;
}

}  // namespace

void Judge::judge_end(JudgedTransaction& transaction) {
  const auto end = std::max(now_, transaction.last);
  const auto run = [&](Side side) {
    for (Observed& message : transaction.exchange.messages()) {
      message.sender = side;
    }
    for (auto& finding : harness::judge_end(transaction.exchange, end, options_.timers)) {
      const Seen& seen = transaction.seen[finding.observed];
      note(transaction, std::move(finding), side == Side::device ? seen.from : seen.to, false);
    }
  };
  run(Side::device);   // as clients: their own retransmissions
  run(Side::harness);  // as servers: what they answered to those of others
}

void Judge::close(JudgedTransaction& transaction) {
  judge_end(transaction);
  std::set<EndpointId> blamed;
  for (const JudgedFinding& judged : transaction.findings) {
    blamed.insert(judged.blamed);
  }
  for (const EndpointId who : blamed) {
    case_of(who).take(transaction, who, book_);
  }
  const Observed* request = transaction.request();
  if (request != nullptr) {
    const Observed* final = final_response(transaction);
    counts_.transaction(final != nullptr);
    if (final != nullptr) {
      counts_.answered(request->message.method(), final->at - request->at);
    } else {
      tell_unanswered(transaction);
    }
  }
  if (options_.on_close) {
    options_.on_close(transaction, book_, std::max(now_, transaction.last));
  }
}

void Judge::tell_unanswered(const JudgedTransaction& transaction) {
  const Observed& request = *transaction.request();
  const EndpointId silent = transaction.seen[request.index].to;
  if (options_.evidence == Evidence::complete || !is_wanted(silent)) {
    return;
  }
  const auto due = request.at + 64 * options_.timers.t1;
  const bool over = due <= now_;
  case_of(silent).unanswered(transaction, silent, book_,
                             over ? "a request has no final response in the capture"
                                  : "the capture ends before a final response was due",
                             std::min(due, now_));
}

reports::CaseResult Judge::finished_case(EndpointId who) {
  reports::CaseResult result = case_of(who).finish(began_);
  const CapturedEndpoint& endpoint = book_[who];
  result.id = fmt::format("endpoint/{}", endpoint.name);
  result.duration = now_ - began_;
  const auto* counts = counts_.of(who);
  const std::uint64_t sent = counts == nullptr ? 0 : counts->sent;
  std::string what =
      sent == 0 ? "sent nothing"
                : fmt::format("sent {}", reports::amount_text(sent, "message", "messages"));
  if (sent > 0) {
    what += fmt::format(": {}", tally_text(counts->methods, counts->statuses));
  }
  result.title = endpoint.software.empty() ? what : fmt::format("{}, {}", endpoint.software, what);
  result.purpose = "Each message that it sent, held against the rules for every message";
  if (sent > 0) {
    result.checks.insert(
        result.checks.begin(),
        {.id = "messages",
         .text = fmt::format("{} messages held against {} rules", sent, all_rules().size()),
         .verdict = worst_of(result),
         .actual = what});
  }
  return result;
}

void Judge::add_reading_case(JudgedCapture& result) const {
  if (problems_.empty()) {
    return;
  }
  reports::CaseResult reading;
  reading.id = "capture/reading";
  reading.title = "How far the capture could be read";
  reading.duration = now_ - began_;
  reports::Outcome outcome;
  std::size_t number = 0;
  for (const auto& problem : problems_) {
    const auto verdict = hides_messages(problem.code) ? Verdict::inconc : Verdict::info;
    const auto text = problem.frame == 0
                          ? problem.sentence
                          : fmt::format("frame {}: {}", problem.frame, problem.sentence);
    reports::combine(outcome, verdict, text);
    reading.checks.push_back({.id = fmt::format("{}.{}", to_string(problem.code), ++number),
                              .text = text,
                              .verdict = verdict});
  }
  reading.verdict = outcome.verdict;
  reading.reason = outcome.reason;
  result.cases.push_back(std::move(reading));
}

JudgedCapture Judge::finish(std::uint64_t frames) {
  open_.close_all();
  JudgedCapture result;
  for (EndpointId who = 0; who < book_.size(); ++who) {
    const bool told = who < cases_.size() && cases_[who] != nullptr;
    if (is_wanted(who) && (told || counts_.sent_by(who) > 0)) {
      result.cases.push_back(finished_case(who));
    }
  }
  add_reading_case(result);
  result.statistics = counts_.statistics(book_, frames);
  return result;
}

}  // namespace sipspec::harness
