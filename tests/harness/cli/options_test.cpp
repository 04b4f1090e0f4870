#include "harness/cli/options.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace sipspec::harness {
namespace {

using Takes = OptionSpec::Takes;
using Words = std::vector<std::string>;

CommandSpec command() {
  CommandSpec spec;
  spec.name = "run";
  spec.arguments = "[CASE...]";
  spec.summary = "Runs.";
  spec.options = {{"seed", "N", "A number"},
                  {"jobs", "N", "Cases at once", 'j'},
                  {"junit", "FILE", "A report", 0, Takes::maybe_value},
                  {"quiet", "", "Little", 'q', Takes::nothing},
                  {"verbose", "", "Much", 'v', Takes::nothing}};
  spec.exit_codes = {{0, "well"}, {2, "badly"}};
  return spec;
}

UsageResult<ParsedOptions> parse(const Words& words) {
  return parse_options(command(), words);
}

std::string complaint(const Words& words) {
  const auto parsed = parse(words);
  return parsed ? "" : parsed.error().sentence;
}

TEST(Options, AValueFollowsOrStandsBehindAnEqualsSign) {
  EXPECT_EQ(parse({"--seed", "7"})->value("seed"), "7");
  EXPECT_EQ(parse({"--seed=7"})->value("seed"), "7");
  EXPECT_EQ(parse({"--seed=a=b"})->value("seed"), "a=b");
  EXPECT_EQ(parse({"-j", "4"})->value("jobs"), "4");
  EXPECT_EQ(parse({"-j4"})->value("jobs"), "4");
  EXPECT_EQ(parse({"--seed", "-1"})->value("seed"), "-1");
}

TEST(Options, AnOptionalValueStandsBehindAnEqualsSignOnly) {
  const auto parsed = parse({"--junit", "a"});
  EXPECT_EQ(parsed->value("junit"), "");
  EXPECT_EQ(parsed->arguments, Words{"a"});
  EXPECT_EQ(parse({"--junit=a"})->value("junit"), "a");
}

TEST(Options, LettersCanBeJoinedAndRepeated) {
  const auto parsed = parse({"-vvq", "-v"});
  EXPECT_EQ(parsed->count("verbose"), 3U);
  EXPECT_TRUE(parsed->has("quiet"));
}

TEST(Options, TwoDashesEndThem) {
  EXPECT_EQ(parse({"a", "--", "--seed", "-q"})->arguments, (Words{"a", "--seed", "-q"}));
}

TEST(Options, TheLastValueCountsAndListsAreJoined) {
  const auto parsed = parse({"--seed", "1,2", "--seed", ",3,"});
  EXPECT_EQ(parsed->value("seed"), ",3,");
  EXPECT_EQ(parsed->list("seed"), (Words{"1", "2", "3"}));
  EXPECT_TRUE(parsed->list("jobs").empty());
}

TEST(Options, AListFileHoldsOneArgumentALine) {
  const auto file =
      std::filesystem::temp_directory_path() / ("sipspec-list-" + std::to_string(::getpid()));
  std::ofstream(file) << "rfc3428/7  # why\n\n# none\n  rfc3428/8\n";
  EXPECT_EQ(parse({"@" + file.string()})->arguments, (Words{"rfc3428/7", "rfc3428/8"}));
  EXPECT_EQ(parse({"--seed", "@" + file.string()})->list("seed"),
            (Words{"rfc3428/7", "rfc3428/8"}));
  std::filesystem::remove(file);
  EXPECT_EQ(complaint({"@/nonexistent/list"}), "the list '@/nonexistent/list' cannot be read");
}

TEST(Options, MistakesAreNamedWithWhatWasMeant) {
  EXPECT_EQ(complaint({"--sede", "1"}),
            "unknown option --sede; did you mean --seed?; 'sipspec run --help' lists the options");
  EXPECT_EQ(complaint({"--zzzzzz"}),
            "unknown option --zzzzzz; 'sipspec run --help' lists the options");
  EXPECT_EQ(complaint({"-x"}), "unknown option -x; 'sipspec run --help' lists the options");
  EXPECT_EQ(complaint({"--seed"}), "--seed needs a value: --seed N");
  EXPECT_EQ(complaint({"-j"}), "-j needs a value: -j N");
  EXPECT_EQ(complaint({"--seed="}), "--seed= has no value; write --seed=N");
  EXPECT_EQ(complaint({"--quiet=1"}), "--quiet takes no value");
  auto without_arguments = command();
  without_arguments.arguments.clear();
  const Words words = {"a"};
  EXPECT_EQ(parse_options(without_arguments, words).error().sentence,
            "'sipspec run' takes no arguments, 'a' is one too many");
}

TEST(Options, NumbersAreWholeAndInRange) {
  EXPECT_EQ(*parse({"--seed=7"})->number("seed", 0, 10, 1), 7);
  EXPECT_EQ(*parse({})->number("seed", 0, 10, 1), 1);
  for (const auto* bad : {"11", "-1", "7x", "x", "1e3", "99999999999999999999"}) {
    const auto number = parse({"--seed", bad})->number("seed", 0, 10, 1);
    ASSERT_FALSE(number) << bad;
    EXPECT_EQ(number.error().sentence,
              "--seed " + std::string(bad) + ": a whole number from 0 to 10 is needed");
  }
}

TEST(Options, WordsComeFromAList) {
  const Words words = {"auto", "plain"};
  EXPECT_EQ(*parse({"--seed=plain"})->choice("seed", words, "auto"), "plain");
  EXPECT_EQ(*parse({})->choice("seed", words, "auto"), "auto");
  EXPECT_EQ(parse({"--seed=plian"})->choice("seed", words, "auto").error().sentence,
            "--seed plian: unknown; did you mean 'plain'?; known: auto, plain");
}

TEST(Options, TheHelpNamesEveryOptionAndExitCode) {
  const auto text = help_text(command());
  EXPECT_TRUE(text.starts_with("sipspec run [OPTIONS] [CASE...]\n"));
  for (const auto* part : {"--seed N", "-j, --jobs N", "--junit[=FILE]", "-q, --quiet",
                           "-h, --help", "Exit codes:", "2   badly"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace sipspec::harness
