#include "stack/body/rp_message.hpp"

#include <cstddef>

namespace sipspec::stack {

namespace {

using enum BodyDefectCode;

constexpr std::string_view digit_characters = "0123456789*#abc";
constexpr std::uint8_t user_data_identifier = 0x41;
constexpr std::size_t longest_address = 11;  ///< octets behind the length
constexpr std::size_t longest_user_data = 232;

class RpReader {
 public:
  RpReader(std::string_view octets, BodyDefectSink& sink)
      : octets_(octets), rest_(octets), sink_(&sink) {}

  RpMessage read() {
    RpMessage message;
    const auto first = take();
    const auto reference = first ? take() : std::nullopt;
    if (!reference) {
      sink_->add(rp_short, octets_);
      return message;
    }
    message.type = static_cast<RpType>(*first & 7U);
    message.reference = *reference;
    if (message.type == RpType::reserved) {
      sink_->add(rp_type_unknown, octets_.substr(0, 1));
    } else if (!read_elements(message)) {
      sink_->add(rp_short, octets_);
    } else if (!rest_.empty()) {
      sink_->add(rp_excess, rest_);
    }
    return message;
  }

 private:
  std::optional<std::uint8_t> take() {
    if (rest_.empty()) {
      return std::nullopt;
    }
    const auto octet = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return octet;
  }

  /// Length and value.
  std::optional<std::string_view> take_value() {
    const auto length = take();
    if (!length || rest_.size() < *length) {
      return std::nullopt;
    }
    const std::string_view value = rest_.substr(0, *length);
    rest_.remove_prefix(*length);
    return value;
  }

  bool read_elements(RpMessage& message) {
    switch (message.type) {
      case RpType::data_to_network:
      case RpType::data_to_mobile:
        return read_data(message);
      case RpType::error_to_network:
      case RpType::error_to_mobile:
        return read_cause(message) && read_optional_user_data(message);
      case RpType::ack_to_network:
      case RpType::ack_to_mobile:
        return read_optional_user_data(message);
      default:
        return true;
    }
  }

  bool read_data(RpMessage& message) {
    const std::string_view addresses = rest_;
    if (!read_address(message.originator) || !read_address(message.destination)) {
      return false;
    }
    // The side of the mobile has no address.
    const bool to_network = message.type == RpType::data_to_network;
    const RpAddress& network = to_network ? message.destination : message.originator;
    const RpAddress& mobile = to_network ? message.originator : message.destination;
    if (!network.present || mobile.present) {
      sink_->add(rp_address_invalid, addresses.substr(0, addresses.size() - rest_.size()));
    }
    return read_user_data(message);
  }

  bool read_address(RpAddress& address) {
    const auto value = take_value();
    if (!value) {
      return false;
    }
    address.present = !value->empty();
    if (!address.present) {
      return true;
    }
    address.kind = static_cast<std::uint8_t>(value->front());
    bool good =
        value->size() > 1 && value->size() <= longest_address && (address.kind & 0x80U) != 0;
    const std::string_view packed = value->substr(1);
    for (std::size_t i = 0; i < packed.size() * 2; ++i) {
      const auto octet = static_cast<std::uint8_t>(packed[i / 2]);
      const std::size_t digit = i % 2 == 0 ? octet & 0xFU : octet >> 4U;
      const bool filler = digit == 0xFU && i + 1 == packed.size() * 2;
      good = good && (filler || digit < digit_characters.size());
      if (digit < digit_characters.size()) {
        address.digits += digit_characters[digit];
      }
    }
    if (!good) {
      sink_->add(rp_address_invalid, *value);
    }
    return true;
  }

  bool read_user_data(RpMessage& message) {
    const auto value = take_value();
    if (value) {
      message.user_data = *value;
      if (value->empty() || value->size() > longest_user_data) {
        sink_->add(rp_element_invalid, value->empty() ? octets_ : *value);
      }
    }
    return value.has_value();
  }

  bool read_cause(RpMessage& message) {
    const auto value = take_value();
    if (value && !value->empty()) {
      message.cause = static_cast<std::uint8_t>(static_cast<std::uint8_t>(value->front()) & 0x7FU);
    }
    if (value && (value->empty() || value->size() > 2)) {
      sink_->add(rp_element_invalid, value->empty() ? octets_ : *value);
    }
    return value.has_value();
  }

  bool read_optional_user_data(RpMessage& message) {
    if (rest_.empty()) {
      return true;
    }
    const std::string_view identifier = rest_.substr(0, 1);
    if (static_cast<std::uint8_t>(identifier.front()) != user_data_identifier) {
      sink_->add(rp_element_invalid, identifier);
      rest_ = {};
      return true;
    }
    rest_.remove_prefix(1);
    return read_user_data(message);
  }

  std::string_view octets_, rest_;
  BodyDefectSink* sink_;
};

void append_value(std::string_view value, std::string& out) {
  value = value.substr(0, 0xFF);
  out += static_cast<char>(value.size());
  out += value;
}

void append_address(const RpAddress& address, std::string& out) {
  std::string value;
  if (address.present) {
    value += static_cast<char>(address.kind);
    for (std::size_t i = 0; i < address.digits.size(); i += 2) {
      const auto nibble = [&address](std::size_t at) {
        const std::size_t found =
            at < address.digits.size() ? digit_characters.find(address.digits[at]) : 0xFU;
        return static_cast<unsigned>(found & 0xFU);
      };
      value += static_cast<char>(nibble(i) | (nibble(i + 1) << 4U));
    }
  }
  append_value(value, out);
}

}  // namespace

RpMessage parse_rp(std::string_view octets, BodyDefectSink& sink) {
  return RpReader(octets, sink).read();
}

std::string make_rp(const RpMessage& message) {
  std::string out;
  out += static_cast<char>(message.type);
  out += static_cast<char>(message.reference);
  const bool data =
      message.type == RpType::data_to_network || message.type == RpType::data_to_mobile;
  if (data) {
    append_address(message.originator, out);
    append_address(message.destination, out);
    append_value(message.user_data, out);
    return out;
  }
  if (message.cause) {
    append_value(std::string(1, static_cast<char>(*message.cause)), out);
  }
  if (!message.user_data.empty()) {
    out += static_cast<char>(user_data_identifier);
    append_value(message.user_data, out);
  }
  return out;
}

}  // namespace sipspec::stack
