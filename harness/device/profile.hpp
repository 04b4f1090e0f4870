#pragma once

// What is known about a device under test: where it listens, which roles it plays, what it can do,
// how it is started and watched. Comes from a device profile (XML, namespace urn:sipspec:device:1)
// or from the short form `--dut sip:host:port;transport=tcp`.
//
// Plain data. Reading: profile_loader.hpp and dut_spec.hpp. Starting and probing: harness/run.

#include "stack/time.hpp"
#include "stack/transport/address.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sipspec::harness {

/// A place at which the device listens. `host` may be a name; it is resolved before the run.
struct DeviceAddress {
  std::string host;
  std::uint16_t port = 5060;
  std::vector<stack::Transport> transports;  ///< empty: UDP, and TCP when the device accepts it
};

struct DeviceIdentity {
  std::string user;    ///< "" = Request-URIs without a user part
  std::string domain;  ///< "" = the device's address
  enum class Scheme : std::uint8_t { sip, sips } scheme = Scheme::sip;  ///< sips: TLS only
};

/// Whom the device lets in when it asks for credentials. The password comes from the environment,
/// so that neither a file nor a command line holds it.
struct DeviceCredentials {
  std::string user;
  std::string password_variable;  ///< name of the environment variable
  std::string password;           ///< filled in by who reads the environment
};

/// The command that starts the device; `argv` goes to execvp unless `shell` is set.
struct StartCommand {
  enum class Kind : std::uint8_t { program, shell } kind = Kind::program;
  std::vector<std::string> argv;
  std::string cwd;  ///< relative to the profile's folder
  std::map<std::string, std::string> environment;
};

/// How a started device shows that it can be used.
struct Readiness {
  enum class By : std::uint8_t { options, log, port } by = By::options;
  std::string match;  ///< by log: RE2 on a line of the device's output
  stack::Duration within = std::chrono::seconds(5);
};

struct Stopping {
  int signal = 15;
  stack::Duration within = std::chrono::seconds(2);
};

enum class RestartPolicy : std::uint8_t { never, cases, crash };

/// Where texts shown to the device's user can be read.
struct DeliveryHook {
  enum class Kind : std::uint8_t {
    none,
    log,      ///< lines of a file, followed from the start of the run
    output,   ///< lines of the started device's own output
    command,  ///< lines of a program that runs as long as the run
  } kind = Kind::none;
  std::string file;
  std::vector<std::string> argv;
  std::string pattern;  ///< RE2 with one group, the text; "" = the whole line
};

enum class ProbeMethod : std::uint8_t { options, message };

struct DeviceProfile {
  std::string name;
  std::string version;
  std::vector<std::string> roles;  ///< "uas", "uac", ...; empty is not possible after loading
  std::vector<DeviceAddress> addresses;
  DeviceIdentity identity;
  std::optional<DeviceCredentials> credentials;  ///< nullopt: cases that need "auth" do not apply
  std::vector<std::string> have;  ///< capabilities; "*" = everything that `lack` does not name
  std::vector<std::string> lack;
  std::optional<StartCommand> start;
  Readiness ready;
  Stopping stop;
  RestartPolicy restart = RestartPolicy::crash;
  DeliveryHook delivery;
  std::optional<ProbeMethod> probe;  ///< nullopt: OPTIONS, and MESSAGE when that has no answer
  std::string folder;                ///< of the profile's file, "" for the short form
};

/// The roles that a profile may name.
const std::vector<std::string>& known_roles();

}  // namespace sipspec::harness
