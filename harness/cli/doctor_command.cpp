#include "harness/cli/command.hpp"
#include "harness/cli/dut_options.hpp"
#include "harness/cli/suite.hpp"
#include "harness/cli/version.hpp"
#include "harness/io/network.hpp"
#include "harness/run/file_tape.hpp"
#include "harness/run/probe.hpp"
#include "reports/exit_code.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <thread>

namespace sipspec::harness {

namespace {

enum class Health : std::uint8_t { good, worse, bad };

/// Prints a line and keeps the worst.
class Findings {
 public:
  void add(Health health, std::string_view what, std::string_view detail) {
    constexpr std::string_view words[] = {"ok  ", "note", "BAD "};
    fmt::print("{} {:<22} {}\n", words[static_cast<std::size_t>(health)], what, detail);
    worst_ = std::max(worst_, health);
  }

  bool bad() const { return worst_ == Health::bad; }

 private:
  Health worst_ = Health::good;
};

/// A clock that is stepped or slewed hard makes schedules of devices look wrong.
void check_clock(Findings& findings) {
  using namespace std::chrono_literals;
  const auto wall = std::chrono::system_clock::now();
  const auto steady = std::chrono::steady_clock::now();
  std::this_thread::sleep_for(100ms);
  const std::chrono::duration<double, std::milli> walls = std::chrono::system_clock::now() - wall;
  const std::chrono::duration<double, std::milli> steadies =
      std::chrono::steady_clock::now() - steady;
  const auto drift = std::abs(walls.count() - steadies.count());
  findings.add(drift < 1 ? Health::good : Health::worse, "clock",
               fmt::format("wall and monotonic clock differ by {:.3f} ms in 100 ms", drift));
  findings.add(steadies.count() < 120 ? Health::good : Health::worse, "scheduling",
               fmt::format("a sleep of 100 ms took {:.1f} ms", steadies.count()));
}

void check_ipv6(Findings& findings) {
  EventLoop loop;
  const auto socket = DatagramSocket::bind(loop, {"::1", 0});
  findings.add(socket ? Health::good : Health::worse, "IPv6",
               socket ? "::1 can be bound" : "::1 cannot be bound: " + socket.error().message());
}

void check_capture(Findings& findings) {
  const auto problem = live_capture_problem("lo");
  findings.add(problem.empty() ? Health::good : Health::worse, "live capture",
               problem.empty() ? "permitted" : problem);
}

void probe_all(const ParsedOptions& options, const DeviceProfile& device,
               std::vector<Target>& targets, Findings& findings) {
  const auto patience = options.number("ready-timeout", 1, 3'600'000, 2000);
  EventLoop loop;
  for (const auto& target : targets) {
    std::optional<ProbeResult> result;
    ProbePlan plan;
    plan.patience = std::chrono::milliseconds(patience ? *patience : 2000);
    const Probe probe(loop,
                      {target.variant.transport, target.device, device.identity.user,
                       device.identity.domain, target.connect},
                      plan, [&](const ProbeResult& it) {
                        result = it;
                        loop.stop();
                      });
    loop.run();
    const bool alive = result->outcome == ProbeOutcome::alive;
    const bool needed = target.presence == Target::Presence::required;
    findings.add(alive    ? Health::good
                 : needed ? Health::bad
                          : Health::worse,
                 fmt::format("device over {}", stack::via_name(target.variant.transport)),
                 fmt::format("{}: {}", stack::to_string(target.device), to_string(*result)));
  }
}

int check_device(const ParsedOptions& options, const std::filesystem::path& scenarios,
                 Findings& findings) {
  if (!options.has("dut")) {
    findings.add(Health::worse, "device", "not looked at: no --dut");
    return reports::exit_code::success;
  }
  const auto device = read_device(options, scenarios);
  if (!device) {
    return usage_error(device.error().sentence);
  }
  auto targets = read_targets(options, *device);
  if (!targets) {
    return usage_error(targets.error().sentence);
  }
  if (device->start) {
    findings.add(Health::worse, "device",
                 fmt::format("is started by its profile ({}); doctor looks whether it runs already",
                             device->start->argv.front()));
  }
  probe_all(options, *device, *targets, findings);
  return reports::exit_code::success;
}

int doctor(const ParsedOptions& options) {
  Findings findings;
  fmt::print("{}\n\n", version_text());
  const auto folder = find_scenarios(options);
  if (!folder) {
    return usage_error(folder.error().sentence);
  }
  std::vector<DataError> errors;
  const auto suite = load_suite(*folder, errors);
  findings.add(errors.empty() && !suite.scenarios.empty() ? Health::good : Health::bad, "scenarios",
               fmt::format("{}: {} cases, {} requirements, {} mistakes", folder->string(),
                           suite.scenarios.size(), suite.catalogue.size(), errors.size()));
  check_clock(findings);
  check_ipv6(findings);
  check_capture(findings);
  if (const int code = check_device(options, *folder, findings);
      code != reports::exit_code::success) {
    return code;
  }
  return findings.bad() ? reports::exit_code::setup_failed : reports::exit_code::success;
}

}  // namespace

Command doctor_command() {
  CommandSpec spec;
  spec.name = "doctor";
  spec.summary = "Looks at this machine and at the device, and says how to mend what is wrong";
  spec.options = dut_options();
  spec.options.push_back({"ready-timeout", "MS", "How long to wait for the device (default 2000)"});
  spec.options.push_back(scenarios_option());
  spec.exit_codes = {{0, "nothing that keeps a run from working"},
                     {2, "the command line or the profile is wrong"},
                     {3, "the device does not answer, or the scenarios are broken"}};
  return {std::move(spec), doctor};
}

}  // namespace sipspec::harness
