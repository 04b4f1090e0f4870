#include "tests/stack/message/grammar_support.hpp"

namespace sipspec::stack {
namespace {

TEST(ViaGrammar, AcceptsAllFormsOfAHop) {
  expect_all(HeaderName::via, {
                                  {"SIP/2.0/UDP 192.0.2.1"},
                                  {"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1"},
                                  {"SIP / 2.0 / UDP first.example.com: 4000;ttl=16 "
                                   ";maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1"},
                                  {"SIP/2.0/UDP a.example.com : 5060 ; branch = z9hG4bK1"},
                                  {"SIP/2.0/TCP [2001:db8::9:1]:5060;branch=z9hG4bK1"},
                                  {"HTTP/1.1/FOO host"},
                                  {"SIP/2.0/UDP host;rport;branch=a"},
                                  {"SIP/2.0/UDP host;rport=5060;received=192.0.2.4;branch=a"},
                                  {"SIP/2.0/UDP host;received=2001:db8::9:255;branch=a"},
                                  {"SIP/2.0/UDP host;extension=\"a,b;c\";flag;v6=[::1]"},
                                  {"SIP/2.0/UDP host.example.com."},
                                  {"SIP/2.0/UDP a,\r\n SIP/2.0/TCP b;branch=x"},
                                  {"SIP/2.0/UDP h;ttl=0;maddr=host"},
                                  {"SIP/2.0/UDP h;ttl=255"},
                              });
}

TEST(ViaGrammar, NamesWhatIsWrongWithAHop) {
  expect_all(HeaderName::via,
             {
                 {"", {"value-empty@0+0"}},
                 {"SIP", {"via-protocol-invalid@3+0"}},
                 {"SIP/2.0 192.0.2.1", {"via-protocol-invalid@7+1"}},
                 {"SIP/2.0/", {"via-protocol-invalid@8+0"}},
                 {"/2.0/UDP h", {"via-protocol-invalid@0+1"}},
                 {"SIP//UDP h", {"via-protocol-invalid@4+1"}},
                 {"SIP/2.0/UDP", {"via-sent-by-missing@11+0"}},
                 {"SIP/2.0/UDP;branch=x", {"via-sent-by-missing@11+1"}},
                 {"SIP/2.0/UDP ;branch=x", {"via-sent-by-missing@12+1"}},
                 {"SIP/2.0/UDP :5060", {"via-sent-by-missing@12+1"}},
                 {"SIP/2.0/UDP(h)", {"via-protocol-invalid@11+1"}},
                 {"SIP/2.0/UDP my_host", {"via-sent-by-invalid@14+1"}},
                 {"SIP/2.0/UDP -host", {"via-sent-by-invalid@12+5"}},
                 {"SIP/2.0/UDP 300.1.1.1", {"via-sent-by-invalid@12+9"}},
                 {"SIP/2.0/UDP [::1", {"ipv6-invalid@12+1"}},
                 {"SIP/2.0/UDP [1:::2]", {"ipv6-invalid@12+7"}},
                 {"SIP/2.0/UDP 2001:db8::1", {"via-sent-by-invalid@12+4"}},
                 {"SIP/2.0/UDP h:", {"via-port-invalid@14+0"}},
                 {"SIP/2.0/UDP h:x", {"via-port-invalid@14+1"}},
                 {"SIP/2.0/UDP h:65536", {"via-port-invalid@14+5"}},
                 {"SIP/2.0/UDP h h", {"via-sent-by-invalid@14+1"}},
                 {"SIP/2.0/UDP h;branch", {"via-branch-invalid@14+6"}},
                 {"SIP/2.0/UDP h;branch=", {"via-branch-invalid@14+7"}},
                 {"SIP/2.0/UDP h;branch=a b", {"via-branch-invalid@23+1"}},
                 {"SIP/2.0/UDP h;branch=<", {"via-branch-invalid@21+1"}},
                 {"SIP/2.0/UDP h;received=host", {"via-received-invalid@23+4"}},
                 {"SIP/2.0/UDP h;received=[2001:db8::1]", {"via-received-brackets@23+13"}},
                 {"SIP/2.0/UDP h;received=[::1", {"via-received-invalid@23+4"}},
                 {"SIP/2.0/UDP h;received=1:::2", {"via-received-invalid@23+5"}},
                 {"SIP/2.0/UDP h;rport=", {"via-rport-invalid@14+6"}},
                 {"SIP/2.0/UDP h;rport=x", {"via-rport-invalid@20+1"}},
                 {"SIP/2.0/UDP h;rport=65536", {"via-rport-invalid@20+5"}},
                 {"SIP/2.0/UDP h;ttl=256", {"via-ttl-invalid@18+3"}},
                 {"SIP/2.0/UDP h;ttl=0016", {"via-ttl-invalid@18+4"}},
                 {"SIP/2.0/UDP h;ttl", {"via-ttl-invalid@14+3"}},
                 {"SIP/2.0/UDP h;maddr=a_b", {"via-maddr-invalid@21+1"}},
                 {"SIP/2.0/UDP h;;branch=x", {"parameter-name-invalid@14+1"}},
                 {"SIP/2.0/UDP h;", {"parameter-name-invalid@14+0"}},
                 {"SIP/2.0/UDP h;x=", {"parameter-value-missing@14+2"}},
                 {"SIP/2.0/UDP h;x=a@b", {"parameter-value-invalid@17+1"}},
                 {"SIP/2.0/UDP h;a=1;A=2", {"parameter-repeated@18+1"}},
                 {"SIP/2.0/UDP h;x=\"a", {"quoted-string-unclosed@16+2"}},
             });
}

TEST(ViaGrammar, JudgesEachHopOfAListOnItsOwn) {
  expect_all(HeaderName::via, {
                                  {"SIP/2.0/UDP a,SIP/2.0/UDP b:x,SIP/2.0/UDP c;ttl=x",
                                   {"via-port-invalid@28+1", "via-ttl-invalid@48+0"}},
                                  {"SIP/2.0/UDP a,,SIP/2.0/UDP b", {"list-element-empty@14+1"}},
                                  {"SIP/2.0/UDP a,", {"list-element-empty@14+0"}},
                                  {",SIP/2.0/UDP a", {"list-element-empty@0+1"}},
                              });
}

}  // namespace
}  // namespace sipspec::stack
