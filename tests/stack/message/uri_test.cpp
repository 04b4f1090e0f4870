#include "stack/message/uri.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sipspec::stack {
namespace {

TEST(Uri, GivesItsParts) {
  const Result<Uri> uri = parse_uri("SIPS:bob:pw@example.com:5061;transport=tcp;lr?Subject=x&To=y");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, UriScheme::sips);
  EXPECT_EQ(uri->scheme_text, "SIPS");
  EXPECT_TRUE(uri->has_user);
  EXPECT_EQ(uri->user, "bob");
  EXPECT_EQ(uri->password, "pw");
  EXPECT_EQ(uri->host, "example.com");
  EXPECT_EQ(uri->port, 5061);
  EXPECT_EQ(uri->parameters.value("TRANSPORT"), "tcp");
  EXPECT_TRUE(uri->parameters.has("lr"));
  EXPECT_EQ(uri->headers, "Subject=x&To=y");
}

TEST(Uri, HasNoUserNoPortNoHeadersWhenItIsOnlyAHost) {
  const Result<Uri> uri = parse_uri("sip:[2001:db8::1]");
  ASSERT_TRUE(uri);
  EXPECT_FALSE(uri->has_user);
  EXPECT_EQ(uri->host, "[2001:db8::1]");
  EXPECT_FALSE(uri->port.has_value());
  EXPECT_EQ(uri->parameters.text(), "");
  EXPECT_EQ(uri->headers, "");
}

TEST(Uri, TakesOddCharactersIntoTheUserPart) {
  const Result<Uri> uri = parse_uri(
      "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too."
      "(doesn't-it)@example.com");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  EXPECT_EQ(uri->password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  EXPECT_EQ(uri->host, "example.com");
  const Result<Uri> semicolons = parse_uri("sip:user;par=u%40example.net@example.com;lr");
  ASSERT_TRUE(semicolons);
  EXPECT_EQ(semicolons->user, "user;par=u%40example.net");
  EXPECT_EQ(semicolons->parameters.text(), ";lr");
}

TEST(Uri, KeepsTelAndOtherSchemesAsOneText) {
  const Result<Uri> tel = parse_uri("tel:7042;phone-context=example.com");
  ASSERT_TRUE(tel);
  EXPECT_EQ(tel->scheme, UriScheme::tel);
  EXPECT_EQ(tel->opaque, "7042;phone-context=example.com");
  EXPECT_EQ(tel->parameters.value("phone-context"), "example.com");
  const Result<Uri> other = parse_uri("soap.beep://192.0.2.103:3002");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->scheme, UriScheme::other);
  EXPECT_EQ(other->scheme_text, "soap.beep");
  EXPECT_EQ(other->opaque, "//192.0.2.103:3002");
  const Result<Uri> im = parse_uri("im:fred@example.com");
  ASSERT_TRUE(im);
  EXPECT_EQ(im->scheme, UriScheme::im);
  EXPECT_EQ(im->user, "fred");
}

TEST(Uri, AcceptsEveryFormOfHost) {
  for (const std::string_view host :
       {"a", "example.com", "example.com.", "a-b.c-d", "1a.b", "192.0.2.1", "0.0.0.0",
        "255.255.255.255", "[::]", "[::1]", "[2001:db8::192.0.2.1]", "[1:2:3:4:5:6:7:8]",
        "[1:2:3:4:5:6:192.0.2.1]", "[1::8]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]",
        "[::ffff:192.0.2.10]"}) {
    EXPECT_TRUE(parse_uri("sip:" + std::string(host))) << host;
  }
}

struct UriFault {
  std::string_view text;
  DefectCode code;
  std::uint32_t offset, length;
};

