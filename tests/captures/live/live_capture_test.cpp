#include "captures/live_capture.hpp"

#include "captures/capture_reader.hpp"
#include "captures/cross_check.hpp"
#include "captures/packet_store.hpp"
#include "captures/pcapng_writer.hpp"
#include "tests/captures/temporary_folder.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>

namespace sipspec::captures {
namespace {

/// What a program without the right to capture has to be told.
std::string refusal() {
  return "no permission to capture on lo: run as root, or give the program the right once by "
         "\"sudo setcap cap_net_raw,cap_net_admin=eip " +
         running_program() + "\"";
}

/// The capture; or none, when this test may not capture and was told so in the right words.
std::optional<LiveCapture> open_on_loopback(const LiveOptions& options) {
  auto live = LiveCapture::open(options);
  if (!live) {
    EXPECT_EQ(live.error().sentence, refusal());
    return std::nullopt;
  }
  return std::move(*live);
}

/// A socket on a free port of 127.0.0.1.
class LoopbackSocket {
 public:
  explicit LoopbackSocket(int type) : descriptor_(socket(AF_INET, type, 0)) {
    sockaddr_in any = loopback(0);
    EXPECT_EQ(bind(descriptor_, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
  }

  ~LoopbackSocket() { close(descriptor_); }

  LoopbackSocket(const LoopbackSocket&) = delete;
  LoopbackSocket& operator=(const LoopbackSocket&) = delete;

  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  stack::Address address() const {
    sockaddr_in local{};
    socklen_t size = sizeof local;
    getsockname(descriptor_, reinterpret_cast<sockaddr*>(&local), &size);
    return {"127.0.0.1", ntohs(local.sin_port)};
  }

  int descriptor() const { return descriptor_; }

  bool connect_to(const stack::Address& to) const {
    sockaddr_in peer = loopback(to.port);
    return connect(descriptor_, reinterpret_cast<sockaddr*>(&peer), sizeof peer) == 0;
  }

  void send_to(const stack::Address& to, std::string_view octets) const {
    sockaddr_in peer = loopback(to.port);
    EXPECT_EQ(sendto(descriptor_, octets.data(), octets.size(), 0,
                     reinterpret_cast<sockaddr*>(&peer), sizeof peer),
              static_cast<ssize_t>(octets.size()));
  }

 private:
  int descriptor_;
};

SeenByStack seen(SeenByStack::Way way, const stack::Address& local, const stack::Address& peer,
                 std::string_view octets, stack::Transport transport = stack::Transport::udp) {
  return {way, transport, local, peer, 1, octets};
}

constexpr auto sent = SeenByStack::Way::sent;
constexpr auto received = SeenByStack::Way::received;

TEST(LiveCapture, HasEveryDatagramOfAnExchangeAndAgreesWithTheStack) {
  auto live = open_on_loopback({});
  if (!live) {
    return;
  }
  const LoopbackSocket us(SOCK_DGRAM), device(SOCK_DGRAM);
  const std::string large(60'000, 'x');
  us.send_to(device.address(), "MESSAGE");
  us.send_to(device.address(), large);
  device.send_to(us.address(), "200");
  PacketStore store(live->link());
  pollfd wait{live->descriptor(), POLLIN, 0};
  EXPECT_EQ(poll(&wait, 1, 2000), 1);
  ASSERT_TRUE(live->drain([&](CapturedPacket packet) { store.add(std::move(packet)); }));
  const auto local = us.address();
  const auto packets = store.take(std::span(&local, 1), {});
  const std::array happened{seen(sent, local, device.address(), "MESSAGE"),
                            seen(sent, local, device.address(), large),
                            seen(received, local, device.address(), "200")};
  const auto check = cross_check(happened, live->link(), packets, live->counters());
  EXPECT_TRUE(check.agrees()) << (check.differences.empty() ? "" : check.differences[0].sentence);
  EXPECT_EQ(check.datagrams_compared, 3U);
  EXPECT_EQ(live->interface(), "lo");

  const TemporaryFolder folder;
  PcapngWriter file("sipspec", "captured by libpcap");
  file.add_interface({live->link(), live->interface(), ""});
  for (const CapturedPacket& packet : packets) {
    file.add_packet(packet);
  }
  file.comment(check.frames[0], "m1");
  file.add_counters(0, packets.back().wall, live->counters());
  ASSERT_TRUE(file.write(folder / "live.pcapng"));
  const auto contents = read_capture(folder / "live.pcapng");
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->packets.size(), packets.size());
}

TEST(LiveCapture, HasTheOctetsOfAStreamAndSeesWhatTheStackLeftOut) {
  auto live = open_on_loopback({});
  if (!live) {
    return;
  }
  const LoopbackSocket us(SOCK_STREAM), device(SOCK_STREAM);
  ASSERT_EQ(listen(device.descriptor(), 1), 0);
  ASSERT_TRUE(us.connect_to(device.address()));
  const std::string request(100'000, 'r');
  const int accepted = accept(device.descriptor(), nullptr, nullptr);
  ASSERT_EQ(send(us.descriptor(), request.data(), request.size(), 0), 100'000);
  std::string heard(100'000, '\0');
  ASSERT_EQ(recv(accepted, heard.data(), heard.size(), MSG_WAITALL), 100'000);
  ASSERT_EQ(send(accepted, "200", 3, 0), 3);
  const auto local = us.address(), peer = device.address();
  close(accepted);
  PacketStore store(live->link());
  ASSERT_TRUE(live->drain([&](CapturedPacket packet) { store.add(std::move(packet)); }));
  const auto packets = store.take(std::span(&local, 1), {});
  const std::vector happened{seen(sent, local, peer, request, stack::Transport::tcp),
                             seen(received, local, peer, "200", stack::Transport::tcp)};
  const auto check = cross_check(happened, live->link(), packets, live->counters());
  EXPECT_TRUE(check.agrees()) << (check.differences.empty() ? "" : check.differences[0].sentence);
  EXPECT_EQ(check.stream_octets_compared, 100'003U);
  const auto deaf = cross_check(std::span(happened).first(1), live->link(), packets, {});
  ASSERT_EQ(deaf.differences.size(), 1U);
  EXPECT_EQ(deaf.differences[0].kind, Difference::Kind::extra);
}

TEST(LiveCapture, TakesOnlyThePortsItWasTold) {
  const LoopbackSocket us(SOCK_DGRAM), device(SOCK_DGRAM), other(SOCK_DGRAM);
  auto live = open_on_loopback({.ports = {device.address().port}});
  if (!live) {
    return;
  }
  us.send_to(other.address(), "not this");
  us.send_to(device.address(), "this");
  std::vector<std::string> payloads;
  ASSERT_TRUE(live->drain([&](const CapturedPacket& packet) {
    payloads.emplace_back(decode(live->link(), packet.octets)->payload);
  }));
  EXPECT_EQ(payloads, std::vector<std::string>{"this"});
  const auto nothing = live->drain([](const CapturedPacket&) {});
  ASSERT_TRUE(nothing);
  EXPECT_EQ(*nothing, 0U);
}

TEST(LiveCapture, FiltersPortsAndAlwaysTakesFragments) {
  EXPECT_EQ(
      capture_filter({.ports = {5060, 5061}}),
      "((udp or tcp) and (port 5060 or port 5061)) or (ip[6:2] & 0x3fff != 0) or (ip6 proto 44)");
  EXPECT_EQ(capture_filter({}), "udp or tcp or (ip[6:2] & 0x3fff != 0) or (ip6 proto 44)");
}

TEST(LiveCapture, SaysWhatIsMissingAndHowToMendItWithoutPermission) {
  // In a child that has given up what rights it had.
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    const bool dropped = geteuid() != 0 || setresuid(65534, 65534, 65534) == 0;
    const auto live = LiveCapture::open({});
    const std::string said = !dropped ? "rights were kept"
                             : live   ? "permitted"
                                      : live.error().sentence;
    const bool told = write(ends[1], said.data(), said.size()) >= 0;
    _exit(told ? 0 : 1);
  }
  ASSERT_GT(child, 0);
  close(ends[1]);
  std::array<char, 4096> buffer{};
  const ssize_t size = read(ends[0], buffer.data(), buffer.size());
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  const std::string said(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  // A program that changed its user may not be able to read its own path.
  EXPECT_TRUE(said == refusal() || said == permission_advice("lo", "sipspec")) << said;
}

TEST(LiveCapture, NamesAnInterfaceThatIsNotThere) {
  const auto live = LiveCapture::open({.interface = "nosuch0"});
  ASSERT_FALSE(live);
  const std::string& sentence = live.error().sentence;
  EXPECT_TRUE(sentence.starts_with("cannot capture: there is no interface \"nosuch0\"") ||
              sentence == permission_advice("nosuch0", running_program()))
      << sentence;
}

}  // namespace
}  // namespace sipspec::captures
