#pragma once

// A message under construction as rows of text, with what a scenario may ask for that a valid
// builder would refuse: compact forms, folding, other line ends, rows that are no header fields.
//
//   MessageRows rows;
//   rows.add("CSeq", "1 MESSAGE");
//   std::string octets = rows.render("MESSAGE sip:b@h SIP/2.0", "hi", {.compact = true});

#include "harness/scenario/model.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

/// How rows are written.
struct RowStyle {
  bool compact = false;  ///< one-letter names where there are such
  bool fold = false;     ///< each row over two or more lines
  std::string line_end = "\r\n";
};

class MessageRows {
 public:
  void add(std::string_view name, std::string_view value);
  /// One edit whose value is expanded already.
  void apply(FieldEdit::Kind kind, std::string_view name, std::string_view value);

  std::string render(std::string_view start_line, std::string_view body,
                     const RowStyle& style) const;

 private:
  struct Row {
    std::string name;   ///< "" for a raw row
    std::string value;  ///< raw row: its octets
  };

  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);

  std::vector<Row> rows_;
};

}  // namespace sipspec::harness
