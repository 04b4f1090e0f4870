#pragma once

// The smallest session that an INVITE can carry (RFC 3264, RFC 4566): a stream of audio that is
// inactive from the start, so that nobody sends media. Only what MESSAGE in a dialog needs; no
// negotiation of codecs.
//
//   std::string answer = session_answer(invite.body(), own);

#include "stack/transport/address.hpp"

#include <string>
#include <string_view>

namespace sipspec::stack {

inline constexpr std::string_view session_type = "application/sdp";

/// Streams that an answer follows; an offer with more is answered by so many.
inline constexpr int max_streams = 32;

/// One inactive stream of PCMU and PCMA at the discard port of `own`.
std::string session_offer(const Address& own);

/// The same streams as `offer` in the same order (RFC 3264 section 6), inactive, with the formats
/// of the offer; a stream that the offer turned off stays off. "" when the offer holds no stream.
std::string session_answer(std::string_view offer, const Address& own);

}  // namespace sipspec::stack
