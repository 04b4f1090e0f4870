#pragma once

// The body of a message, read as what its Content-Type and Content-Encoding say, to the innermost
// part: multipart, CPIM, IMDN, isComposing, recipient lists, MANSCDP, SMS, text. Types that are not
// known are octets without a fault.
//
// Views go into the octets of the message, which must outlive the Body, and into what the Body
// decoded itself.
//
//   const Body body = Body::parse(message);
//   if (const Cpim* cpim = body.root().as<Cpim>()) { cpim->value_of("From"); }
//   for (const BodyDefect& defect : body.defects()) { ... }   // places count from message.body()

#include "stack/body/body_defect.hpp"
#include "stack/body/composing.hpp"
#include "stack/body/cpim.hpp"
#include "stack/body/imdn.hpp"
#include "stack/body/limits.hpp"
#include "stack/body/manscdp.hpp"
#include "stack/body/multipart.hpp"
#include "stack/body/resource_list.hpp"
#include "stack/body/rp_message.hpp"
#include "stack/message/message.hpp"

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sipspec::stack {

/// What is said about octets beside them.
struct BodyHeader {
  std::string_view content_type;
  std::string_view content_encoding;
  std::string_view transfer_encoding;  ///< of parts only
  std::string_view disposition;
};

struct BodyPart {
  BodyHeader header;
  std::string media_type;         ///< "message/cpim", lower case; "" when absent or unreadable
  std::vector<MimeField> fields;  ///< of a part; the body of a message has none of its own
  std::string_view octets;        ///< as they stand
  std::string_view content;       ///< without Content-Encoding and Content-Transfer-Encoding
  std::variant<std::monostate, Multipart, Cpim, Composing, Imdn, ResourceList, Manscdp, RpMessage>
      value;
  std::vector<BodyPart> parts;  ///< of a multipart; the one entity in a CPIM

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
};

class Body {
 public:
  static Body parse(const Message& message, const BodyLimits& limits = {});
  static Body parse(std::string_view octets, const BodyHeader& header,
                    const BodyLimits& limits = {});

  Body(Body&&) = default;
  Body& operator=(Body&&) = default;
  // A copy would look into the octets of its original.
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body() = default;

  const BodyPart& root() const { return root_; }

  std::span<const BodyDefect> defects() const { return defects_; }

 private:
  friend class BodyReader;

  Body() = default;

  BodyPart root_;
  std::vector<BodyDefect> defects_;
  std::deque<std::string> decoded_;  ///< a deque: views into it stay when it grows or moves
};

}  // namespace sipspec::stack
