#include "stack/dialog/offer_answer.hpp"

#include <vector>

namespace sipspec::stack {
namespace {

constexpr std::string_view discard_port = "9";

/// v, o, s, c; t is of the offer (RFC 3264 6: it must be equal).
std::string session_head(const Address& own, std::string_view time) {
  const std::string where = std::string(own.is_v6() ? "IN IP6 " : "IN IP4 ") + own.ip;
  return "v=0\r\no=- 1 1 " + where + "\r\ns=-\r\nc=" + where + "\r\nt=" + std::string(time) +
         "\r\n";
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

/// "audio 5004 RTP/AVP 0 8": the words before, of and after the port.
struct Stream {
  std::string_view media, port, rest;
  std::vector<std::string_view> formats;  ///< a=rtpmap lines
};

Stream read_stream(std::string_view value) {
  const std::size_t first = value.find(' ');
  if (first == std::string_view::npos) {
    return {};
  }
  const std::size_t second = value.find(' ', first + 1);
  if (second == std::string_view::npos) {
    return {};
  }
  return {value.substr(0, first),
          value.substr(first + 1, second - first - 1),
          value.substr(second + 1),
          {}};
}

std::string answered(const Stream& stream) {
  const bool off = stream.port == "0";
  std::string text = "m=" + std::string(stream.media) + ' ' +
                     std::string(off ? "0" : discard_port) + ' ' + std::string(stream.rest) +
                     "\r\n";
  if (off) {
    return text;
  }
  for (const std::string_view format : stream.formats) {
    text += std::string(format) + "\r\n";
  }
  return text + "a=inactive\r\n";
}

}  // namespace

std::string session_offer(const Address& own) {
  return session_head(own, "0 0") + "m=audio 9 RTP/AVP 0 8\r\na=inactive\r\n";
}

std::string session_answer(std::string_view offer, const Address& own) {
  std::string_view time = "0 0";
  std::vector<Stream> streams;
  while (!offer.empty()) {
    const std::string_view line = take_line(offer);
    if (line.starts_with("t=") && streams.empty()) {
      time = line.substr(2);
    } else if (line.starts_with("m=") && streams.size() < max_streams) {
      streams.push_back(read_stream(line.substr(2)));
    } else if (line.starts_with("a=rtpmap:") && !streams.empty()) {
      streams.back().formats.push_back(line);
    }
  }
  std::string text;
  for (const Stream& stream : streams) {
    if (stream.media.empty()) {
      return {};
    }
    text += answered(stream);
  }
  return text.empty() ? text : session_head(own, time) + text;
}

}  // namespace sipspec::stack
