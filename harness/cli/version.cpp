#include "harness/cli/version.hpp"

#include "harness/cli/build_info.hpp"

#include <boost/version.hpp>
#include <fmt/format.h>
#include <pcap/pcap.h>

namespace sipspec::harness {

std::string version() {
  const std::string commit(build_commit);
  return commit.empty() ? std::string(build_version)
                        : fmt::format("{} ({})", build_version, commit);
}

std::string version_text() {
  return fmt::format("sipspec {}\n  {} {}, {} build\n  Boost {}.{}.{}\n  {}", version(),
                     build_compiler, build_compiler_version, build_type, BOOST_VERSION / 100'000,
                     BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100, ::pcap_lib_version());
}

}  // namespace sipspec::harness