TEST(Uri, NamesThePartThatIsWrongAndWhere) {
  using enum DefectCode;
  const UriFault faults[] = {
      {"", uri_empty, 0, 0},
      {"bob", uri_scheme_invalid, 0, 3},
      {":bob", uri_scheme_invalid, 0, 0},
      {"1sip:bob", uri_scheme_invalid, 0, 4},
      {"bob@host", uri_scheme_invalid, 0, 8},
      {"foo:", uri_empty, 4, 0},
      {"sip:", uri_host_missing, 4, 0},
      {"sip:bob@", uri_host_missing, 8, 0},
      {"sip:bob@:5060", uri_host_missing, 8, 0},
      {"sip:@h", uri_user_empty, 4, 0},
      {"sip::pw@h", uri_user_empty, 4, 0},
      {"sip:b[b@h", uri_user_invalid, 5, 1},
      {"sip:b:p?@h", uri_password_invalid, 7, 1},
      {"sip:b:p:p@h", uri_password_invalid, 7, 1},
      {"sip:a@b@h", uri_host_invalid, 6, 3},
      {"sip:b@exa_mple", uri_host_invalid, 6, 8},
      {"sip:b@-a", uri_host_invalid, 6, 2},
      {"sip:b@a-", uri_host_invalid, 6, 2},
      {"sip:b@a..b", uri_host_invalid, 6, 4},
      {"sip:b@a.1", uri_host_invalid, 6, 3},
      {"sip:b@.", uri_host_invalid, 6, 1},
      {"sip:b@256.1.1.1", uri_host_invalid, 6, 9},
      {"sip:b@1.1.1", uri_host_invalid, 6, 5},
      {"sip:b@1.1.1.1.1", uri_host_invalid, 6, 9},
      {"sip:2001:db8::10", uri_host_invalid, 4, 4},
      {"sip:[::1", uri_ipv6_invalid, 4, 4},
      {"sip:[1:::2]", uri_ipv6_invalid, 4, 7},
      {"sip:[1::2::3]", uri_ipv6_invalid, 4, 9},
      {"sip:[12345::]", uri_ipv6_invalid, 4, 9},
      {"sip:[1:2:3:4:5:6:7]", uri_ipv6_invalid, 4, 15},
      {"sip:[1:2:3:4:5:6:7:8:9]", uri_ipv6_invalid, 4, 19},
      {"sip:[1:2:3:4:5:6:7::8]", uri_ipv6_invalid, 4, 18},
      {"sip:[1.2.3.4]", uri_ipv6_invalid, 4, 9},
      {"sip:[::1.2.3]", uri_ipv6_invalid, 4, 9},
      {"sip:[1.2.3.4::]", uri_ipv6_invalid, 4, 11},
      {"sip:[:1]", uri_ipv6_invalid, 4, 4},
      {"sip:[]", uri_ipv6_invalid, 4, 2},
      {"sip:b@h:", uri_port_invalid, 7, 1},
      {"sip:b@h:x", uri_port_invalid, 7, 2},
      {"sip:[::1]5060", uri_port_invalid, 9, 4},
      {"sip:b@h:65536", uri_port_out_of_range, 8, 5},
      {"sip:b c@h", uri_whitespace, 5, 1},
      {"sip:b@h\t", uri_whitespace, 7, 1},
      {"sip:b\x01@h", control_character, 5, 1},
      {"sip:b\"@h", uri_character_invalid, 5, 1},
      {"sip:<b>@h", uri_character_invalid, 4, 1},
      {"sip:\xC3\xA9@h", uri_character_invalid, 4, 1},
      {"sip:%zz@h", uri_escape_invalid, 4, 3},
      {"sip:b@h;x=%4", uri_escape_invalid, 10, 2},
      {"sip:b@h;", uri_parameter_invalid, 8, 0},
      {"sip:b@h;;lr", uri_parameter_invalid, 8, 0},
      {"sip:b@h;=x", uri_parameter_invalid, 8, 2},
      {"sip:b@h;x=", uri_parameter_invalid, 8, 2},
      {"sip:b@h;x=a=b", uri_parameter_invalid, 11, 1},
      {"sip:b@h;ttl=256", uri_parameter_invalid, 8, 7},
      {"sip:b@h;ttl", uri_parameter_invalid, 8, 3},
      {"sip:b@h;transport=a/b", uri_parameter_invalid, 8, 13},
      {"sip:b@h;transport", uri_parameter_invalid, 8, 9},
      {"sip:b@h;maddr=a..b", uri_host_invalid, 14, 4},
      {"sip:b@h;lr;LR", uri_parameter_repeated, 11, 2},
      {"sip:b@h?", uri_headers_invalid, 8, 0},
      {"sip:b@h?a", uri_headers_invalid, 8, 1},
      {"sip:b@h?=b", uri_headers_invalid, 8, 2},
      {"sip:b@h?a=b&", uri_headers_invalid, 12, 0},
      {"sip:b@h?a=b;c", uri_headers_invalid, 11, 1},
      {"tel:", tel_number_invalid, 4, 0},
      {"tel:+", tel_number_invalid, 4, 1},
      {"tel:+1x", tel_number_invalid, 6, 1},
      {"tel:---;phone-context=h", tel_number_invalid, 4, 3},
      {"tel:7042", tel_context_missing, 4, 4},
      {"tel:+1;x=", tel_parameter_invalid, 7, 2},
      {"tel:7042;phone-context=1_", tel_parameter_invalid, 9, 16},
      {"tel:+1;ext=1;ext=2", uri_parameter_repeated, 13, 3},
  };
  for (const UriFault& fault : faults) {
    const Result<Uri> uri = parse_uri(fault.text);
    ASSERT_FALSE(uri) << fault.text;
    EXPECT_EQ(describe(uri.error().code).name, describe(fault.code).name) << fault.text;
    EXPECT_EQ(uri.error().offset, fault.offset) << fault.text;
    EXPECT_EQ(uri.error().length, fault.length) << fault.text;
    EXPECT_EQ(uri.error().rule, describe(fault.code).rule);
  }
}

