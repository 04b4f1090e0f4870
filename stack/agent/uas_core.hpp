#pragma once

// What the reference device answers to a request: RFC 3261 8.2 in its order (method, Request-URI
// and To, merged request, Require, content) and RFC 3428 section 7. Pure: a request in, an answer
// out. Transactions, Via and sending are the user agent's.

#include "stack/agent/agent.hpp"
#include "stack/agent/fault.hpp"
#include "stack/message/message.hpp"
#include "stack/message/validate.hpp"
#include "stack/transport/address.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipspec::stack {

class DialogKeeper;

/// What the core must know of how a request came, beside its octets.
struct RequestContext {
  Transport transport = Transport::udp;
  bool merged = false;              ///< the same request is pending on another branch (8.2.2.2)
  bool in_transaction = false;      ///< CANCEL: the transaction it names exists
  bool whole = true;                ///< framing found the message complete
  DialogKeeper* dialogs = nullptr;  ///< judges what has a To tag; null: there are none
};

struct Answer {
  int status = 0;  ///< 0: no answer at all
  std::string reason;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  std::string content_type;
  bool deliver = false;  ///< the text goes to the user
};

class UasCore {
 public:
  UasCore(const AgentConfig& config, Fault fault);

  Answer answer(const Message& request, const RequestContext& context) const;

 private:
  bool is(Fault fault) const { return fault_ == fault; }

  std::optional<Answer> check_version(const Message& request) const;
  std::optional<Answer> check_shape(const Message& request, const RequestContext& context) const;
  std::optional<Answer> check_method(const Message& request, const RequestContext& context) const;
  std::optional<Answer> check_target(const Message& request) const;
  std::optional<Answer> check_require(const Message& request) const;
  std::optional<Answer> check_dialog(const Message& request, const RequestContext& context) const;
  std::optional<Answer> check_content(const Message& request) const;
  std::optional<Answer> check_session(const Message& request) const;
  std::optional<Answer> answer_other_method(const Message& request,
                                            const RequestContext& context) const;
  Answer accepted(const Message& request) const;

  std::string user_;
  Fault fault_;
};

}  // namespace sipspec::stack
