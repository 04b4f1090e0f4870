#include "harness/io/network.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace sipspec::harness {
namespace {

using namespace std::chrono_literals;
using Trust = TlsSettings::Trust;

stack::CertificateNames names_for(const std::string& host) {
  return {.uris = {"sip:" + host}};
}

/// A folder that is gone afterwards.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sipspec-tls-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }

  ~Folder() { std::filesystem::remove_all(path_); }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }

  std::string read(const std::string& name) const {
    std::ifstream file(path_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// One connection over loopback: what each end got, and how it ended for the client.
class Tls : public testing::Test {
 protected:
  void serve(const CertificateSpec& spec, TlsSettings settings = {}) {
    auto made = make_certificate(spec);
    ASSERT_TRUE(made) << made.error().sentence;
    shown = made->certificate;
    settings.made = std::move(*made);
    const auto context = TlsContext::server(settings);
    ASSERT_TRUE(context) << context.error().sentence;
    auto bound =
        StreamListener::bind(loop, {"127.0.0.1", 0}, {stack::Transport::tls, *context, ""});
    ASSERT_TRUE(bound);
    listener = std::move(*bound);
    listener->on_failed([this](stack::TimePoint, const std::string& why) { server_said = why; });
    listener->on_accepted([this](stack::TimePoint, StreamConnection connection) {
      server = std::move(connection);
      server->set_handlers(
          {.opened = nullptr,
           .data = [this](stack::TimePoint, std::string_view octets) { at_server += octets; },
           .ended = [this](stack::TimePoint, StreamEnd how) { server_end = how; }});
    });
  }

  void connect(const TlsSettings& settings, const std::string& name = "sip.example.com") {
    const auto context = TlsContext::client(settings);
    ASSERT_TRUE(context) << context.error().sentence;
    client = StreamConnection::connect(
        loop, "", listener->local(),
        {.opened = [this](stack::TimePoint) { opened = true; },
         .data = [this](stack::TimePoint, std::string_view octets) { at_client += octets; },
         .ended = [this](stack::TimePoint, StreamEnd how) { client_end = how; }},
        {stack::Transport::tls, *context, name});
  }

  void run_until(const std::function<bool()>& done) {
    std::function<void()> look = [&] {
      if (done()) {
        loop.stop();
      } else {
        loop.call_at(loop.now() + 1ms, look);
      }
    };
    loop.call_at(loop.now(), look);
    const auto end = loop.call_at(loop.now() + 20s, [&] { loop.stop(); });
    loop.run();
    loop.cancel(end);
    EXPECT_TRUE(done());
  }

  void expect_open() {
    run_until([&] { return opened || client_end; });
    EXPECT_TRUE(opened) << client->problem();
  }

  /// The client refuses, and says so.
  void expect_refused(const std::string& why) {
    run_until([&] { return opened || client_end; });
    EXPECT_FALSE(opened);
    ASSERT_EQ(client_end, StreamEnd::refused);
    EXPECT_NE(client->problem().find(why), std::string::npos) << client->problem();
  }

  std::string trusted() const { return folder.write("ca.pem", shown); }

  Folder folder;
  EventLoop loop;
  std::string shown;
  std::optional<StreamListener> listener;
  std::optional<StreamConnection> server, client;
  std::string at_server, at_client, server_said;
  std::optional<StreamEnd> server_end, client_end;
  bool opened = false;
};

TEST_F(Tls, CarriesOctetsBothWaysAndEndsInOrder) {
  serve({.names = names_for("sip.example.com")});
  connect({.ca_file = trusted()});
  expect_open();
  client->send("hello");
  run_until([&] { return at_server == "hello"; });
  server->send("good day");
  run_until([&] { return at_client == "good day"; });
  EXPECT_EQ(client->certificate()->version, "TLSv1.3");
  server.reset();
  run_until([&] { return client_end.has_value(); });
  EXPECT_EQ(client_end, StreamEnd::by_peer);
}

TEST_F(Tls, SpeaksVersion12WhenToldSo) {
  serve({.names = names_for("sip.example.com")});
  connect({.ca_file = trusted(), .only = TlsVersion::v1_2});
  expect_open();
  EXPECT_EQ(client->certificate()->version, "TLSv1.2");
}

TEST_F(Tls, AHalfClosedConnectionStillReceives) {
  serve({.names = names_for("sip.example.com")});
  connect({.ca_file = trusted()});
  expect_open();
  client->send("last words");
  client->close(StreamConnection::Close::half);
  run_until([&] { return server_end.has_value(); });
  EXPECT_EQ(at_server, "last words");
  EXPECT_EQ(server_end, StreamEnd::by_peer);
  server->send("answer");
  run_until([&] { return at_client == "answer"; });
}

TEST_F(Tls, AnUntrustedCertificateIsRefusedWithTheRemedy) {
  serve({.names = names_for("sip.example.com")});
  connect({});
  expect_refused("self-signed certificate (--tls-ca FILE");
}

TEST_F(Tls, AnExpiredCertificateIsRefused) {
  serve({.names = names_for("sip.example.com"), .from = -48h, .until = -24h});
  connect({.ca_file = trusted()});
  expect_refused("certificate has expired");
}

TEST_F(Tls, ACertificateOfTheFutureIsRefused) {
  serve({.names = names_for("sip.example.com"), .from = 24h, .until = 48h});
  connect({.ca_file = trusted()});
  expect_refused("not yet valid");
}

TEST_F(Tls, ACertificateOfAnotherNameIsRefused) {
  serve({.names = names_for("other.example")});
  connect({.ca_file = trusted()});
  expect_refused("is for other.example, not for sip.example.com");
}

TEST_F(Tls, AWildcardIsRefused) {
  serve({.names = {.dns_names = {"*.example.com"}}});
  connect({.ca_file = trusted()});
  expect_refused("SIP knows no wildcards");
}

TEST_F(Tls, AWeakCertificateIsRefused) {
  serve({.names = names_for("sip.example.com"), .strength = CertificateSpec::Strength::weak});
  connect({.ca_file = trusted()});
  expect_refused("too");
}

TEST_F(Tls, InsecureTakesAnyCertificateAndKnowsWhatIsWrong) {
  serve({.names = names_for("other.example"), .from = -48h, .until = -24h});
  connect({.trust = Trust::insecure});
  expect_open();
  EXPECT_NE(client->certificate()->trust_problem, "");
  EXPECT_NE(client->certificate()->identity_problem, "");
}

TEST_F(Tls, AnAuthorityVouchesForWhatItSigned) {
  const auto authority =
      make_certificate({.common_name = "authority", .use = CertificateSpec::Use::authority});
  ASSERT_TRUE(authority);
  serve({.names = names_for("sip.example.com"), .signer = &*authority});
  connect({.ca_file = folder.write("ca.pem", authority->certificate)});
  expect_open();
}

TEST_F(Tls, AServerThatDemandsACertificateRefusesAClientWithoutOne) {
  const auto own = make_certificate({.common_name = "client"});
  ASSERT_TRUE(own);
  serve({.names = names_for("sip.example.com")},
        {.ca_file = folder.write("clients.pem", own->certificate)});
  connect({.ca_file = trusted()});
  run_until([&] { return !server_said.empty(); });
  EXPECT_NE(server_said.find("peer did not return a certificate"), std::string::npos)
      << server_said;
}

TEST_F(Tls, AServerThatDemandsACertificateTakesTheClientThatShowsIt) {
  const auto own = make_certificate({.common_name = "client"});
  ASSERT_TRUE(own);
  const auto file = folder.write("clients.pem", own->certificate);
  serve({.names = names_for("sip.example.com")}, {.ca_file = file});
  connect({.ca_file = trusted(),
           .certificate_file = file,
           .key_file = folder.write("client.key", own->key)});
  expect_open();
  client->send("hello");
  run_until([&] { return at_server == "hello"; });
}

TEST_F(Tls, SessionSecretsAreLoggedForCaptures) {
  serve({.names = names_for("sip.example.com")});
  connect({.ca_file = trusted(), .key_log_file = folder / "keys.txt"});
  expect_open();
  const auto log = folder.read("keys.txt");
  EXPECT_NE(log.find("CLIENT_TRAFFIC_SECRET_0 "), std::string::npos);
  EXPECT_NE(log.find("SERVER_TRAFFIC_SECRET_0 "), std::string::npos);
}

TEST_F(Tls, APeerThatDoesNotSpeakItIsAFailedHandshake) {
  auto plain = StreamListener::bind(loop, {"127.0.0.1", 0});
  ASSERT_TRUE(plain);
  listener = std::move(*plain);
  listener->on_accepted([this](stack::TimePoint, StreamConnection connection) {
    server = std::move(connection);
    server->send("SIP/2.0 400 Bad Request\r\n\r\n");
  });
  connect({});
  expect_refused("the TLS handshake failed");
}

TEST(TlsFiles, ThatAreOfNoUseAreNamed) {
  const Folder folder;
  const auto nothing = TlsContext::client({.ca_file = folder / "missing.pem"});
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().sentence.find("missing.pem holds no certificates"), std::string::npos);
  const auto text = folder.write("text.pem", "no certificate");
  const auto no_certificate = TlsContext::client({.certificate_file = text, .key_file = text});
  ASSERT_FALSE(no_certificate);
  EXPECT_NE(no_certificate.error().sentence.find("holds no certificate in PEM"), std::string::npos);
  const auto made = make_certificate({});
  ASSERT_TRUE(made);
  const auto certificate = folder.write("c.pem", made->certificate);
  const auto no_key = TlsContext::client({.certificate_file = certificate, .key_file = text});
  ASSERT_FALSE(no_key);
  EXPECT_NE(no_key.error().sentence.find("holds no private key"), std::string::npos);
  const auto no_log = TlsContext::client({.key_log_file = folder / "no/such/folder"});
  ASSERT_FALSE(no_log);
  EXPECT_NE(no_log.error().sentence.find("cannot be written"), std::string::npos);
  EXPECT_FALSE(TlsContext::server({}));
}

}  // namespace
}  // namespace sipspec::harness
