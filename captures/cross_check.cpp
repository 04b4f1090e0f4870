#include "captures/cross_check.hpp"

#include "captures/captured_flows.hpp"
#include "captures/difference_list.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <unordered_map>
#include <utility>

namespace sipspec::captures {
namespace {

using Kind = Difference::Kind;

std::string name(const Way& way) {
  return stack::to_string(to_address(way.from)) + " to " + stack::to_string(to_address(way.to));
}

std::string octets_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " octet" : " octets");
}

std::size_t first_difference(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

bool is_encrypted(stack::Transport transport) {
  return transport == stack::Transport::tls || transport == stack::Transport::wss;
}

/// What the frames hold is not what the stack handed over.
bool is_wrapped(stack::Transport transport) {
  return is_encrypted(transport) || transport == stack::Transport::ws;
}

/// What the stack sent or received on one connection in one direction.
struct SeenStream {
  std::uint64_t connection = 0;
  std::vector<std::size_t> items;
  std::string octets;
};

class Checker {
 public:
  Checker(std::span<const SeenByStack> seen, LinkType link, std::span<const CapturedPacket> packets,
          const CaptureCounters& counters)
      : seen_(seen), flows_(link, packets), counters_(counters) {
    result_.frames.resize(seen.size(), 0);
  }

  CrossCheck run() {
    sort_seen();
    note_losses();
    result_.doubled = is_doubled();
    check_datagrams();
    check_streams();
    result_.differences = std::move(list_).take();
    return std::move(result_);
  }

 private:
  void sort_seen();
  void note_losses();
  bool is_doubled() const;
  void check_datagrams();
  void check_datagrams(const Way& way, const std::vector<std::size_t>& items,
                       const std::vector<CapturedDatagram>& captured);
  void pair_left_over(const Way& way, const std::vector<std::size_t>& items,
                      const std::vector<CapturedDatagram>& captured);
  void check_streams();
  void check_streams(const Way& way, const std::vector<SeenStream>& ours,
                     const std::vector<TcpStream>& captured);
  void check_stream(const Way& way, const SeenStream& ours, const TcpStream& captured);
  void missing_datagram(const Way& way, std::size_t item);

  std::string stack_did(std::size_t item) const {
    return seen_[item].way == SeenByStack::Way::sent ? "the stack sent " : "the stack received ";
  }

  std::span<const SeenByStack> seen_;
  CapturedFlows flows_;
  CaptureCounters counters_;
  CrossCheck result_;
  DifferenceList list_;
  std::map<Way, std::vector<std::size_t>> datagrams_;
  std::map<Way, std::vector<SeenStream>> streams_;
  std::set<Way> encrypted_;
};

void Checker::sort_seen() {
  for (std::size_t item = 0; item < seen_.size(); ++item) {
    const SeenByStack& it = seen_[item];
    const auto local = ip_endpoint(it.local);
    const auto peer = ip_endpoint(it.peer);
    if (!local || !peer) {
      list_.add(Kind::not_compared, item, 0,
                stack_did(item) + octets_text(it.octets.size()) +
                    " between addresses that are no IP addresses");
      continue;
    }
    const bool sent = it.way == SeenByStack::Way::sent;
    const Way way{.from = sent ? *local : *peer, .to = sent ? *peer : *local};
    if (is_wrapped(it.transport)) {
      if (encrypted_.insert(way).second) {
        list_.add(Kind::not_compared, item, 0,
                  name(way) + (is_encrypted(it.transport) ? " is encrypted" : " is WebSocket") +
                      " and not compared");
      }
    } else if (!stack::is_reliable(it.transport)) {
      datagrams_[way].push_back(item);
    } else if (!it.octets.empty()) {
      auto& row = streams_[way];
      auto found = std::ranges::find(row, it.connection, &SeenStream::connection);
      if (found == row.end()) {
        found = row.insert(row.end(), SeenStream{.connection = it.connection});
      }
      found->items.push_back(item);
      found->octets += it.octets;
    }
  }
}

void Checker::note_losses() {
  if (counters_.dropped() > 0) {
    list_.add(Kind::incomplete, Difference::no_item, 0,
              "the capture lost " + std::to_string(counters_.dropped()) +
                  " frames: what is missing may be among them");
  }
  if (!flows_.cut.empty()) {
    list_.add(Kind::incomplete, Difference::no_item, flows_.cut.front(),
              std::to_string(flows_.cut.size()) + " frames were captured only in part");
  }
  if (!flows_.fragments.empty()) {
    list_.add(Kind::not_compared, Difference::no_item, flows_.fragments.front(),
              std::to_string(flows_.fragments.size()) + " IP fragments are not compared");
  }
}

bool Checker::is_doubled() const {
  std::size_t captured = 0;
  for (const auto& [way, datagrams] : flows_.datagrams) {
    for (std::size_t i = 0; i < datagrams.size(); i += 2) {
      if (i + 1 == datagrams.size() || datagrams[i].payload != datagrams[i + 1].payload) {
        return false;
      }
    }
    captured += datagrams.size();
  }
  std::size_t ours = 0;
  for (const auto& [way, items] : datagrams_) {
    ours += items.size();
  }
  return captured > 0 && captured == 2 * ours;
}

void Checker::check_datagrams() {
  for (auto& [way, captured] : flows_.datagrams) {
    if (result_.doubled) {
      for (std::size_t i = 0; 2 * i < captured.size(); ++i) {
        captured[i] = captured[2 * i];
      }
      captured.resize(captured.size() / 2);
    }
    check_datagrams(way, datagrams_[way], captured);
  }
  for (const auto& [way, items] : datagrams_) {
    if (!flows_.datagrams.contains(way)) {
      for (const std::size_t item : items) {
        missing_datagram(way, item);
      }
    }
  }
}

void Checker::check_datagrams(const Way& way, const std::vector<std::size_t>& items,
                              const std::vector<CapturedDatagram>& captured) {
  std::unordered_map<std::string_view, std::deque<std::size_t>> places;
  for (std::size_t place = 0; place < captured.size(); ++place) {
    places[captured[place].payload].push_back(place);
  }
  std::vector<std::size_t> not_found;
  std::size_t furthest = 0;
  for (const std::size_t item : items) {
    auto& candidates = places[seen_[item].octets];
    if (candidates.empty()) {
      not_found.push_back(item);
      continue;
    }
    const std::size_t place = candidates.front();
    candidates.pop_front();
    ++result_.datagrams_compared;
    result_.frames[item] = captured[place].frame;
    if (place < furthest) {
      list_.add(Kind::order, item, captured[place].frame,
                name(way) + ": " + stack_did(item) + "the datagram of frame " +
                    std::to_string(captured[place].frame) + " after that of frame " +
                    std::to_string(captured[furthest].frame));
    }
    furthest = std::max(furthest, place);
  }
  std::vector<CapturedDatagram> left;
  for (const auto& [payload, rest] : places) {
    for (const std::size_t place : rest) {
      left.push_back(captured[place]);
    }
  }
  std::ranges::sort(left, {}, &CapturedDatagram::frame);
  pair_left_over(way, not_found, left);
}

/// Datagrams that only one of both has: the first of these was the first of those, and so on.
void Checker::pair_left_over(const Way& way, const std::vector<std::size_t>& items,
                             const std::vector<CapturedDatagram>& captured) {
  for (std::size_t i = 0; i < std::max(items.size(), captured.size()); ++i) {
    if (i >= captured.size()) {
      missing_datagram(way, items[i]);
    } else if (i >= items.size()) {
      list_.add(Kind::extra, Difference::no_item, captured[i].frame,
                name(way) + ": the datagram of " + octets_text(captured[i].payload.size()) +
                    " in frame " + std::to_string(captured[i].frame) +
                    " was not seen by the stack");
    } else {
      const auto ours = seen_[items[i]].octets;
      result_.frames[items[i]] = captured[i].frame;
      list_.add(Kind::altered, items[i], captured[i].frame,
                name(way) + ": " + stack_did(items[i]) + octets_text(ours.size()) + ", frame " +
                    std::to_string(captured[i].frame) + " has " +
                    octets_text(captured[i].payload.size()) +
                    "; the first difference is at offset " +
                    std::to_string(first_difference(ours, captured[i].payload)));
    }
  }
}

void Checker::missing_datagram(const Way& way, std::size_t item) {
  const bool fragments = !flows_.fragments.empty();
  list_.add(fragments ? Kind::not_compared : Kind::missing, item, 0,
            name(way) + ": " + stack_did(item) + "a datagram of " +
                octets_text(seen_[item].octets.size()) + " that the capture has not got" +
                (fragments ? ", unless in fragments" : ""));
}

void Checker::check_streams() {
  for (const auto& [way, captured] : flows_.streams) {
    if (!encrypted_.contains(way)) {
      check_streams(way, streams_[way], captured);
    }
  }
  for (const auto& [way, ours] : streams_) {
    if (!flows_.streams.contains(way)) {
      check_streams(way, ours, {});
    }
  }
}

void Checker::check_streams(const Way& way, const std::vector<SeenStream>& ours,
                            const std::vector<TcpStream>& captured) {
  const TcpStream nothing;
  const SeenStream silence;
  for (std::size_t i = 0; i < std::max(ours.size(), captured.size()); ++i) {
    check_stream(way, i < ours.size() ? ours[i] : silence,
                 i < captured.size() ? captured[i] : nothing);
  }
}

void Checker::check_stream(const Way& way, const SeenStream& ours, const TcpStream& captured) {
  std::size_t offset = 0;
  for (const std::size_t item : ours.items) {
    result_.frames[item] = captured.frame_at(offset);
    offset += seen_[item].octets.size();
  }
  const std::string_view theirs = captured.octets();
  const std::size_t same = first_difference(ours.octets, theirs);
  result_.stream_octets_compared += same;
  const std::size_t item = ours.items.empty() ? Difference::no_item : ours.items.front();
  const std::string place = name(way) + ", from octet " + std::to_string(same) + " of the stream: ";
  const FrameNumber frame = captured.frame_at(same);
  if (same < ours.octets.size() && same < theirs.size()) {
    list_.add(Kind::altered, item, frame, place + "the stack and the capture differ");
  } else if (same < ours.octets.size()) {
    list_.add(Kind::missing, item, 0,
              place + stack_did(item) + octets_text(ours.octets.size() - same) +
                  " that the capture has not got" +
                  (captured.has_gap() ? " or has behind a gap" : ""));
  } else if (same < theirs.size()) {
    list_.add(Kind::extra, item, frame,
              place + octets_text(theirs.size() - same) + " in frame " + std::to_string(frame) +
                  " and after it were not seen by the stack");
  } else if (captured.has_gap()) {
    list_.add(Kind::incomplete, item, 0, place + "the capture has a gap");
  }
}

}  // namespace

std::string_view to_string(Difference::Kind kind) {
  switch (kind) {
    case Kind::missing:
      return "missing";
    case Kind::extra:
      return "extra";
    case Kind::altered:
      return "altered";
    case Kind::order:
      return "order";
    case Kind::not_compared:
      return "not compared";
    case Kind::incomplete:
      return "incomplete";
  }
  return "";
}

bool CrossCheck::agrees() const {
  return std::ranges::all_of(
      differences, [](const Difference& it) { return it.kind == Difference::Kind::not_compared; });
}

CrossCheck cross_check(std::span<const SeenByStack> seen, LinkType link,
                       std::span<const CapturedPacket> packets, const CaptureCounters& counters) {
  return Checker(seen, link, packets, counters).run();
}

}  // namespace sipspec::captures
