#include "harness/engine/comparison.hpp"
#include "harness/engine/field_path.hpp"
#include "stack/body/body.hpp"
#include "stack/body/content_coding.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sipspec::harness {
namespace {

class BodyPaths : public ::testing::Test {
 protected:
  void holds(std::string_view type, std::string_view body, std::string_view more = "") {
    seen_.octets = "MESSAGE sip:bob@192.0.2.4 SIP/2.0\r\nContent-Type: ";
    seen_.octets.append(type).append("\r\n").append(more);
    seen_.octets.append("Content-Length: ").append(std::to_string(body.size()));
    seen_.octets.append("\r\n\r\n").append(body);
    seen_.message = stack::Message::parse(seen_.octets);
  }

  FieldValue value(std::string_view path) const {
    return read(FieldPath::parse(path).value(), {.message = &seen_, .request = nullptr});
  }

  std::string text(std::string_view path) const {
    const FieldValue found = value(path);
    return found.present ? found.text : "absent";
  }

  /// The octets of the message that the report marks.
  std::string marked(std::string_view path) const {
    const FieldValue found = value(path);
    return seen_.octets.substr(found.offset, found.length);
  }

  Observed seen_;
};

const std::string cpim =
    "From: \"Dr. Watson\" <sip:watson@example.com>\r\nNS: i <urn:ietf:params:imdn>\r\n"
    "i.Message-ID: 34jk\r\nMessage-ID: other\r\n\r\nContent-Type: text/plain\r\nX-Odd: 1\r\n\r\nhi";

TEST_F(BodyPaths, GoIntoCpim) {
  holds("message/cpim", cpim);
  EXPECT_EQ(text("body.type"), "message/cpim");
  EXPECT_EQ(text("body.cpim.from"), "\"Dr. Watson\" <sip:watson@example.com>");
  EXPECT_EQ(text("body.cpim.from.display"), "Dr. Watson");
  EXPECT_EQ(text("body.cpim.from.uri"), "sip:watson@example.com");
  EXPECT_EQ(text("body.cpim.from.uri.host"), "example.com");
  EXPECT_EQ(text("body.cpim.imdn.message-id"), "34jk");
  EXPECT_EQ(text("body.cpim.message-id"), "other");
  EXPECT_EQ(text("body.cpim.to"), "absent");
  EXPECT_EQ(text("body.part.content-type"), "text/plain");
  EXPECT_EQ(text("body.part[0].x-odd"), "1");
  EXPECT_EQ(text("body.part[0]"), "hi");
  EXPECT_EQ(text("body.part[0].length"), "2");
  EXPECT_EQ(text("body.part[1]"), "absent");
  EXPECT_EQ(text("body.imdn.status"), "absent");
  EXPECT_EQ(marked("body.cpim.imdn.message-id"), "34jk");
  EXPECT_EQ(marked("body.part[0]"), "hi");
}

TEST_F(BodyPaths, GoIntoMultiparts) {
  const std::string typing = stack::make_composing({"active", {}, "text/plain", 60});
  holds("multipart/mixed;boundary=b", stack::MultipartBuilder("b")
                                          .part("Text/Plain", "one")
                                          .part("application/im-iscomposing+xml", typing)
                                          .part("message/cpim", cpim)
                                          .entity("Content-Transfer-Encoding: base64\r\n\r\nSGk=")
                                          .serialize());
  EXPECT_TRUE(equal(value("body.part[0].content-type"), "text/plain"));
  EXPECT_EQ(text("body.part[1].composing.state"), "active");
  EXPECT_EQ(text("body.part[1].composing.refresh"), "60");
  EXPECT_EQ(text("body.part[1].composing.lastactive"), "absent");
  EXPECT_EQ(marked("body.part[1].composing.state"), typing);
  EXPECT_EQ(text("body.part[2].part[0]"), "hi");
  EXPECT_EQ(text("body.part[3]"), "SGk=");
  EXPECT_EQ(text("body.part[3].content"), "Hi");
}

TEST_F(BodyPaths, GoIntoXmlBodies) {
  holds("message/imdn+xml",
        stack::make_imdn({"1", "2026-01-01T00:00:00Z", "a:b", "a:c", "s", "display", "displayed"}));
  EXPECT_EQ(text("body.imdn.message-id"), "1");
  EXPECT_EQ(text("body.imdn.notification"), "display");
  EXPECT_EQ(text("body.imdn.status"), "displayed");
  EXPECT_EQ(text("body.imdn.original-recipient-uri"), "a:c");
  stack::ResourceList list;
  list.entries = {{"sip:a@b", "A", "cc", true}, {"sip:c@d", {}, {}, false}};
  holds("application/resource-lists+xml", stack::make_resource_list(list));
  EXPECT_TRUE(equal(value("body.list"), "sip:c@d, sip:a@b"));
  EXPECT_EQ(text("body.list[0].copy-control"), "cc");
  EXPECT_EQ(text("body.list[0].anonymize"), "true");
  EXPECT_EQ(text("body.list[1]"), "sip:c@d");
  EXPECT_EQ(text("body.list[2].uri"), "absent");
  holds("Application/MANSCDP+xml",
        stack::make_manscdp(
            {"Notify", "Keepalive", "7", "34020000001320000001", {{"Status", "OK"}}, {}, {}, 0}));
  EXPECT_EQ(text("body.manscdp.kind"), "Notify");
  EXPECT_EQ(text("body.manscdp.cmdtype"), "Keepalive");
  EXPECT_EQ(text("body.manscdp.sn"), "7");
  EXPECT_EQ(text("body.manscdp.status"), "OK");
  EXPECT_EQ(text("body.manscdp.sumnum"), "absent");
}

TEST_F(BodyPaths, GoIntoShortMessages) {
  stack::RpMessage rp;
  rp.type = stack::RpType::data_to_network;
  rp.reference = 42;
  rp.destination = {0x91, "4670", true};
  rp.user_data = "tpdu";
  holds("application/vnd.3gpp.sms", stack::make_rp(rp));
  EXPECT_EQ(text("body.sms.type"), "0");
  EXPECT_EQ(text("body.sms.reference"), "42");
  EXPECT_EQ(text("body.sms.destination"), "4670");
  EXPECT_EQ(text("body.sms.originator"), "absent");
  EXPECT_EQ(text("body.sms.data"), "tpdu");
}

TEST_F(BodyPaths, UndoContentEncoding) {
  holds("text/plain", stack::encode_content(stack::ContentCoding::gzip, "hello"),
        "Content-Encoding: gzip\r\n");
  EXPECT_EQ(text("body.content"), "hello");
  EXPECT_EQ(text("body.content.length"), "5");
}

TEST_F(BodyPaths, NameTheFaults) {
  holds("message/cpim", "a:1\r\n\r\nb: 2\r\n\r\n");
  EXPECT_TRUE(equal(value("body.defects"), "cpim-content-type-missing cpim-space-missing"));
  holds("text/plain", "hi");
  EXPECT_EQ(text("body.defects"), "absent");
  holds("multipart/mixed;boundary=b",
        "--b\r\nContent-Type: text/xml\r\n\r\n<a>\r\n--b\r\n\r\nx\r\n--b--");
  EXPECT_EQ(text("body.part[0].defects"), "xml-element-unclosed");
  EXPECT_EQ(text("body.part[1].defects"), "absent");
  EXPECT_EQ(text("body.defects"), "xml-element-unclosed");
}

}  // namespace
}  // namespace sipspec::harness
