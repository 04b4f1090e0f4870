#include "stack/body/body.hpp"

#include "stack/body/charset.hpp"
#include "stack/body/content_coding.hpp"
#include "stack/body/transfer_encoding.hpp"
#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

Texts faults(std::string_view octets, std::string_view type, std::string_view encoding = {}) {
  return names(Body::parse(octets, {type, encoding, {}, {}}).defects());
}

const std::string typing = make_composing({"active", {}, {}, std::nullopt});

TEST(Body, IsReadAsWhatItsContentTypeSays) {
  EXPECT_NE(Body::parse(typing, {"application/im-iscomposing+xml"}).root().as<Composing>(),
            nullptr);
  EXPECT_NE(Body::parse("<imdn/>", {"message/imdn+xml"}).root().as<Imdn>(), nullptr);
  EXPECT_NE(Body::parse("<x/>", {"application/resource-lists+xml"}).root().as<ResourceList>(),
            nullptr);
  EXPECT_NE(Body::parse("<Query/>", {"Application/MANSCDP+xml"}).root().as<Manscdp>(), nullptr);
  EXPECT_NE(Body::parse("\x06\x01", {"application/vnd.3gpp.sms"}).root().as<RpMessage>(), nullptr);
  EXPECT_NE(Body::parse("\r\n", {"message/CPIM"}).root().as<Cpim>(), nullptr);
  EXPECT_EQ(faults("\xFF\x00anything", "application/octet-stream"), Texts{});
  EXPECT_EQ(faults("", "text/plain"), Texts{});
  EXPECT_EQ(faults("<a>", "application/pidf+xml"), Texts{"xml-element-unclosed"});
}

TEST(Body, AnEmptyCpimIsAFault) {
  EXPECT_EQ(faults("", "message/cpim"), Texts{"cpim-empty"});
}

TEST(Body, ComesFromAMessage) {
  const std::string octets =
      "MESSAGE sip:bob@example.com SIP/2.0\r\nContent-Type: text/plain;charset=us-ascii\r\n"
      "Content-Length: 2\r\n\r\n\xC3\xA9";
  const Message message = Message::parse(octets);
  const Body body = Body::parse(message);
  EXPECT_EQ(body.root().media_type, "text/plain");
  EXPECT_EQ(places(body.defects()), Texts{"charset-data-invalid@0+1"});
}

TEST(Body, PartsAreReadToTheInnermost) {
  const std::string cpim =
      CpimBuilder()
          .add("From", "<a:b>")
          .content("message/imdn+xml",
                   make_imdn({"1", "2026-01-01T00:00:00Z", {}, {}, {}, "display", "displayed"}))
          .serialize();
  const std::string inner = MultipartBuilder("in").part("message/cpim", cpim).serialize();
  const std::string outer = MultipartBuilder("out")
                                .preamble("ignore me")
                                .part("text/plain", "hi")
                                .part("multipart/related;boundary=in", inner)
                                .serialize();
  const Body body = Body::parse(outer, {"multipart/mixed; boundary=\"out\""});
  EXPECT_EQ(names(body.defects()), Texts{});
  ASSERT_EQ(body.root().parts.size(), 2U);
  const BodyPart& related = body.root().parts[1];
  ASSERT_EQ(related.parts.size(), 1U);
  ASSERT_EQ(related.parts[0].parts.size(), 1U);
  const Imdn* const imdn = related.parts[0].parts[0].as<Imdn>();
  ASSERT_NE(imdn, nullptr);
  EXPECT_EQ(imdn->status, "displayed");
}

TEST(Body, TransferEncodingsOfPartsAreUndone) {
  const std::string part =
      "Content-Type: application/im-iscomposing+xml\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n" +
      encode_base64(typing);
  const Body body =
      Body::parse(MultipartBuilder("b").entity(part).serialize(), {"multipart/mixed;boundary=b"});
  EXPECT_EQ(names(body.defects()), Texts{});
  ASSERT_EQ(body.root().parts.size(), 1U);
  EXPECT_EQ(body.root().parts[0].content, typing);
}

TEST(Body, AFaultInADecodedPartMarksTheEncodedOctets) {
  const std::string octets =
      MultipartBuilder("b")
          .entity(
              "Content-Type: application/im-iscomposing+xml\r\nContent-Transfer-Encoding: "
              "base64\r\n\r\n" +
              encode_base64("<a>"))
          .serialize();
  const Body body = Body::parse(octets, {"multipart/mixed;boundary=b"});
  ASSERT_EQ(body.defects().size(), 1U);
  EXPECT_EQ(octets.substr(body.defects()[0].offset, body.defects()[0].length),
            encode_base64("<a>"));
}

