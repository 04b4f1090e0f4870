#include "tests/bench/parser/messages.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sipspec::bench {

namespace {

constexpr const char* message_request =
    "MESSAGE sip:watson@scene.example.net SIP/2.0\r\n"
    "Via: SIP/2.0/UDP 198.51.100.7:5060;rport;branch=z9hG4bKq8d1mmsx31\r\n"
    "Max-Forwards: 70\r\n"
    "From: \"Sherlock H.\" <sip:holmes@baker.example.org>;tag=5a0e7c11\r\n"
    "To: <sip:watson@scene.example.net>\r\n"
    "Call-ID: 7f3c02d19ab54e60@198.51.100.7\r\n"
    "CSeq: 221 MESSAGE\r\n"
    "User-Agent: Violin/1.7 (strings 4)\r\n"
    "Content-Type: text/plain;charset=utf-8\r\n"
    "Content-Length: 38\r\n"
    "\r\n"
    "Come at once if convenient. S. Holmes.";

constexpr const char* register_request =
    "REGISTER sip:registrar.example.org SIP/2.0\r\n"
    "Via: SIP/2.0/TCP [2001:db8::17]:49152;alias;branch=z9hG4bK-524287-1---aa18\r\n"
    "Max-Forwards: 70\r\n"
    "To: <sip:holmes@example.org>\r\n"
    "From: <sip:holmes@example.org>;tag=ae17\r\n"
    "Call-ID: reg-90125-77\r\n"
    "CSeq: 2 REGISTER\r\n"
    "Contact: <sip:holmes@[2001:db8::17]:49152;transport=tcp;ob>;expires=3600;"
    "+sip.instance=\"<urn:uuid:0f0e0d0c-0b0a-4908-8706-050403020100>\";reg-id=1\r\n"
    "Supported: path, outbound, gruu\r\n"
    "Allow: INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS, NOTIFY, REFER\r\n"
    "Authorization: Digest username=\"holmes\", realm=\"example.org\", "
    "nonce=\"84a4cc6f3082121f32b42a2187831a9e\", uri=\"sip:registrar.example.org\", "
    "response=\"7587245234b3434cc3412213e5f113a5\", algorithm=MD5, qop=auth, nc=00000001, "
    "cnonce=\"0a4f113b\"\r\n"
    "User-Agent: Violin/1.7\r\n"
    "Expires: 3600\r\n"
    "Content-Length: 0\r\n"
    "\r\n";

constexpr const char* invite_request =
    "INVITE sip:watson@practice.example.net;user=phone SIP/2.0\r\n"
    "Via: SIP/2.0/UDP proxy-2.example.org;branch=z9hG4bK2d4790.1\r\n"
    "Via: SIP/2.0/UDP proxy-1.example.org;branch=z9hG4bK77ef4c;received=192.0.2.11\r\n"
    "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bKnashd92;rport=5060\r\n"
    "Record-Route: <sip:proxy-2.example.org;lr>, <sip:proxy-1.example.org;lr>\r\n"
    "Max-Forwards: 68\r\n"
    "From: \"Sherlock Holmes\" <sip:holmes@baker.example.org>;tag=9fxced76sl\r\n"
    "To: \"Dr. Watson\" <sip:watson@practice.example.net>\r\n"
    "Call-ID: 3848276298220188511@198.51.100.7\r\n"
    "CSeq: 1 INVITE\r\n"
    "Contact: <sip:holmes@198.51.100.7:5060>\r\n"
    "Allow: INVITE, ACK, CANCEL, BYE, MESSAGE\r\n"
    "Supported: timer, 100rel\r\n"
    "Session-Expires: 1800;refresher=uac\r\n"
    "Subject: the matter of the speckled band\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 153\r\n"
    "\r\n"
    "v=0\r\n"
    "o=holmes 2890844526 2890844526 IN IP4 198.51.100.7\r\n"
    "s=-\r\n"
    "c=IN IP4 198.51.100.7\r\n"
    "t=0 0\r\n"
    "m=audio 49172 RTP/AVP 0 8\r\n"
    "a=rtpmap:0 PCMU/8000\r\n"
    "a=sendrecv\r\n";

Workload torture() {
  Workload set{.name = "RFC 4475", .messages = {}};
  const std::filesystem::path folder =
      std::filesystem::path(SIPSPEC_SHARED_DIR) / "data/torture/rfc4475";
  if (!std::filesystem::is_directory(folder)) {
    return set;
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".dat") {
      std::ifstream file(entry.path(), std::ios::binary);
      set.messages.emplace_back(std::istreambuf_iterator<char>(file),
                                std::istreambuf_iterator<char>());
    }
  }
  std::ranges::sort(set.messages);
  return set;
}

}  // namespace

std::vector<Workload> workloads() {
  std::vector<Workload> all = {{"MESSAGE", {message_request}},
                               {"REGISTER", {register_request}},
                               {"INVITE", {invite_request}}};
  if (Workload set = torture(); !set.messages.empty()) {
    all.push_back(std::move(set));
  }
  return all;
}

}  // namespace sipspec::bench
