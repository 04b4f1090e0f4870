#include "harness/scenario/loader.hpp"

#include "harness/scenario/grammar.hpp"
#include "harness/scenario/judge_reader.hpp"
#include "harness/scenario/message_reader.hpp"
#include "harness/scenario/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

namespace sipspec::harness {

namespace {

constexpr std::string_view usual_actor = "alice";
constexpr std::string_view usual_timeout = "64*T1+8s";

constexpr std::array<std::string_view, 6> role_names = {"uas",       "uac",   "proxy",
                                                        "registrar", "b2bua", "gateway"};
constexpr std::array<std::string_view, 8> step_names = {"send",    "resend", "expect", "respond",
                                                        "silence", "pause",  "close",  "delivered"};

std::optional<StepKind> kind_of(std::string_view element) {
  if (element == "send") {
    return StepKind::send;
  }
  if (element == "expect") {
    return StepKind::expect;
  }
  return element == "respond" ? std::optional(StepKind::respond) : std::nullopt;
}

/// A file whose shape has been checked becomes a scenario.
class ScenarioReader {
 public:
  ScenarioReader(const XmlFile& file, const LoadOptions& options, std::filesystem::path folder,
                 std::vector<DataError>& errors)
      : reader_(file, options, std::move(folder), errors), root_(file.root()) {}

  Scenario read() {
    head();
    actors();
    if (find_steps()) {
      name_steps();
      for (std::size_t i = 0; i < elements_.size(); ++i) {
        scenario_.steps.push_back(step(elements_[i], {.step = i}));
      }
    }
    proofs();
    return std::move(scenario_);
  }

 private:
  void head() {
    scenario_.place = reader_.place(root_);
    scenario_.id = ElementReader::text(root_, "id");
    const auto* const role = std::ranges::find(role_names, ElementReader::text(root_, "device"));
    scenario_.role = static_cast<DeviceRole>(role - role_names.begin());
    for (const std::string& name : ElementReader::words(root_, "transports")) {
      if (const auto transport = stack::transport_from(name)) {
        scenario_.transports.push_back(*transport);
      }
    }
    scenario_.tags = ElementReader::words(root_, "tags");
    scenario_.needs = ElementReader::words(root_, "needs");
    scenario_.exclusive = ElementReader::yes(root_, "exclusive");
    scenario_.timeout = reader_.time(root_, "timeout", usual_timeout);
    scenario_.title = prose(root_.child("title"));
    scenario_.purpose = prose(root_.child("purpose"));
    for (const pugi::xml_node bug : root_.children("known-bug")) {
      scenario_.known_bugs.push_back({.ref = ElementReader::text(bug, "ref"), .text = prose(bug)});
    }
  }

  std::string prose(pugi::xml_node element) const {
    return collapsed(reader_.file().text(element).octets);
  }

  // --- Names ---

  void actors() {
    for (const pugi::xml_node element : root_.children("actor")) {
      const std::string id = ElementReader::text(element, "id");
      claim(element, id);
      reader_.scope().add_actor(id);
      scenario_.actors.push_back({.id = id,
                                  .user = ElementReader::text(element, "user", id),
                                  .place = reader_.place(element)});
    }
    if (scenario_.actors.empty()) {
      reader_.scope().add_actor(std::string(usual_actor));
      scenario_.actors.push_back({.id = std::string(usual_actor),
                                  .user = std::string(usual_actor),
                                  .place = reader_.place(root_)});
    }
  }

  /// Actors and steps share one name space, since templates name either.
  void claim(pugi::xml_node element, const std::string& id) {
    const NameScope& scope = reader_.scope();
    if (is_reserved_name(id)) {
      reader_.fail(element, "id", fmt::format("'{}' has a meaning of its own in templates", id));
    } else if (scope.has_actor(id)) {
      reader_.fail(element, "id", fmt::format("'{}' is an actor already", id));
    } else if (const NamedStep* former = scope.find(id)) {
      const auto line = reader_.place(elements_[former->index]).line;
      reader_.fail(element, "id", fmt::format("'{}' is taken by the step in line {}", id, line));
    }
  }

  bool find_steps() {
    for (const pugi::xml_node child : root_.children()) {
      if (std::ranges::find(step_names, child.name()) != step_names.end()) {
        elements_.push_back(child);
      }
    }
    if (elements_.empty()) {
      reader_.fail(root_, "the scenario has no steps");
    }
    if (elements_.size() > max_steps) {
      reader_.fail(elements_[max_steps], fmt::format("there are more than {} steps", max_steps));
    }
    return elements_.size() <= max_steps;
  }

  void name_steps() {
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      const auto kind = kind_of(elements_[i].name());
      if (kind && ElementReader::has(elements_[i], "id")) {
        claim(elements_[i], ElementReader::text(elements_[i], "id"));
        reader_.scope().add_step({.id = ElementReader::text(elements_[i], "id"),
                                  .kind = *kind,
                                  .index = i,
                                  .actor = ElementReader::text(elements_[i], "actor",
                                                               reader_.scope().actors().front())});
      }
    }
  }

  // --- Steps ---