struct Pair {
  std::string_view a, b;
};

TEST(UriComparison, HoldsForTheSamePlaceWrittenInOtherWays) {
  const Pair pairs[] = {
      {"sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com;security=on"},
      {"sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
       "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"},
      {"sip:alice@atlanta.com?subject=project%20x&priority=urgent",
       "sip:alice@atlanta.com?priority=urgent&subject=project%20x"},
      {"SIP:a@h", "sip:a@h"},
      {"sip:a%3Bb@h", "sip:a%3bb@h"},
      {"sip:a@[2001:DB8::1]", "sip:a@[2001:db8::1]"},
      {"sip:a@h;%6Cr", "sip:a@h;lr"},
      {"sip:h?A=x&a=y", "sip:h?a=y&A=x"},
      {"im:fred@example.com", "im:fred@EXAMPLE.com"},
      {"tel:+1-201-555-0123", "tel:+1(201)555.0123"},
      {"tel:7042;phone-context=Example.com", "TEL:70-42;PHONE-CONTEXT=example.COM"},
      {"tel:7042;phone-context=+1-914", "tel:7042;phone-context=+1914"},
      {"tel:+1201;ext=1-2;isub=a", "tel:+1201;isub=A;ext=12"},
      {"tel:1aF;phone-context=h", "tel:1Af;phone-context=h"},
      {"http://h/x", "http://h/x"},
  };
  for (const Pair& pair : pairs) {
    EXPECT_TRUE(uris_equivalent(pair.a, pair.b)) << pair.a << "  " << pair.b;
    EXPECT_TRUE(uris_equivalent(pair.b, pair.a)) << pair.b << "  " << pair.a;
  }
}

TEST(UriComparison, FailsForPlacesThatMayDiffer) {
  const Pair pairs[] = {
      {"SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"},
      {"sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"},
      {"sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"},
      {"sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"},
      {"sip:a@h", "sips:a@h"},
      {"sip:a@h", "sip:h"},
      {"sip:a@h", "sip:a:p@h"},
      {"sip:a:P@h", "sip:a:p@h"},
      {"sip:a@h;user=phone", "sip:a@h"},
      {"sip:a@h;ttl=1", "sip:a@h"},
      {"sip:a@h;method=X", "sip:a@h"},
      {"sip:a@h;maddr=h", "sip:a@h"},
      {"sip:a@h;x=1", "sip:a@h;x=2"},
      {"sip:a@h;lr", "sip:a@h;lr=on"},
      {"sip:a%3Bb@h", "sip:a;b@h"},
      {"sip:a%40@h", "sip:a@h"},
      {"sip:h?a=x&a=x", "sip:h?a=x&a=y"},
      {"sip:h?a=x", "sip:h?a=X"},
      {"im:Fred@example.com", "im:fred@example.com"},
      {"tel:+1201", "tel:1201;phone-context=h"},
      {"tel:+1201", "tel:+12015"},
      {"tel:+1201;ext=1", "tel:+1201"},
      {"tel:7042;phone-context=a", "tel:7042;phone-context=b"},
      {"http://h/x", "http://H/x"},
      {"sip:a@h", "no uri"},
  };
  for (const Pair& pair : pairs) {
    EXPECT_FALSE(uris_equivalent(pair.a, pair.b)) << pair.a << "  " << pair.b;
    EXPECT_FALSE(uris_equivalent(pair.b, pair.a)) << pair.b << "  " << pair.a;
  }
}

TEST(UriComparison, IsNotTransitiveAsTheDocumentSays) {
  EXPECT_TRUE(uris_equivalent("sip:c@h", "sip:c@h;security=on"));
  EXPECT_TRUE(uris_equivalent("sip:c@h", "sip:c@h;security=off"));
  EXPECT_FALSE(uris_equivalent("sip:c@h;security=on", "sip:c@h;security=off"));
}

TEST(UriComparison, OfHugeUrisGoesOctetByOctet) {
  const std::string huge = "sip:h;a" + std::string(5000, 'x');
  EXPECT_TRUE(uris_equivalent(huge, huge));
  EXPECT_FALSE(uris_equivalent(huge, huge + ";b"));
}

}  // namespace
}  // namespace sipspec::stack
