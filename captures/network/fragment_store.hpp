#pragma once

// Puts IP packets together from their fragments (RFC 791 3.2, RFC 8200 4.5), both families. Octets
// that come twice count as they came first. Bounded: the oldest packet is given up when there are
// too many, and each one 30 s of capture time after its first fragment.
//
//   if (auto whole = store.add(packet, frame, wall)) { use(whole->octets); }
//   for (auto& part : store.take_given_up()) { ... }

#include "captures/captured_packet.hpp"
#include "captures/network/ip_endpoint.hpp"
#include "captures/network/ip_packet.hpp"

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::captures {

struct FragmentLimits {
  std::size_t packets = 4'096;
  std::size_t octets = std::size_t{32} << 20U;
};

/// A packet put together, or as much of it as there is from its start.
struct Reassembled {
  std::uint32_t protocol = 0;
  IpEndpoint source, destination;  ///< ports are not known here
  std::string octets;
  std::size_t missing = 0;  ///< at least so many octets behind them did not come; 0: whole
  bool for_lack_of_room = false;
  FrameNumber first_frame = 0;
  std::chrono::nanoseconds first_wall{};  ///< since 1970
};

class FragmentStore {
 public:
  static constexpr std::chrono::seconds patience{30};

  explicit FragmentStore(FragmentLimits limits = {}) : limits_(limits) {}

  /// The packet, when this was the last of its fragments.
  std::optional<Reassembled> add(const IpPacket& fragment, FrameNumber frame,
                                 std::chrono::nanoseconds wall);

  /// Packets that were given up since the last call.
  std::vector<Reassembled> take_given_up();
  /// Gives up all that are not whole.
  void give_up_all();

  std::size_t packets() const { return packets_.size(); }

  std::size_t octets() const { return octets_; }

 private:
  struct Key {
    IpEndpoint source, destination;
    std::uint32_t identification = 0, protocol = 0;

    auto operator<=>(const Key&) const = default;
  };

  struct Packet {
    Key key;
    Reassembled parts;                         ///< with holes
    std::map<std::size_t, std::size_t> known;  ///< begin -> end of what is there
    std::size_t size = 0;                      ///< of the whole; 0: its end did not come yet
  };

  using Packets = std::list<Packet>;

  Packets::iterator packet_of(const IpPacket& fragment, FrameNumber frame,
                              std::chrono::nanoseconds wall);
  void place(Packet& packet, std::size_t offset, std::string_view octets);
  void give_up(Packets::iterator it, bool for_lack_of_room);
  void remove(Packets::iterator it);

  FragmentLimits limits_;
  Packets packets_;  ///< oldest first
  std::map<Key, Packets::iterator> by_key_;
  std::size_t octets_ = 0;
  std::vector<Reassembled> given_up_;
};

}  // namespace sipspec::captures
