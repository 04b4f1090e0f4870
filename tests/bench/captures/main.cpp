// bench_captures make FILE MEBIBYTES   writes a capture of that size
// bench_captures read FILE             messages a second, and the most memory that was held

#include "captures/frame_synthesis.hpp"
#include "captures/octets.hpp"
#include "captures/sip/sip_reader.hpp"

#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace sipspec;
using captures::put_little32;

std::string message(std::uint64_t number, bool request, std::string_view transport) {
  const std::string id = std::to_string(number);
  const std::string body = request ? "Message number " + id + " of a large capture" : "";
  return std::string(request ? "MESSAGE sip:bob@example.com SIP/2.0" : "SIP/2.0 200 OK") +
         "\r\nVia: SIP/2.0/" + std::string(transport) + " 192.0.2.1:5062;branch=z9hG4bK" + id +
         "\r\nMax-Forwards: 70\r\nFrom: \"Alice\" <sip:alice@example.com>;tag=a" + id +
         "\r\nTo: <sip:bob@example.com>" + (request ? "" : ";tag=b" + id) + "\r\nCall-ID: " + id +
         "@example.com\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

class Writer {
 public:
  explicit Writer(const char* path) : file_(path, std::ios::binary) {
    std::string header;
    put_little32(header, 0xA1B23C4D);
    put_little32(header, 0x00040002);
    header.append(8, '\0');
    put_little32(header, 262'144);
    put_little32(header, static_cast<std::uint32_t>(captures::LinkType::raw));
    put(header);
  }

  void frame(std::string_view octets) {
    time_ += std::chrono::microseconds(50);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time_);
    std::string record;
    put_little32(record, static_cast<std::uint32_t>(1'700'000'000 + seconds.count()));
    put_little32(record, static_cast<std::uint32_t>((time_ - seconds).count()));
    put_little32(record, static_cast<std::uint32_t>(octets.size()));
    put_little32(record, static_cast<std::uint32_t>(octets.size()));
    put(record);
    put(octets);
  }

  std::uint64_t written() const { return written_; }

 private:
  void put(std::string_view octets) {
    file_.write(octets.data(), static_cast<std::streamsize>(octets.size()));
    written_ += octets.size();
  }

  std::ofstream file_;
  std::uint64_t written_ = 0;
  std::chrono::nanoseconds time_{};
};

stack::Address client(std::uint64_t number, std::uint16_t port) {
  return {"10." + std::to_string(number / 65'536 % 256) + "." + std::to_string(number / 256 % 256) +
              "." + std::to_string(number % 256),
          port};
}

/// One exchange over UDP, and one over a TCP connection of its own, whose request comes in two
/// segments, the second one first.
void exchange(Writer& file, std::uint64_t number) {
  const stack::Address server{"192.0.2.2", 5060};
  const stack::Address from = client(number, 5062);
  file.frame(*captures::udp_frame(from, server, message(number, true, "UDP")));
  file.frame(*captures::udp_frame(server, from, message(number, false, "UDP")));
  const std::string request = message(number, true, "TCP");
  const std::string response = message(number, false, "TCP");
  const auto size = static_cast<std::uint32_t>(request.size());
  const auto segment = [&](const auto& a, const auto& b, const captures::TcpSegment& at,
                           std::string_view octets) {
    file.frame(*captures::tcp_frame(a, b, at, octets));
  };
  segment(from, server, {100, 0, captures::tcp_syn}, "");
  segment(server, from, {900, 101, captures::tcp_syn | captures::tcp_ack}, "");
  segment(from, server, {101 + 200, 901, captures::tcp_ack}, std::string_view(request).substr(200));
  segment(from, server, {101, 901, captures::tcp_ack}, std::string_view(request).substr(0, 200));
  segment(server, from, {901, 101 + size, captures::tcp_ack | captures::tcp_fin}, response);
  segment(from, server, {101 + size, 0, captures::tcp_ack | captures::tcp_fin}, "");
}

int make(const char* path, std::uint64_t mebibytes) {
  Writer file(path);
  for (std::uint64_t number = 0; file.written() < mebibytes << 20U; ++number) {
    exchange(file, number);
  }
  return 0;
}

int read(const char* path) {
  const auto start = std::chrono::steady_clock::now();
  const auto summary = captures::read_sip(path, {});
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  if (!summary) {
    std::cerr << summary.error().sentence << '\n';
    return 1;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << summary->messages << " messages in " << summary->frames << " frames, "
            << summary->problems.total() << " problems, " << time.count() << " s, "
            << static_cast<std::uint64_t>(static_cast<double>(summary->messages) / time.count())
            << " messages/s, " << usage.ru_maxrss / 1024 << " MiB at most\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[1] : "";
  if (what == "make" && argc == 4) {
    return make(argv[2], std::strtoull(argv[3], nullptr, 10));
  }
  if (what == "read" && argc == 3) {
    return read(argv[2]);
  }
  std::cerr << "usage: bench_captures make FILE MEBIBYTES | read FILE\n";
  return 2;
}
