#pragma once

// The dialogs that a case has set up by its INVITE steps, named by them. One dialog an INVITE: that
// of the first 2xx. Internal to the engine.
//
//   calls.established("i1", invite, success, device_uri);
//   const auto part = calls.request("i1", "MESSAGE");   // start line and rows, without Via

#include "stack/dialog/dialog.hpp"
#include "stack/message/message.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sipspec::harness {

/// What a dialog says of a request in it.
struct DialogPart {
  std::string uri;                                        ///< Request-URI
  std::vector<std::pair<std::string, std::string>> rows;  ///< Max-Forwards to CSeq, with Route
  std::string call_id, from_tag;
  std::uint32_t cseq = 0;
};

class Calls {
 public:
  /// A 2xx to the INVITE came. One without Contact has `target` for it: a fault of its own, and no
  /// reason to lose the dialog.
  void established(const std::string& invite_step, const stack::Message& invite,
                   const stack::Message& success, std::string_view target);
  /// nullopt while there is no such dialog. An ACK has the number of the INVITE.
  std::optional<DialogPart> request(std::string_view invite_step, std::string_view method);
  /// A request in the dialog went out: numbers go on from the highest; BYE ends it.
  void sent(std::string_view invite_step, const stack::Message& request);
  /// INVITE steps whose dialogs nobody has ended.
  std::vector<std::string> open() const;

 private:
  struct Call {
    stack::Dialog dialog;
    std::uint32_t number = 0;  ///< of the INVITE
    enum class State : std::uint8_t { open, ended } state = State::open;
  };

  std::map<std::string, Call, std::less<>> calls_;
};

}  // namespace sipspec::harness