  Step step(pugi::xml_node element, NameUser user) {
    const std::string_view name = element.name();
    if (name == "send") {
      return send(element, user);
    }
    if (name == "resend") {
      return resend(element, user);
    }
    if (name == "expect") {
      return read_expect(reader_, element, user);
    }
    if (name == "respond") {
      return respond(element, user);
    }
    if (name == "silence") {
      return read_silence(reader_, element, user);
    }
    if (name == "delivered") {
      return read_delivered(reader_, element, user);
    }
    if (name == "close") {
      return CloseStep{.actor = reader_.actor(element),
                       .reset = ElementReader::yes(element, "reset"),
                       .place = reader_.place(element)};
    }
    return PauseStep{.span = reader_.time(element, "for"), .place = reader_.place(element)};
  }

  SendStep send(pugi::xml_node element, NameUser user) {
    SendStep step = read_send(reader_, element, user);
    if (!step.together_with.empty()) {
      check_together(element, step, user.step + 1);
    }
    return step;
  }

  /// What goes out together stands together, so that nothing can come between.
  void check_together(pugi::xml_node element, const SendStep& step, std::size_t next) {
    const bool follows = next < elements_.size() &&
                         std::string_view(elements_[next].name()) == "send" &&
                         ElementReader::text(elements_[next], "id") == step.together_with;
    if (!follows) {
      reader_.fail(
          element, "together-with",
          fmt::format("'{}' is not the send that follows on this one", step.together_with));
      return;
    }
    const std::string actor =
        ElementReader::text(elements_[next], "actor", reader_.scope().actors().front());
    if (actor != step.actor) {
      reader_.fail(
          element, "together-with",
          fmt::format("'{}' is sent by '{}', this by '{}'", step.together_with, actor, step.actor));
    }
  }

  ResendStep resend(pugi::xml_node element, NameUser user) {
    ResendStep step;
    step.place = reader_.place(element);
    step.of = reader_.step(element, "of", {StepKind::send}, user);
    step.times = ElementReader::number(element, "times", 1);
    step.every = reader_.time(element, "every", "T1");
    if (step.times == 0 || step.times > max_resends) {
      reader_.fail(element, "times", fmt::format("'times' is from 1 to {}", max_resends));
    }
    return step;
  }

  RespondStep respond(pugi::xml_node element, NameUser user) {
    RespondStep step = read_respond(reader_, element, user);
    const NamedStep* const expect = reader_.scope().find(step.to);
    if (expect != nullptr && ElementReader::has(elements_[expect->index], "response-to")) {
      reader_.fail(element, "to",
                   fmt::format("'{}' awaits a response; only requests are answered", step.to));
    }
    return step;
  }

  void proofs() {
    for (const pugi::xml_node element : root_.children("proof")) {
      scenario_.proofs.push_back({.mutant = ElementReader::text(element, "mutant"),
                                  .finding = reader_.requirement(element, "finding"),
                                  .place = reader_.place(element)});
    }
  }

  ElementReader reader_;
  pugi::xml_node root_;
  std::vector<pugi::xml_node> elements_;
  Scenario scenario_;
};

std::pair<std::uint32_t, std::uint32_t> place_of(const DataError& error) {
  return {error.line, error.column};
}

/// What does not fit the grammar is read nevertheless, to find the other mistakes of the author in
/// the same go; a second sentence about the same place would only repeat the first.
void drop_echoes(std::vector<DataError>& found, std::size_t of_grammar) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> places;
  for (std::size_t i = 0; i < of_grammar; ++i) {
    places.insert(place_of(found[i]));
  }
  const auto echo = [&](const DataError& error) { return places.contains(place_of(error)); };
  found.erase(
      std::remove_if(found.begin() + static_cast<std::ptrdiff_t>(of_grammar), found.end(), echo),
      found.end());
}

/// Sorted by place, since steps are read in several passes; bounded.
void take_over(std::vector<DataError> found, std::vector<DataError>& errors) {
  std::ranges::sort(found, {}, [](const DataError& error) {
    return std::tie(error.line, error.column, error.sentence);
  });
  if (found.size() > max_errors) {
    const std::size_t more = found.size() - max_errors;
    found.resize(max_errors);
    found.push_back({.file = found.back().file,
                     .line = found.back().line,
                     .column = 0,
                     .sentence = fmt::format("{} more mistakes are left out", more)});
  }
  std::ranges::move(found, std::back_inserter(errors));
}

}  // namespace

std::optional<Scenario> load_scenario(const std::filesystem::path& file, const LoadOptions& options,
                                      std::vector<DataError>& errors) {
  auto octets = read_data_file(file, errors);
  return octets ? parse_scenario(*std::move(octets), file, options, errors) : std::nullopt;
}

std::optional<Scenario> parse_scenario(std::string xml, const std::filesystem::path& file,
                                       const LoadOptions& options, std::vector<DataError>& errors) {
  std::vector<DataError> found;
  XmlFile source(file.string(), std::move(xml));
  std::optional<Scenario> scenario;
  if (source.parse(found)) {
    check_grammar(source, scenario_grammar(), found);
    if (source.root().name() == scenario_grammar().elements.front().name) {
      const std::size_t of_grammar = found.size();
      scenario = ScenarioReader(source, options, file.parent_path(), found).read();
      drop_echoes(found, of_grammar);
    }
  }
  if (!found.empty()) {
    take_over(std::move(found), errors);
    return std::nullopt;
  }
  return scenario;
}

}  // namespace sipspec::harness