TEST(Body, FaultsOfTransferEncodings) {
  const auto part = [](const std::string& encoding, const std::string& text) {
    return MultipartBuilder("b")
        .entity("Content-Type: text/plain\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" +
                text)
        .serialize();
  };
  EXPECT_EQ(faults(part("base64", "!"), "multipart/mixed;boundary=b"), Texts{"base64-invalid"});
  EXPECT_EQ(faults(part("quoted-printable", "=x"), "multipart/mixed;boundary=b"),
            Texts{"quoted-printable-invalid"});
  EXPECT_EQ(faults(part("uuencode", "x"), "multipart/mixed;boundary=b"),
            Texts{"transfer-encoding-unknown"});
  const std::string composite =
      MultipartBuilder("b")
          .entity(
              "Content-Type: multipart/mixed;boundary=c\r\nContent-Transfer-Encoding: "
              "base64\r\n\r\n" +
              encode_base64("--c\r\n\r\nx\r\n--c--"))
          .serialize();
  EXPECT_EQ(faults(composite, "multipart/mixed;boundary=b"),
            Texts{"transfer-encoding-on-composite"});
}

TEST(Body, FaultsOfMultiparts) {
  EXPECT_EQ(faults("--b--", "multipart/mixed"), Texts{"boundary-missing"});
  EXPECT_EQ(faults("--b--", "multipart/mixed;boundary=\"\""), Texts{"boundary-missing"});
  EXPECT_EQ(faults("--b--", "multipart/mixed;boundary=c"), Texts{"boundary-absent"});
  EXPECT_EQ(faults("--b*--", "multipart/mixed;boundary=b*"), Texts{"boundary-invalid"});
}

TEST(Body, SignedMultipartsHaveTwoParts) {
  const std::string type =
      "multipart/signed;protocol=\"application/pkcs7-signature\";micalg=sha-256;boundary=b";
  const std::string good = MultipartBuilder("b")
                               .part("text/plain", "x")
                               .part("application/pkcs7-signature", "y")
                               .serialize();
  EXPECT_EQ(faults(good, type), Texts{});
  const std::string one = MultipartBuilder("b").part("text/plain", "x").serialize();
  EXPECT_EQ(faults(one, type), Texts{"signed-parts-wrong"});
  const std::string other =
      MultipartBuilder("b").part("text/plain", "x").part("text/plain", "y").serialize();
  EXPECT_EQ(faults(other, type), Texts{"signed-parts-wrong"});
  EXPECT_EQ(faults(good, "multipart/signed;boundary=b"), Texts{"signed-parts-wrong"});
}

TEST(Body, ContentEncodingsAreUndoneFromTheLast) {
  const std::string once = encode_content(ContentCoding::gzip, typing);
  const std::string twice = encode_content(ContentCoding::deflate, once);
  EXPECT_EQ(faults(once, "application/im-iscomposing+xml", "gzip"), Texts{});
  EXPECT_EQ(Body::parse(twice, {"application/im-iscomposing+xml", "gzip , deflate", {}, {}})
                .root()
                .content,
            typing);
  EXPECT_EQ(faults(twice, "text/plain", "deflate, gzip"), Texts{"coding-data-invalid"});
  EXPECT_EQ(faults(once.substr(0, once.size() - 1), "text/plain", "gzip"),
            Texts{"coding-data-short"});
  EXPECT_EQ(faults(once + "x", "text/plain", "gzip"), Texts{"coding-data-excess"});
  EXPECT_EQ(faults(once, "text/plain", "br"), Texts{"coding-unknown"});
  EXPECT_EQ(faults(once, "text/plain", "gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip"),
            Texts{"coding-data-invalid"});
}

TEST(Body, CodingsOnCodingsAreBounded) {
  EXPECT_EQ(
      faults("x", "text/plain",
             "identity,identity,identity,identity,identity,identity,identity,identity,identity"),
      Texts{"multipart-limit-depth"});
}

TEST(Body, BombsAreNotUnpacked) {
  const std::string bomb =
      encode_content(ContentCoding::gzip, std::string(usual.max_decoded + 1, ' '));
  const Body body = Body::parse(bomb, {"text/plain", "gzip", {}, {}});
  EXPECT_EQ(names(body.defects()), Texts{"coding-limit"});
  EXPECT_EQ(body.root().content, bomb);
}

TEST(Body, NestingIsBounded) {
  std::string octets = "x";
  std::string type = "text/plain";
  for (std::uint32_t depth = 0; depth < usual.max_depth; ++depth) {
    const MultipartBuilder made = MultipartBuilder("b" + std::to_string(depth)).part(type, octets);
    if (depth + 1 == usual.max_depth) {
      EXPECT_EQ(faults(octets, type), Texts{});
    }
    octets = made.serialize();
    type = made.content_type();
  }
  EXPECT_EQ(faults(octets, type), Texts{"multipart-limit-depth"});
}

TEST(Body, CpimInCpimIsBounded) {
  std::string octets = "x";
  std::string type = "text/plain";
  for (int depth = 0; depth < 50; ++depth) {
    octets = CpimBuilder().content(type, octets).serialize();
    type = "message/cpim";
  }
  EXPECT_EQ(faults(octets, type), Texts{"multipart-limit-depth"});
}

