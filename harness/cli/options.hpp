#pragma once

// The command line: options as a table, read strictly. A mistake is one sentence with what was
// likely meant; nothing is done then.
//
//   --name VALUE, --name=VALUE, -j 4, -j4, --flag, "--" ends the options, "@file" a list of
//   arguments
//
//   auto parsed = parse_options(spec, arguments);
//   if (!parsed) { usage_error(parsed.error()); }
//   auto seed = parsed->number("seed", 0, max);

#include <boost/system/result.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sipspec::harness {

struct OptionSpec {
  enum class Takes : std::uint8_t { nothing, value, maybe_value };

  std::string name;   ///< without the dashes
  std::string value;  ///< name of the value in the help; "" = takes nothing
  std::string help;
  char letter = 0;  ///< "-j"
  Takes takes = Takes::value;
};

struct CommandSpec {
  std::string name;
  std::string arguments;  ///< "[CASE...]", "" = none allowed
  std::string summary;
  std::string details;
  std::vector<OptionSpec> options;
  std::vector<std::pair<int, std::string>> exit_codes;
};

/// What is wrong on the command line, one sentence.
struct UsageError {
  std::string sentence;
};

template <typename T>
using UsageResult = boost::system::result<T, UsageError>;

class ParsedOptions {
 public:
  std::vector<std::string> arguments;
  std::vector<std::string> written;  ///< the whole command line behind the command
  std::map<std::string, std::vector<std::string>, std::less<>> values;

  bool has(std::string_view name) const { return values.contains(name); }

  /// How often a flag was given.
  std::size_t count(std::string_view name) const;
  /// The last value given; nullopt when the option was not given.
  std::optional<std::string> value(std::string_view name) const;
  /// Every value given, split at commas.
  std::vector<std::string> list(std::string_view name) const;
  /// A whole number in the range, `absent` when not given.
  UsageResult<std::int64_t> number(std::string_view name, std::int64_t least, std::int64_t most,
                                   std::int64_t absent) const;
  /// One of the words; `absent` when not given.
  UsageResult<std::string> choice(std::string_view name, std::span<const std::string> words,
                                  std::string absent) const;
};

UsageResult<ParsedOptions> parse_options(const CommandSpec& command,
                                         std::span<const std::string> arguments);

/// The text of `sipspec COMMAND --help`.
std::string help_text(const CommandSpec& command);

}  // namespace sipspec::harness
