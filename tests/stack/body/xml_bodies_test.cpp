#include "stack/body/composing.hpp"
#include "stack/body/date_time.hpp"
#include "stack/body/imdn.hpp"
#include "stack/body/manscdp.hpp"
#include "stack/body/resource_list.hpp"
#include "tests/stack/body/support.hpp"

#include <gtest/gtest.h>

namespace sipspec::stack {
namespace {

template <class T>
struct Read {
  using Parser = T (*)(std::string_view, const BodyLimits&, BodyDefectSink&);

  Read(Parser parser, std::string text)
      : octets(std::move(text)), sink(octets), value(parser(octets, usual, sink)) {}

  Texts faults() const { return names(sink.defects()); }

  std::string octets;
  BodyDefectSink sink;
  T value;
};

struct Fault {
  std::string_view from, to;
  Texts expected;
};

const std::string composing =
    "<?xml version=\"1.0\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
    "<state>active</state><lastactive>2026-01-27T10:43:00Z</lastactive>"
    "<contenttype>text/plain</contenttype><refresh>90</refresh>"
    "<x:own xmlns:x=\"urn:x\"/></isComposing>";

TEST(Composing, HasItsValues) {
  const Read read(parse_composing, composing);
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_TRUE(read.value.is_active());
  EXPECT_EQ(read.value.last_active, "2026-01-27T10:43:00Z");
  EXPECT_EQ(read.value.content_type, "text/plain");
  EXPECT_EQ(read.value.refresh, 90U);
}

TEST(Composing, Faults) {
  const Fault rows[] = {
      {"<state>active</state>", "", {"composing-state-missing"}},
      {"active", "", {"composing-state-missing"}},
      {"active", "typing", {"composing-state-unknown"}},
      {"active", " idle ", {}},
      {"2026-01-27T", "2026-02-30T", {"composing-last-active-invalid"}},
      {"10:43:00Z", "10:43:00", {}},
      {">90<", ">0<", {"composing-refresh-invalid"}},
      {">90<", ">-1<", {"composing-refresh-invalid"}},
      {">90<", ">ten<", {"composing-refresh-invalid"}},
      {">90<", ">+90<", {}},
      {">90<", ">99999999999<", {}},
      {"<refresh>90</refresh>",
       "<state>idle</state>",
       {"composing-element-repeated", "composing-order"}},
      {"ns:im-iscomposing", "ns:im-composing", {"composing-root-wrong"}},
      {"<state>", "<State>", {"xml-tag-mismatch"}},
  };
  for (const Fault& row : rows) {
    EXPECT_EQ(Read(parse_composing, with(composing, row.from, row.to)).faults(), row.expected)
        << row.from << " " << row.to;
  }
}

TEST(Composing, MadeDocumentsReadBack) {
  Composing made;
  made.state = "active";
  made.refresh = 60;
  made.content_type = "text/plain";
  const Read read(parse_composing, make_composing(made));
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_EQ(read.value.refresh, 60U);
  EXPECT_EQ(read.value.content_type, "text/plain");
}

const std::string imdn =
    "<?xml version=\"1.0\"?><imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">"
    "<message-id>34jk324j</message-id><datetime>2026-04-04T12:16:49-05:00</datetime>"
    "<recipient-uri>im:bob@example.com</recipient-uri>"
    "<original-recipient-uri>im:bob@example.com</original-recipient-uri>"
    "<delivery-notification><status><delivered/></status></delivery-notification></imdn>";

TEST(Imdn, HasItsValues) {
  const Read read(parse_imdn, imdn);
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_EQ(read.value.message_id, "34jk324j");
  EXPECT_EQ(read.value.date_time, "2026-04-04T12:16:49-05:00");
  EXPECT_EQ(read.value.recipient_uri, "im:bob@example.com");
  EXPECT_EQ(read.value.notification, "delivery");
  EXPECT_EQ(read.value.status, "delivered");
}

TEST(Imdn, Faults) {
  const Fault rows[] = {
      {"34jk324j", "", {"imdn-message-id-missing"}},
      {"<datetime>2026-04-04T12:16:49-05:00</datetime>", "", {"imdn-date-time-missing"}},
      {"12:16:49-05:00", "12:16:49", {"imdn-date-time-invalid"}},
      {"2026-04-04T12:16:49-05:00", "", {"imdn-date-time-invalid"}},
      {"<delivered/>", "", {"imdn-status-missing"}},
      {"<status><delivered/></status>", "", {"imdn-status-missing"}},
      {"<delivered/>", "<displayed/>", {"imdn-status-unknown"}},
      {"<delivered/>", "<failed/>", {}},
      {"<delivered/>", "<forbidden/>", {}},
      {"<delivered/>", "<x:y xmlns:x='urn:x'/>", {}},
      {"</imdn>",
       "<display-notification><status><displayed/></status></display-notification></imdn>",
       {"imdn-notification-repeated"}},
      {"<delivery-notification><status><delivered/></status></delivery-notification>",
       "",
       {"imdn-notification-missing"}},
      {"</imdn>", "<message-id>1</message-id></imdn>", {"imdn-order"}},
      {"xml:ns:imdn", "imdn", {"imdn-root-wrong"}},
  };
  for (const Fault& row : rows) {
    EXPECT_EQ(Read(parse_imdn, with(imdn, row.from, row.to)).faults(), row.expected)
        << row.from << " " << row.to;
  }
}

TEST(Imdn, MadeDocumentsReadBack) {
  const Imdn first = Read(parse_imdn, imdn).value;
  const Read again(parse_imdn, make_imdn(first));
  EXPECT_EQ(again.faults(), Texts{});
  EXPECT_EQ(again.value.original_recipient_uri, first.original_recipient_uri);
  EXPECT_EQ(again.value.status, "delivered");
}

const std::string list =
    "<?xml version=\"1.0\"?><resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\" "
    "xmlns:cp=\"urn:ietf:params:xml:ns:copycontrol\"><list>"
    "<entry uri=\"sip:bill@example.com\" cp:copyControl=\"to\"><display-name>Bill</display-name>"
    "</entry><entry uri=\"sip:joe@example.org\" cp:copyControl=\"cc\" cp:anonymize=\"true\"/>"
    "<entry uri=\"tel:+1234\"/></list></resource-lists>";

TEST(ResourceList, HasItsEntries) {
  const Read read(parse_resource_list, list);
  EXPECT_EQ(read.faults(), Texts{});
  ASSERT_EQ(read.value.entries.size(), 3U);
  EXPECT_EQ(read.value.entries[0].uri, "sip:bill@example.com");
  EXPECT_EQ(read.value.entries[0].display_name, "Bill");
  EXPECT_EQ(read.value.entries[0].copy_control, "to");
  EXPECT_TRUE(read.value.entries[1].anonymize);
  EXPECT_FALSE(read.value.entries[2].anonymize);
}

TEST(ResourceList, Faults) {
  const Fault rows[] = {
      {" uri=\"tel:+1234\"", "", {"list-entry-without-uri"}},
      {"tel:+1234", "bob", {"list-uri-invalid"}},
      {"sip:joe@example.org", "sip:joe@example.org?Body=x", {"list-uri-with-body"}},
      {"sip:joe@example.org", "sip:joe@example.org?a=b&amp;body=x", {"list-uri-with-body"}},
      {"sip:joe@example.org", "sip:joe@example.org?subject=x", {}},
      {"\"cc\"", "\"xx\"", {"list-copy-control-invalid"}},
      {"<entry uri=\"tel:+1234\"/>", "<list><entry uri=\"tel:+1\"/></list>", {"list-nested"}},
      {"<entry uri=\"tel:+1234\"/>", "<entry-ref ref=\"x\"/>", {"list-by-reference"}},
      {"<entry uri=\"tel:+1234\"/>", "<external anchor=\"http://x\"/>", {"list-by-reference"}},
      {"ns:resource-lists", "ns:resource-list", {"list-root-wrong"}},
  };
  for (const Fault& row : rows) {
    EXPECT_EQ(Read(parse_resource_list, with(list, row.from, row.to)).faults(), row.expected)
        << row.from << " " << row.to;
  }
}

TEST(ResourceList, ListsInListsAreReadFlat) {
  const Read read(parse_resource_list,
                  with(list, "<entry uri=\"tel:+1234\"/>", "<list><entry uri=\"a:b\"/></list>"));
  EXPECT_EQ(read.value.entries.size(), 3U);
}

TEST(ResourceList, MadeDocumentsReadBack) {
  const ResourceList first = Read(parse_resource_list, list).value;
  const Read again(parse_resource_list, make_resource_list(first));
  EXPECT_EQ(again.faults(), Texts{});
  ASSERT_EQ(again.value.entries.size(), 3U);
  EXPECT_TRUE(again.value.entries[1].anonymize);
  EXPECT_EQ(again.value.entries[0].display_name, "Bill");
}

const std::string catalog =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<Response>\r\n<CmdType>Catalog</CmdType>\r\n"
    "<SN>17</SN>\r\n<DeviceID>34020000001320000001</DeviceID>\r\n<SumNum>2</SumNum>\r\n"
    "<DeviceList Num=\"2\"><Item/><Item/></DeviceList>\r\n<Result>OK</Result></Response>";

TEST(Manscdp, HasItsFrame) {
  const Read read(parse_manscdp, catalog);
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_EQ(read.value.kind, "Response");
  EXPECT_EQ(read.value.command, "Catalog");
  EXPECT_EQ(read.value.number, "17");
  EXPECT_EQ(read.value.device_id, "34020000001320000001");
  EXPECT_EQ(read.value.total, 2U);
  EXPECT_EQ(read.value.list_count, 2U);
  EXPECT_EQ(read.value.items, 2U);
  ASSERT_EQ(read.value.values.size(), 1U);
  EXPECT_EQ(read.value.values[0].text, "OK");
}

TEST(Manscdp, Faults) {
  const Fault rows[] = {
      {"<CmdType>Catalog</CmdType>", "", {"manscdp-command-missing"}},
      {"<SN>17</SN>", "", {"manscdp-number-missing"}},
      {"17", "0", {"manscdp-number-invalid"}},
      {"17", "x", {"manscdp-number-invalid"}},
      {"34020000001320000001", "", {"manscdp-device-missing"}},
      {"34020000001320000001", "3402000000132000001", {"manscdp-device-invalid"}},
      {"34020000001320000001", "3402000000132000000x", {"manscdp-device-invalid"}},
      {"Num=\"2\"", "Num=\"3\"", {"manscdp-count-wrong"}},
      {"Num=\"2\"", "Num=\"x\"", {"manscdp-count-wrong"}},
      {"</Response>", "</Item></Response>", {"xml-tag-mismatch"}},
  };
  for (const Fault& row : rows) {
    EXPECT_EQ(Read(parse_manscdp, with(catalog, row.from, row.to)).faults(), row.expected)
        << row.from << " " << row.to;
  }
  EXPECT_EQ(Read(parse_manscdp, "<Other/>").faults(), Texts{"manscdp-root-wrong"});
}

TEST(Manscdp, MadeDocumentsReadBack) {
  Manscdp keepalive{"Notify",           "Keepalive", "1", "34020000001320000001",
                    {{"Status", "OK"}}, {},          {},  0};
  const Read read(parse_manscdp, make_manscdp(keepalive, "UTF-8"));
  EXPECT_EQ(read.faults(), Texts{});
  EXPECT_EQ(read.value.kind, "Notify");
  ASSERT_EQ(read.value.values.size(), 1U);
  EXPECT_EQ(read.value.values[0].name, "Status");
}

TEST(DateTime, IsThatOfRfc3339) {
  for (const std::string_view good :
       {"2026-12-31T23:59:59Z", "2026-02-28t00:00:00z", "2024-02-29T10:00:00+14:00",
        "2000-02-29T10:00:00.123456-00:00", "2016-12-31T23:59:60Z"}) {
    EXPECT_TRUE(is_date_time(good)) << good;
  }
  for (const std::string_view bad : {"",
                                     "2026-12-31",
                                     "2026-02-29T10:00:00Z",
                                     "1900-02-29T10:00:00Z",
                                     "2026-00-01T00:00:00Z",
                                     "2026-13-01T00:00:00Z",
                                     "2026-04-31T00:00:00Z",
                                     "2026-01-01T24:00:00Z",
                                     "2026-01-01T00:60:00Z",
                                     "2026-01-01T00:00:61Z",
                                     "2026-01-01T00:00:00",
                                     "2026-01-01T00:00:00.Z",
                                     "2026-01-01T00:00:00+1:00",
                                     "2026-01-01T00:00:00+24:00",
                                     "2026-01-01T00:00:00+0100",
                                     "2026-01-01T00:00:00Zx",
                                     "2026-01-01 00:00:00Z",
                                     "26-01-01T00:00:00Z",
                                     "2026-1-1T00:00:00Z",
                                     "2026-01-01T00:00Z",
                                     "+026-01-01T00:00:00Z"}) {
    EXPECT_FALSE(is_date_time(bad)) << bad;
  }
}

TEST(DateTime, OfXmlMayLackAZone) {
  EXPECT_TRUE(is_date_time("2026-01-01T00:00:00", ZoneNeed::optional));
  EXPECT_FALSE(is_date_time("2026-01-01t00:00:00", ZoneNeed::optional));
  EXPECT_FALSE(is_date_time("2026-01-01T00:00:00z", ZoneNeed::optional));
}

}  // namespace
}  // namespace sipspec::stack