TEST(Body, PartsAreCountedOverAllMultiparts) {
  MultipartBuilder inner("in");
  MultipartBuilder outer("out");
  for (int i = 0; i < 20; ++i) {
    inner.part("text/plain", "x");
  }
  for (int i = 0; i < 20; ++i) {
    outer.part("multipart/mixed;boundary=in", inner.serialize());
  }
  const Body body = Body::parse(outer.serialize(), {"multipart/mixed;boundary=out"});
  ASSERT_FALSE(body.defects().empty());
  EXPECT_EQ(names(body.defects())[0], "multipart-limit-parts");
}

TEST(Body, CharsetsOfTextsAreHeld) {
  EXPECT_EQ(faults("\xC3\xA9", "text/plain"), Texts{});
  EXPECT_EQ(faults("\xE9", "text/plain"), Texts{"charset-data-invalid"});
  EXPECT_EQ(faults("\xE9", "text/plain;charset=\"ISO-8859-1\""), Texts{});
  EXPECT_EQ(faults("x", "text/plain;charset=klingon"), Texts{"charset-unknown"});
}

TEST(Body, XmlIsReadInItsCharset) {
  const std::string name = from_utf8("\xE4\xBD\xA0\xE5\xA5\xBD", "GB2312").text;
  const std::string rare = "\xC8\x6C";  // in GBK, not in GB2312
  const auto notify = [](const std::string& charset, const std::string& text) {
    return "<?xml version=\"1.0\" encoding=\"" + charset +
           "\"?><Notify><CmdType>Keepalive</CmdType><SN>1</SN>"
           "<DeviceID>34020000001320000001</DeviceID><Name>" +
           text + "</Name></Notify>";
  };
  const std::string type = "Application/MANSCDP+xml";
  const std::string octets = notify("GB2312", name);
  const Body body = Body::parse(octets, {type});
  EXPECT_EQ(names(body.defects()), Texts{});
  ASSERT_NE(body.root().as<Manscdp>(), nullptr);
  EXPECT_EQ(body.root().as<Manscdp>()->values.at(0).text, "\xE4\xBD\xA0\xE5\xA5\xBD");
  EXPECT_EQ(faults(notify("GB18030", rare), type), Texts{});
  EXPECT_EQ(faults(notify("GB2312", rare), type), Texts{"charset-label-too-narrow"});
  EXPECT_EQ(faults(notify("GB2312", "\xFF\xFF"), type), Texts{"charset-data-invalid"});
  EXPECT_EQ(faults(notify("UTF-8", name), type), Texts{"xml-not-in-encoding"});
  EXPECT_EQ(faults(notify("UTF-8", name), type + ";charset=gb18030"), Texts{});
  EXPECT_EQ(faults(notify("klingon", "x"), type), Texts{"charset-unknown"});
}

TEST(Body, AFaultKnowsWhatItsOctetsWereReadAs) {
  const auto kind = [](std::string_view octets, std::string_view type, std::string_view encoding) {
    const Body body = Body::parse(octets, {type, encoding, {}, {}});
    return body.defects().empty() ? BodyKind::other : body.defects()[0].kind;
  };
  EXPECT_EQ(kind("<a>", "application/im-iscomposing+xml", ""), BodyKind::composing);
  EXPECT_EQ(kind("<a>", "message/imdn+xml", ""), BodyKind::imdn);
  EXPECT_EQ(kind("<a>", "application/resource-lists+xml", ""), BodyKind::resource_list);
  EXPECT_EQ(kind("<a>", "application/manscdp+xml", ""), BodyKind::manscdp);
  EXPECT_EQ(kind("<a>", "application/pidf+xml", ""), BodyKind::xml);
  EXPECT_EQ(kind("<a>", "text/xml", ""), BodyKind::xml);
  EXPECT_EQ(kind("<a>", "message/cpim", ""), BodyKind::cpim);
  EXPECT_EQ(kind("a", "application/vnd.3gpp.sms", ""), BodyKind::sms);
  EXPECT_EQ(kind("\xFF", "text/html", ""), BodyKind::text);
  EXPECT_EQ(kind("a", "multipart/mixed;boundary=b", ""), BodyKind::multipart);
  EXPECT_EQ(kind("a", "text/plain", "gzip"), BodyKind::other);
  const std::string inner = MultipartBuilder("b").part("text/html", "\xFF").serialize();
  EXPECT_EQ(kind(inner, "multipart/mixed;boundary=b", ""), BodyKind::text);
  EXPECT_EQ(kind(inner + "--b", "multipart/signed;boundary=b;protocol=a/b", ""), BodyKind::text);
}

TEST(Body, CanBeMoved) {
  const std::string octets =
      MultipartBuilder("b")
          .entity("Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGk=")
          .serialize();
  Body first = Body::parse(octets, {"multipart/mixed;boundary=b"});
  const Body second = std::move(first);
  EXPECT_EQ(second.root().parts.at(0).content, "Hi");
}

}  // namespace
}  // namespace sipspec::stack
