#include "captures/live_capture.hpp"

#include "captures/link_type.hpp"

#include <pcap/pcap.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

namespace sipspec::captures {
namespace {

struct PcapCloser {
  void operator()(pcap_t* handle) const { pcap_close(handle); }
};

using Handle = std::unique_ptr<pcap_t, PcapCloser>;

/// The largest IP packet behind the longest link header of LinkType. Slots of the ring are made for
/// it, so a larger number would waste the buffer.
constexpr int longest_frame = 65'535 + 20;
/// Frames of one drain(): an owner with other things to do gets its turn under any load.
constexpr int most_at_once = 10'000;

std::string interface_names() {
  pcap_if_t* list = nullptr;
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  if (pcap_findalldevs(&list, error.data()) != 0) {
    return {};
  }
  std::string names;
  for (const pcap_if_t* it = list; it != nullptr; it = it->next) {
    names += (names.empty() ? "" : ", ") + std::string(it->name);
  }
  pcap_freealldevs(list);
  return names;
}

Error activation_error(pcap_t* handle, int code, const std::string& interface) {
  if (code == PCAP_ERROR_PERM_DENIED || code == PCAP_ERROR_PROMISC_PERM_DENIED) {
    return {permission_advice(interface, running_program())};
  }
  if (code == PCAP_ERROR_NO_SUCH_DEVICE) {
    const std::string others = interface_names();
    return {"cannot capture: there is no interface \"" + interface + "\"" +
            (others.empty() ? "" : "; there are " + others)};
  }
  const std::string detail = pcap_geterr(handle);
  return {"cannot capture on " + interface + ": " + pcap_statustostr(code) +
          (detail.empty() ? "" : " (" + detail + ")")};
}

Error failure(pcap_t* handle, const std::string& interface) {
  return {"cannot capture on " + interface + ": " + pcap_geterr(handle)};
}

int activate(pcap_t* handle, const LiveOptions& options) {
  pcap_set_snaplen(handle, longest_frame);
  pcap_set_promisc(handle, 0);
  pcap_set_immediate_mode(handle, 1);
  pcap_set_buffer_size(handle, options.buffer_octets);
  // Microseconds are given where the interface has nothing better.
  pcap_set_tstamp_precision(handle, PCAP_TSTAMP_PRECISION_NANO);
  return pcap_activate(handle);
}

bool set_filter(pcap_t* handle, const std::string& expression) {
  bpf_program program{};
  if (pcap_compile(handle, &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
    return false;
  }
  const bool set = pcap_setfilter(handle, &program) == 0;
  pcap_freecode(&program);
  return set;
}

}  // namespace

struct LiveCapture::Impl {
  Handle handle;
  std::string interface;
  std::uint64_t handed_over = 0;
  bool nanoseconds = false;
};

std::string permission_advice(const std::string& interface, const std::string& program) {
  return "no permission to capture on " + interface +
         ": run as root, or give the program the right once by \"sudo setcap "
         "cap_net_raw,cap_net_admin=eip " +
         program + "\"";
}

std::string running_program() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "sipspec" : path.string();
}

std::string capture_filter(const LiveOptions& options) {
  if (options.ports.empty()) {
    return "udp or tcp or (ip[6:2] & 0x3fff != 0) or (ip6 proto 44)";
  }
  std::string ports;
  for (const std::uint16_t port : options.ports) {
    ports += (ports.empty() ? "port " : " or port ") + std::to_string(port);
  }
  return "((udp or tcp) and (" + ports + ")) or (ip[6:2] & 0x3fff != 0) or (ip6 proto 44)";
}

LiveCapture::LiveCapture(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

LiveCapture::~LiveCapture() = default;
LiveCapture::LiveCapture(LiveCapture&&) noexcept = default;
LiveCapture& LiveCapture::operator=(LiveCapture&&) noexcept = default;

Result<LiveCapture> LiveCapture::open(const LiveOptions& options) {
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  Handle handle(pcap_create(options.interface.c_str(), error.data()));
  if (!handle) {
    return Error{"cannot capture on " + options.interface + ": " + error.data()};
  }
  if (const int code = activate(handle.get(), options); code < 0) {
    return activation_error(handle.get(), code, options.interface);
  }
  if (!set_filter(handle.get(), capture_filter(options))) {
    return failure(handle.get(), options.interface);
  }
  if (pcap_setnonblock(handle.get(), 1, error.data()) != 0) {
    return Error{"cannot capture on " + options.interface + ": " + error.data()};
  }
  if (pcap_get_selectable_fd(handle.get()) < 0) {
    return Error{"cannot capture on " + options.interface + ": it cannot be waited for"};
  }
  auto impl = std::make_unique<Impl>();
  impl->nanoseconds = pcap_get_tstamp_precision(handle.get()) == PCAP_TSTAMP_PRECISION_NANO;
  impl->handle = std::move(handle);
  impl->interface = options.interface;
  return LiveCapture(std::move(impl));
}

int LiveCapture::descriptor() const {
  return pcap_get_selectable_fd(impl_->handle.get());
}

LinkType LiveCapture::link() const {
  return link_type_from_dlt(pcap_datalink(impl_->handle.get()));
}

const std::string& LiveCapture::interface() const {
  return impl_->interface;
}

Result<std::size_t> LiveCapture::drain(const Sink& sink) {
  std::size_t count = 0;
  while (count < most_at_once) {
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    const int code = pcap_next_ex(impl_->handle.get(), &header, &octets);
    if (code == 0) {
      break;
    }
    if (code != 1) {
      return failure(impl_->handle.get(), impl_->interface);
    }
    const std::chrono::nanoseconds fraction(header->ts.tv_usec * (impl_->nanoseconds ? 1 : 1000));
    CapturedPacket packet;
    packet.wall = std::chrono::seconds(header->ts.tv_sec) + fraction;
    packet.octets.assign(octets, octets + header->caplen);
    packet.original_length = header->len;
    sink(std::move(packet));
    ++count;
  }
  impl_->handed_over += count;
  return count;
}

CaptureCounters LiveCapture::counters() const {
  CaptureCounters counters;
  counters.received = impl_->handed_over;
  pcap_stat statistics{};
  if (pcap_stats(impl_->handle.get(), &statistics) == 0) {
    counters.received = statistics.ps_recv;
    counters.dropped_by_system = statistics.ps_drop;
    counters.dropped_by_interface = statistics.ps_ifdrop;
  }
  return counters;
}

}  // namespace sipspec::captures
