#include "captures/sip/stream_reader.hpp"

#include "captures/sip/hep_packet.hpp"
#include "captures/sip/sip_start.hpp"

#include <algorithm>
#include <array>

namespace sipspec::captures {
namespace {

bool begins_upgrade(std::string_view octets) {
  return octets.starts_with("GET ") || octets.starts_with("HTTP/1.1 101");
}

/// A row "Upgrade: websocket" (RFC 6455 4.1), in any case.
bool asks_for_websocket(std::string_view header) {
  std::string lower(header);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const std::size_t row = lower.find("\nupgrade:");
  return row != std::string::npos &&
         std::string_view(lower).substr(row, lower.find('\r', row) - row).find("websocket") !=
             std::string_view::npos;
}

/// Some lines of text may stand before the first message.
bool is_short_text(std::string_view octets) {
  constexpr std::size_t some_lines = 512;
  return octets.size() < some_lines &&
         std::ranges::all_of(
             octets,
             [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\r' || c == '\n'; });
}

/// More octets could make it one of those that are read.
bool may_become_known(std::string_view octets) {
  constexpr std::array<std::string_view, 3> starts{"GET ", "HTTP/1.1 101", "HEP3"};
  const auto is_prefix = [&](std::string_view whole) { return whole.starts_with(octets); };
  return sip_start(octets) == StartVerdict::unknown || is_short_text(octets) ||
         std::ranges::any_of(starts, is_prefix) ||
         (octets.size() < 5 && (octets.starts_with('\x16') || octets.starts_with('\x17')));
}

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};

}  // namespace

void StreamReader::feed(std::string_view octets, FrameMark mark, StreamOutput& out) {
  std::visit(Overloaded{
                 [&](Opening&) { feed_opening(octets, mark, out); },
                 [&](SipStream& it) { it.feed(octets, mark, out); },
                 [&](Upgrade&) { feed_upgrade(octets, mark, out); },
                 [&](WebSocketStream& it) { it.feed(octets, mark, out); },
                 [&](Hep&) { feed_hep(octets, mark, out); },
                 [&](Tls& it) { it.records.feed(octets); },
                 [&](Other&) { feed_other(octets, mark, out); },
             },
             reader_);
}

/// True when these octets, which begin a segment or the stream, say what the stream is.
bool StreamReader::become_what_begins(std::string_view octets, FrameMark mark,
                                      SipStream::Start start) {
  if (find_sip_start(octets, 0) != std::string_view::npos) {
    reader_.emplace<SipStream>(limits_, start);
  } else if (begins_websocket_sip(octets)) {
    reader_.emplace<WebSocketStream>(limits_);
  } else if (begins_upgrade(octets)) {
    reader_.emplace<Upgrade>();
  } else if (hep3_size(octets) != 0) {
    reader_.emplace<Hep>();
  } else if (begins_tls(octets)) {
    reader_.emplace<Tls>().first = mark.number;
  } else {
    return false;
  }
  return true;
}

void StreamReader::feed_opening(std::string_view octets, FrameMark mark, StreamOutput& out) {
  auto& opening = std::get<Opening>(reader_);
  opening.marks.add(opening.octets.size(), mark);
  opening.octets += octets;
  const std::string_view begin = behind_line_ends(opening.octets);
  const bool undecided =
      begin.size() < max_opening && !begins_upgrade(begin) && may_become_known(begin);
  if (undecided && find_sip_start(begin, 0) == std::string_view::npos) {
    return;
  }
  const std::string all = std::move(opening.octets);
  const MarkList marks = std::move(opening.marks);
  if (!become_what_begins(behind_line_ends(all), marks.at(0), SipStream::Start::at_message)) {
    reader_.emplace<Other>();
  }
  // Each octet goes on with the frame that brought it.
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.size(), marks.next_after(at));
    feed(std::string_view(all).substr(at, end - at), marks.at(at), out);
    at = end;
  }
}

void StreamReader::feed_upgrade(std::string_view octets, FrameMark mark, StreamOutput& out) {
  auto& upgrade = std::get<Upgrade>(reader_);
  upgrade.octets += octets;
  const std::size_t end = upgrade.octets.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (upgrade.octets.size() > max_upgrade) {
      reader_.emplace<Other>();
    }
    return;
  }
  const std::string all = std::move(upgrade.octets);
  const std::string_view rest = std::string_view(all).substr(end + 4);
  if (asks_for_websocket(std::string_view(all).substr(0, end + 2))) {
    reader_.emplace<WebSocketStream>(limits_);
  } else {
    reader_.emplace<Opening>();
  }
  if (!rest.empty()) {
    feed(rest, mark, out);
  }
}

void StreamReader::feed_hep(std::string_view octets, FrameMark mark, StreamOutput& out) {
  auto& hep = std::get<Hep>(reader_);
  hep.marks.add(hep.octets.size(), mark);
  hep.octets += octets;
  while (hep.octets.size() >= 6) {
    const std::size_t size = hep3_size(hep.octets);
    if (size < 6) {
      reader_.emplace<Other>();
      return;
    }
    if (hep.octets.size() < size) {
      return;
    }
    out.hep(std::string_view(hep.octets).substr(0, size), hep.marks.at(0), hep.marks.at(size - 1));
    hep.octets.erase(0, size);
    hep.marks.drop(size);
  }
}

void StreamReader::feed_other(std::string_view octets, FrameMark mark, StreamOutput& out) {
  if (become_what_begins(octets, mark, SipStream::Start::anywhere)) {
    feed(octets, mark, out);
  }
}

void StreamReader::gap(Lack lack, std::uint64_t octets, FrameMark mark, StreamOutput& out) {
  std::visit(Overloaded{
                 [&](SipStream& it) { it.gap(lack, octets, mark, out); },
                 [&](WebSocketStream& it) { it.gap(lack, octets, mark, out); },
                 [&](Tls& it) { it.records.gap(octets); },
                 [&](auto&) { reader_.emplace<Other>(); },
             },
             reader_);
}

void StreamReader::finish(StreamOutput& out) {
  std::visit(Overloaded{
                 [&](SipStream& it) { it.finish(out); },
                 [&](WebSocketStream& it) { it.finish(out); },
                 [&](Tls& it) {
                   out.problem(
                       ProblemCode::not_decrypted, it.first,
                       "TLS, not decrypted: " + std::to_string(it.records.count()) + " records");
                 },
                 [](auto&) {},
             },
             reader_);
  reader_.emplace<Opening>();
}

std::size_t StreamReader::held() const {
  return std::visit(Overloaded{
                        [](const Opening& it) { return it.octets.size(); },
                        [](const SipStream& it) { return it.held(); },
                        [](const Upgrade& it) { return it.octets.size(); },
                        [](const WebSocketStream& it) { return it.held(); },
                        [](const Hep& it) { return it.octets.size(); },
                        [](const Tls&) { return std::size_t{0}; },
                        [](const Other&) { return std::size_t{0}; },
                    },
                    reader_);
}

}  // namespace sipspec::captures
