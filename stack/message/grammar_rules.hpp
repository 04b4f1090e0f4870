#pragma once

// Every header field grammar, one function each, in files by family. A new header field takes one
// line here, one function in a family file, and one row in grammar_table.cpp.
// Not part of the public interface of stack/message.

#include "stack/message/scanner.hpp"

namespace sipspec::stack::grammar {

// grammar_via.cpp
bool via(Scanner& in);

// grammar_address.cpp
bool from_to(Scanner& in);
bool contact(Scanner& in);
bool route(Scanner& in);
bool reply_to(Scanner& in);
bool identity_list(Scanner& in);
bool called_party(Scanner& in);
bool history_info(Scanner& in);
bool info_list(Scanner& in);

// grammar_lists.cpp
bool token_list(Scanner& in);
bool optional_token_list(Scanner& in);
bool token(Scanner& in);
bool feature_list(Scanner& in);
bool access_network_info(Scanner& in);
bool reason(Scanner& in);
bool privacy(Scanner& in);
bool warning(Scanner& in);

// grammar_media.cpp
bool accept(Scanner& in);
bool accept_encoding(Scanner& in);
bool accept_language(Scanner& in);
bool content_disposition(Scanner& in);
bool content_language(Scanner& in);
bool content_type(Scanner& in);
bool mime_version(Scanner& in);

// grammar_date.cpp
bool date(Scanner& in);
bool retry_after(Scanner& in);
bool timestamp(Scanner& in);

// grammar_auth.cpp
bool credentials(Scanner& in);
bool challenge(Scanner& in);
bool authentication_info(Scanner& in);

// grammar_numbers.cpp
bool cseq(Scanner& in);
bool delta_seconds(Scanner& in);
bool max_forwards(Scanner& in);
bool number(Scanner& in);
bool content_length(Scanner& in);
bool rack(Scanner& in);
bool session_expires(Scanner& in);

// grammar_text.cpp
bool call_id(Scanner& in);
bool call_id_list(Scanner& in);
bool text(Scanner& in);
bool products(Scanner& in);
bool extension(Scanner& in);

// grammar_events.cpp
bool event(Scanner& in);
bool event_list(Scanner& in);
bool subscription_state(Scanner& in);
bool replaces(Scanner& in);
bool identity(Scanner& in);

}  // namespace sipspec::stack::grammar
