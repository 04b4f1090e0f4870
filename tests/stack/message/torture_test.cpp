// The torture messages of RFC 4475 and RFC 5118, where they are at hand: each in its right class.
// Without them the fixtures of corpus/ hold the same constructs.

#include "tests/stack/message/exercise.hpp"
#include "tests/stack/message/support.hpp"

#include <gtest/gtest.h>

#include <map>

namespace sipspec::stack {
namespace {

namespace fs = std::filesystem;

using Table = std::map<std::string, Texts>;

// Messages whose fault is one of meaning (unknown method, mismatched CSeq, unknown extension, no
// z9hG4bK value ...) are well-formed: nothing is said about them here.
const Table rfc4475 = {
    // 3.1.1: valid
    {"wsinv.dat", {}},
    {"intmeth.dat", {}},
    {"esc01.dat", {}},
    {"escnull.dat", {}},
    {"esc02.dat", {}},
    {"lwsdisp.dat", {}},
    {"longreq.dat", {}},
    {"dblreq.dat", {"body-trailing"}},
    {"semiuri.dat", {}},
    {"transports.dat", {}},
    {"mpart01.dat", {}},
    {"unreason.dat", {}},
    {"noreason.dat", {}},
    // 3.1.2: invalid
    {"badinv01.dat",
     {"parameter-name-invalid", "via-protocol-invalid", "list-element-empty", "list-element-empty",
      "parameter-name-invalid"}},
    {"clerr.dat", {"body-short"}},
    {"ncl.dat", {"content-length-negative"}},
    {"scalar02.dat",
     {"cseq-number-out-of-range", "max-forwards-out-of-range", "delta-seconds-out-of-range",
      "delta-seconds-out-of-range"}},
    {"scalarlg.dat",
     {"cseq-number-out-of-range", "delta-seconds-out-of-range", "warning-code-invalid"}},
    {"quotbal.dat", {"quoted-string-unclosed"}},
    {"ltgtruri.dat", {"request-uri-angle-brackets"}},
    {"lwsruri.dat", {"request-uri-whitespace"}},
    {"lwsstart.dat", {"start-line-extra-space", "start-line-extra-space"}},
    {"trws.dat", {"start-line-trailing-space"}},
    {"escruri.dat", {}},
    {"baddate.dat", {"date-zone-not-gmt"}},
    {"regbadct.dat", {"address-needs-brackets"}},
    {"badaspec.dat", {"uri-whitespace"}},
    {"baddn.dat", {"blank-line-missing", "display-name-invalid", "display-name-invalid"}},
    {"badvers.dat", {"version-unsupported"}},
    {"mismatch01.dat", {}},
    {"mismatch02.dat", {}},
    {"bigcode.dat", {"status-code-invalid"}},
    // 3.2, 3.3, 3.4: transaction layer, application layer, backward compatibility
    {"badbranch.dat", {}},
    {"insuf.dat", {"missing-from", "missing-to", "missing-call-id", "missing-max-forwards"}},
    {"unkscm.dat", {}},
    {"novelsc.dat", {}},
    {"unksm2.dat", {}},
    {"bext01.dat", {}},
    {"invut.dat", {}},
    {"regaut01.dat", {}},
    {"multi01.dat",
     {"header-field-repeated", "header-field-repeated", "header-field-repeated",
      "header-field-repeated", "header-field-repeated"}},
    {"mcl01.dat", {"content-length-conflict"}},
    {"bcast.dat", {}},
    {"zeromf.dat", {}},
    {"cparam01.dat", {}},
    {"cparam02.dat", {}},
    {"regescrt.dat", {}},
    {"sdp01.dat", {}},
    {"inv2543.dat", {"missing-max-forwards"}},
    // Not of the document, but in the same set.
    {"test.dat",
     {"version-missing", "colon-missing", "missing-via", "missing-cseq", "uri-scheme-invalid",
      "uri-scheme-invalid"}},
};

// Three captures of the set carry a Content-Length that is smaller than their body.
const Table rfc5118 = {
    {"ipv6-good", {}},
    {"ipv6-bad", {"uri-host-invalid"}},
    {"port-ambiguous", {}},
    {"port-unambiguous", {}},
    {"via-received-param-with-delim", {"via-received-brackets"}},
    {"via-received-param-no-delim", {}},
    {"ipv6-in-sdp", {"body-trailing"}},
    {"mult-ip-in-header", {}},
    {"mult-ip-in-sdp", {"body-trailing"}},
    {"ipv4-mapped-ipv6", {"body-trailing"}},
    {"ipv6-bug-abnf-3-colons", {"uri-ipv6-invalid", "uri-ipv6-invalid"}},
    {"ipv6-correct-abnf-2-colons", {}},
};

fs::path torture(std::string_view set) {
  return fs::path(SIPSPEC_SHARED_DIR) / "data/torture" / set;
}

/// All of the table and nothing but the table, or no folder at all.
void expect_classes(const fs::path& folder, const Table& table) {
  if (!fs::is_directory(folder)) {
    return;
  }
  for (const auto& [name, defects] : table) {
    ASSERT_TRUE(fs::exists(folder / name)) << name;
    const std::string octets = read_file(folder / name);
    EXPECT_EQ(all_names(Message::parse(octets)), defects) << name;
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool wanted = entry.path().extension() != ".tsv";
    EXPECT_EQ(table.contains(entry.path().filename().string()), wanted) << entry.path();
  }
}

void expect_every_cut_read(const fs::path& folder, const Table& table) {
  if (!fs::is_directory(folder)) {
    return;
  }
  for (const auto& [name, defects] : table) {
    EXPECT_EQ(exercise_cuts(read_file(folder / name)), "") << name;
  }
}

TEST(Torture, TableHoldsAllMessagesOfTheDocuments) {
  EXPECT_GE(rfc4475.size(), 49U);
  EXPECT_EQ(rfc5118.size(), 12U);
}

TEST(Torture, MessagesOfRfc4475AreInTheirClass) {
  expect_classes(torture("rfc4475"), rfc4475);
}

TEST(Torture, MessagesOfRfc5118AreInTheirClass) {
  expect_classes(torture("rfc5118"), rfc5118);
}

TEST(Torture, EveryCutOfThemIsRead) {
  expect_every_cut_read(torture("rfc4475"), rfc4475);
  expect_every_cut_read(torture("rfc5118"), rfc5118);
}

}  // namespace
}  // namespace sipspec::stack
