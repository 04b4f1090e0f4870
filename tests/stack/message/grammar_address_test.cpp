#include "tests/stack/message/grammar_support.hpp"

namespace sipspec::stack {
namespace {

TEST(AddressGrammar, AcceptsAllFormsOfFromAndTo) {
  for (const HeaderName name : {HeaderName::from, HeaderName::to}) {
    expect_all(name, {
                         {"<sip:a@h>"},
                         {"<sip:a@h>;tag=x"},
                         {"sip:a@h;tag=x"},
                         {"sip:a@h ; tag = x"},
                         {"Alice <sip:a@h>;tag=x"},
                         {"Alice B. Cooper <sip:a@h>"},
                         {"Alice<sip:a@h>"},
                         {"\"A, \\\"B\\\" <c>\" <sip:a@h>"},
                         {"\"\xC3\xA9\" <sip:a@h>"},
                         {"\"\"<sip:a@h>"},
                         {"<sip:a;b=c,d?e@h;lr?x=y>;tag=z"},
                         {"<tel:+1-201-555-0123>;tag=1"},
                         {"<im:a@h>"},
                         {"<unknown:anything?at=all>"},
                         {"\"A\"\r\n <sip:a@h>\r\n ;tag=x"},
                         {"<sip:a@h>;x=\"q;\\\"\";y=[::1];z"},
                     });
  }
}

TEST(AddressGrammar, NamesWhatIsWrongWithAnAddress) {
  expect_all(HeaderName::from,
             {
                 {"", {"value-empty@0+0"}},
                 {"Alice", {"uri-scheme-invalid@0+5"}},
                 {"a@h;tag=x", {"uri-scheme-invalid@0+3"}},
                 {"\"Alice <sip:a@h>", {"quoted-string-unclosed@0+16"}},
                 {"\"Alice\" sip:a@h", {"angle-bracket-missing@8+1"}},
                 {"\"Alice\"", {"angle-bracket-missing@7+0"}},
                 {"\"A\x01\" <sip:a@h>", {"control-character@2+1"}},
                 {"\"A\xFF\" <sip:a@h>", {"not-utf8@2+1"}},
                 {"\"A\\\xC3\xA9\" <sip:a@h>", {"quoted-string-invalid@2+1"}},
                 {"Bell, Alexander <sip:a@h>", {"display-name-invalid@4+1"}},
                 {"Al\xC3\xA9 <sip:a@h>", {"display-name-invalid@2+1"}},
                 {"Al(ice) <sip:a@h>", {"display-name-invalid@2+1"}},
                 {"<sip:a@h", {"angle-bracket-unclosed@0+8"}},
                 {"<>", {"address-missing@0+2"}},
                 {"< sip:a@h>", {"uri-whitespace@1+1"}},
                 {"<sip:a@h >", {"uri-whitespace@8+1"}},
                 {"<sip:a@h>x", {"value-excess@9+1"}},
                 {"<sip:a@h>,<sip:b@h>", {"value-excess@9+1"}},
                 {";tag=x", {"address-missing@0+1"}},
                 {"sip:a,b@h", {"address-needs-brackets@5+1"}},
                 {"sip:a@h?x=y", {"address-needs-brackets@7+1"}},
                 {"sip:a;b@h", {"address-needs-brackets@5+1"}},
                 {"sip:a@h;tag=", {"tag-invalid@8+4"}},
                 {"sip:a@h;tag", {"tag-invalid@8+3"}},
                 {"sip:a@h;tag=\"x\"", {"tag-invalid@12+1"}},
                 {"sip:a@h;tag=x y", {"tag-invalid@14+1"}},
                 {"sip:a@h;tag=x;tag=y", {"parameter-repeated@14+3"}},
                 {"<sip:a@h>;tag=x;", {"parameter-name-invalid@16+0"}},
                 {"<sip:@h>", {"uri-user-empty@5+0"}},
                 {"<sip:a@h:x>;tag=", {"uri-port-invalid@8+2", "tag-invalid@12+4"}},
             });
}

TEST(AddressGrammar, JudgesContacts) {
  expect_all(HeaderName::contact,
             {
                 {"*"},
                 {"<sip:a@h>;q=0.7;expires=3600, sip:b@h;q=1.000, \"C, D\" <sip:c@h>"},
                 {"<sip:a@h>;q=0"},
                 {"<sip:a@h>;expires=4294967295;+sip.instance=\"<urn:uuid:x>\""},
                 {"* <sip:a@h>"},
                 {"*, <sip:a@h>", {"contact-wildcard-mixed@0+1"}},
                 {"<sip:a@h>, *", {"contact-wildcard-mixed@11+1"}},
                 {"*;expires=0", {"contact-wildcard-mixed@0+1"}},
                 {"<sip:a@h>;q=2", {"qvalue-invalid@12+1"}},
                 {"<sip:a@h>;q=1.001", {"qvalue-invalid@12+5"}},
                 {"<sip:a@h>;q=0.1234", {"qvalue-invalid@12+6"}},
                 {"<sip:a@h>;q=.5", {"qvalue-invalid@12+2"}},
                 {"<sip:a@h>;q=", {"qvalue-invalid@10+2"}},
                 {"<sip:a@h>;q=0.5x", {"qvalue-invalid@15+1"}},
                 {"<sip:a@h>;expires=1h", {"delta-seconds-invalid@19+1"}},
                 {"<sip:a@h>;expires=4294967296", {"delta-seconds-out-of-range@18+10"}},
                 {"sip:a@h?x=y", {"address-needs-brackets@7+1"}},
                 {"<sip:a@h>;q=2,<sip:b@h>;q=3", {"qvalue-invalid@12+1", "qvalue-invalid@26+1"}},
             });
}

TEST(AddressGrammar, WantsBracketsInRoutes) {
  for (const HeaderName name :
       {HeaderName::route, HeaderName::record_route, HeaderName::path, HeaderName::service_route}) {
    expect_all(name, {
                         {"<sip:p.example.com;lr>"},
                         {"<sip:p1;lr>,\"P\" <sip:p2;lr>;x=y"},
                         {"sip:p.example.com;lr", {"angle-bracket-missing@0+1"}},
                         {"<sip:p1;lr>,sip:p2", {"angle-bracket-missing@12+1"}},
                     });
  }
}

TEST(AddressGrammar, JudgesTheOtherFieldsThatHoldUris) {
  expect_all(HeaderName::alert_info, {{"<http://h/x.wav>;a=b, <cid:1@h>"},
                                      {"http://h/x.wav", {"angle-bracket-missing@0+1"}}});
  expect_all(HeaderName::call_info,
             {{"<http://h/a.jpg>;purpose=icon"}, {"<http://h/ a.jpg>", {"uri-whitespace@10+1"}}});
  expect_all(HeaderName::error_info, {{"<sip:nope@h>"}, {"<sip:@h>", {"uri-user-empty@5+0"}}});
  expect_all(HeaderName::reply_to,
             {{"B <sip:b@h>;x"}, {"B <sip:b@h>;=", {"parameter-name-invalid@12+1"}}});
  expect_all(HeaderName::refer_to, {{"<sip:b@h?Replaces=1%40h>"}});
  expect_all(HeaderName::p_asserted_identity,
             {{"<sip:a@h>, tel:+14085264000"}, {"<sip:a@h>;x", {"value-excess@9+1"}}});
  expect_all(HeaderName::p_called_party_id,
             {{"<sip:a@h>"}, {"sip:a@h", {"angle-bracket-missing@0+1"}}});
  expect_all(HeaderName::history_info, {
                                           {"<sip:a@h>;index=1, <sip:b@h>;index=1.1;rc=1"},
                                           {"<sip:a@h>", {"history-index-invalid@0+9"}},
                                           {"<sip:a@h>;index=1..2", {"history-index-invalid@18+1"}},
                                           {"<sip:a@h>;index=x", {"history-index-invalid@16+1"}},
                                       });
}

}  // namespace
}  // namespace sipspec::stack
