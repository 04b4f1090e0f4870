#pragma once

// Fills a Message in one pass over its octets. Each fault is recorded and the reading goes on; only
// the end of the octets ends it. Not part of the public interface of stack/message.

#include "stack/message/defect_recorder.hpp"
#include "stack/message/line_reader.hpp"
#include "stack/message/message.hpp"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sipspec::stack {

class MessageParser {
 public:
  MessageParser(std::string_view bytes, const ParseLimits& limits, Message& message);

  void run();

 private:
  bool read_start_line();
  void read_header();
  void read_field(const Line& first);
  void set_name(HeaderField& field, std::size_t begin, std::size_t end) const;
  std::size_t read_unusual_name(HeaderField& field, const Line& line, std::size_t from);
  void read_value(HeaderField& field, std::size_t start, std::size_t end) const;
  void keep(const HeaderField& field);
  void read_content_length(const HeaderField& field);
  void read_body();
  void require_fields();

  void add(DefectCode code, std::size_t begin, std::size_t end,
           HeaderName header = HeaderName::unknown);

  bool has_seen(HeaderName name) const { return seen_[static_cast<std::size_t>(name)]; }

  void set_seen(HeaderName name) { seen_[static_cast<std::size_t>(name)] = true; }

  const ParseLimits* limits_;
  Message* message_;
  std::string_view bytes_;
  DefectRecorder defects_;
  LineReader lines_;
  std::bitset<header_name_count> seen_;
  bool cut_short_ = false;        ///< the header did not reach its end
  bool length_in_doubt_ = false;  ///< Content-Length was there, but says nothing usable
};

}  // namespace sipspec::stack
