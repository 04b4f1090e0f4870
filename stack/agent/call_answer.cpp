#include "stack/agent/call_answer.hpp"

#include "stack/dialog/offer_answer.hpp"
#include "stack/message/fields.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace sipspec::stack {
namespace {

std::string contact_of(const Origin& origin, std::string_view user) {
  std::string uri = "sip:" + std::string(user) + '@' + to_string(origin.local);
  if (origin.transport != Transport::udp) {
    uri += ";transport=" + std::string(to_string(origin.transport));
  }
  return '<' + uri + '>';
}

std::vector<std::string> routes_of(const Message& invite, Fault fault) {
  std::vector<std::string> routes;
  if (fault == Fault::invite_without_record_route) {
    return routes;
  }
  for (ListCursor rows(invite, HeaderName::record_route); const auto route = rows.next();) {
    routes.emplace_back(*route);
  }
  if (fault == Fault::record_route_reversed) {
    std::ranges::reverse(routes);
  }
  return routes;
}

}  // namespace

Answer with_call(const Message& invite, Answer answer, const Origin& origin, std::string_view user,
                 Fault fault) {
  if (answer.status / 100 != 2) {
    return answer;
  }
  for (const std::string& route : routes_of(invite, fault)) {
    answer.fields.emplace_back("Record-Route", route);
  }
  if (fault != Fault::invite_without_contact) {
    answer.fields.emplace_back("Contact", contact_of(origin, user));
  }
  answer.body = invite.body().empty() ? session_offer(origin.local)
                                      : session_answer(invite.body(), origin.local);
  answer.content_type = session_type;
  return answer;
}

}  // namespace sipspec::stack
