// Devices that misbehave on purpose: whatever they send, a run ends with a verdict.

#include "tests/harness/cli/program.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <thread>

namespace sipspec::harness {
namespace {

/// A UDP socket on a free port with a thread that treats each datagram as `answer` wants.
class HostileDevice {
 public:
  using Send = std::function<void(const std::string&)>;
  using Answer = std::function<void(const std::string& request, const Send& send)>;

  explicit HostileDevice(Answer answer) : answer_(std::move(answer)) {
    socket_ = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(socket_, reinterpret_cast<sockaddr*>(&local), sizeof local);
    socklen_t size = sizeof local;
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&local), &size);
    port_ = ntohs(local.sin_port);
    const timeval patience{0, 50'000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    thread_ = std::thread([this] { serve(); });
  }

  ~HostileDevice() {
    stop_ = true;
    thread_.join();
    ::close(socket_);
  }

  HostileDevice(const HostileDevice&) = delete;
  HostileDevice& operator=(const HostileDevice&) = delete;

  std::string dut() const {
    return "sip:bob@127.0.0.1:" + std::to_string(port_) + ";transport=udp";
  }

 private:
  void serve() {
    std::string buffer(65'536, '\0');
    while (!stop_) {
      sockaddr_in from{};
      socklen_t size = sizeof from;
      const auto octets = ::recvfrom(socket_, buffer.data(), buffer.size(), 0,
                                     reinterpret_cast<sockaddr*>(&from), &size);
      if (octets > 0) {
        answer_(buffer.substr(0, static_cast<std::size_t>(octets)), [&](const std::string& text) {
          ::sendto(socket_, text.data(), text.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
        });
      }
    }
  }

  Answer answer_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

bool is_options(const std::string& request) {
  return request.starts_with("OPTIONS");
}

int run_against(const HostileDevice& device, const Workplace& place) {
  Program run(place, "run",
              {"run", "--dut", device.dut(), "--out", "out", "--t1", "20", "--progress", "plain",
               "rfc3428/7/no-contact-in-2xx"});
  return run.wait();
}

TEST(HostileDevice, AFloodOfGarbageEndsInAVerdict) {
  const HostileDevice device([](const std::string& request, const HostileDevice::Send& send) {
    if (is_options(request)) {
      send("SIP/2.0 200 OK\r\n\r\n");
      return;
    }
    for (int i = 0; i < 30'000; ++i) {
      send("\x01\x02garbage \xff\xfe\r\n\r\n");
    }
  });
  const Workplace place;
  EXPECT_EQ(run_against(device, place), 1) << read_file(place.path() / "run.out");
}

TEST(HostileDevice, LargeBrokenResponsesEndInAVerdict) {
  const HostileDevice device([](const std::string& request, const HostileDevice::Send& send) {
    if (is_options(request)) {
      send("SIP/2.0 200 OK\r\n\r\n");
      return;
    }
    std::string large = "SIP/2.0 200 OK\r\n";
    while (large.size() < 60'000) {
      large += "Via: ;;;;;===,,,\"<>\r\n";
    }
    send(large);
    send("SIP/2.0 999999999999999999999 x\r\nCSeq: 99999999999999999999 \r\n\r\n");
    send(std::string(60'000, '\0'));
  });
  const Workplace place;
  EXPECT_EQ(run_against(device, place), 1) << read_file(place.path() / "run.out");
}

TEST(HostileDevice, ARunWhoseDeviceSaysNothingEndsInAVerdict) {
  const HostileDevice device([](const std::string& request, const HostileDevice::Send& send) {
    if (is_options(request)) {
      send("SIP/2.0 500 No\r\n\r\n");
    }
  });
  const Workplace place;
  EXPECT_EQ(run_against(device, place), 1) << read_file(place.path() / "run.out");
}

}  // namespace
}  // namespace sipspec::harness
