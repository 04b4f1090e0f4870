#pragma once

// Reads a device profile (XML, namespace urn:sipspec:device:1). Every mistake is named with file,
// line and column, and with what was likely meant; nothing is guessed over.
//
//   std::vector<DataError> errors;
//   auto profile = load_profile("devices/baresip.xml", errors);   // use it only when errors is
//   empty
//
// The language:
//
// clang-format off
//   <device xmlns="urn:sipspec:device:1" name="baresip" version="1.0.0" roles="uas uac">
//     <address host="127.0.0.1" port="5070" transports="udp tcp"/>            one or more
//     <identity user="bob" domain="example.com"/>
//     <credentials user="alice" password-env="DEVICE_PASSWORD"/>              whom it lets in when it asks
//     <capabilities have="message.receive" lack="im.cpim"/>                   have="*" is the default
//     <start cwd="." env="HOME=/tmp A=B"><command>baresip -f conf</command></start>
//     <ready by="options|log|port" match="ready" within="5s"/>
//     <stop signal="TERM" within="2s"/>
//     <restart between="never|cases|crash"/>
//     <delivery log="messages.log" pattern="text=(.*)"/>                      or output="yes", or command="tail -F x"
//     <probe method="OPTIONS|MESSAGE"/>
//   </device>
// clang-format on

#include "harness/catalogue/catalogue.hpp"
#include "harness/device/profile.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

DeviceProfile load_profile(const std::filesystem::path& file, std::vector<DataError>& errors);

/// The same from memory; `file` is the name in the errors.
DeviceProfile parse_profile(std::string_view xml, const std::string& file,
                            std::vector<DataError>& errors);

/// "a 'b c' d" -> a, b c, d. Quotes group, nothing else is special; an open quote runs to the end.
std::vector<std::string> split_words(std::string_view text);

}  // namespace sipspec::harness
