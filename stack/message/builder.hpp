#pragma once

// Makes and edits messages as rows of text, so that any octets whatever can be produced, valid or
// not. Nothing is added by itself except what finish() is asked for.
//
//   MessageBuilder request = MessageBuilder::request("MESSAGE", "sip:bob@192.0.2.4");
//   request.add("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKnashds8").body("Hi", "text/plain");
//   std::string octets = request.serialize();

#include "stack/message/message.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::stack {

/// What serialize() does about Content-Length.
enum class ContentLength : std::uint8_t {
  computed,  ///< the row is there with the true length (replaces an existing row's value)
  as_given,  ///< rows stay as they are, present or not
};

class MessageBuilder {
 public:
  static MessageBuilder request(std::string_view method, std::string_view uri);
  static MessageBuilder response(int status, std::string_view reason);
  /// Rows of an existing message; serialize(as_given) gives the same octets back.
  static MessageBuilder from(const Message& message);
  /// A response to `request` by RFC 3261 8.2.6.2: Via rows in order, From, To, Call-ID, CSeq copied
  /// as written; `to_tag` appended when the To has none and it is not empty.
  static MessageBuilder response_to(const Message& request, int status, std::string_view reason,
                                    std::string_view to_tag);

  MessageBuilder& start_line(std::string_view line);  ///< any text, without line end
  MessageBuilder& add(std::string_view name, std::string_view value);        ///< at the end
  MessageBuilder& add_first(std::string_view name, std::string_view value);  ///< at the top
  MessageBuilder& add_before(std::string_view before, std::string_view name,
                             std::string_view value);
  MessageBuilder& set(std::string_view name, std::string_view value);  ///< replace first or add
  MessageBuilder& remove(std::string_view name);                       ///< all rows
  MessageBuilder& raw_row(std::string_view octets);  ///< octets with their own line end, at the end
  MessageBuilder& body(std::string_view octets);
  MessageBuilder& body(std::string_view octets, std::string_view content_type);
  MessageBuilder& line_end(std::string_view octets);  ///< for rows added by name; default CRLF

  std::optional<std::string> value(std::string_view name) const;  ///< of the first such row

  std::string serialize(ContentLength mode = ContentLength::computed) const;

 private:
  struct Row {
    std::string name;    ///< for lookup; full or compact form as written
    std::string octets;  ///< whole row with line end
  };

  std::string row_octets(std::string_view name, std::string_view value) const;
  std::vector<Row>::iterator find_row(std::string_view name);
  MessageBuilder& insert(std::vector<Row>::iterator before, std::string_view name,
                         std::string_view value);
  void add_gap(std::string_view octets);

  std::string preamble_;  ///< line ends before the start line
  std::string start_line_, start_line_end_ = "\r\n";
  std::string line_end_ = "\r\n";
  std::string blank_line_ = "\r\n";
  std::string body_;
  std::vector<Row> rows_;
};

/// The reason phrase of RFC 3261 section 21 and later documents; "" for an unknown code.
std::string_view default_reason(int status) noexcept;

}  // namespace sipspec::stack
