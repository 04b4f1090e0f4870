#include "reports/html.hpp"

#include "reports/escape.hpp"
#include "reports/html_parts.hpp"
#include "reports/secrets.hpp"
#include "reports/sha256.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace sipspec::reports {

namespace {

struct Section {
  std::string heading;
  std::string anchor;
  std::vector<const CaseResult*> cases;
  Counts counts;
};

/// Sections by their names ("§8" before "§10"), cases by theirs.
bool natural_less(std::string_view a, std::string_view b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!a.empty() && !b.empty()) {
    if (digit(a.front()) && digit(b.front())) {
      const auto run_of = [&](std::string_view s) {
        return s.substr(0,
                        static_cast<std::size_t>(std::ranges::find_if_not(s, digit) - s.begin()));
      };
      const std::string_view x = run_of(a);
      const std::string_view y = run_of(b);
      if (x.size() != y.size() || x != y) {
        return x.size() != y.size() ? x.size() < y.size() : x < y;
      }
      a.remove_prefix(x.size());
      b.remove_prefix(y.size());
    } else if (a.front() != b.front()) {
      return a.front() < b.front();
    } else {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  return a.size() < b.size();
}

std::vector<Section> sections_of(const RunResult& run) {
  std::map<std::string, Section, decltype(&natural_less)> by_heading(&natural_less);
  for (const auto& result : run.cases) {
    Section& section = by_heading[section_heading(result)];
    section.cases.push_back(&result);
    section.counts.add(result.verdict);
  }
  std::vector<Section> sections;
  for (auto& [heading, section] : by_heading) {
    section.heading = heading;
    section.anchor = fmt::format("s{}", sections.size() + 1);
    std::ranges::sort(section.cases, natural_less, [](const auto* r) { return case_name(*r); });
    sections.push_back(std::move(section));
  }
  return sections;
}

std::string option_list(const std::set<std::string>& values) {
  std::string out;
  for (const auto& value : values) {
    out += fmt::format("<option>{}</option>", xml_text(value));
  }
  return out;
}

/// "415-has-accept" and its variant, as in the row.
std::string row_name(const CaseResult& result) {
  const std::size_t slash = result.id.rfind('/');
  const std::string name = slash == std::string::npos ? result.id : result.id.substr(slash + 1);
  std::string out = xml_text(name);
  if (!result.variant.empty()) {
    out += fmt::format(" <small>{}</small>", xml_text(result.variant));
  }
  return out;
}

class Page {
 public:
  Page(const RunResult& run, const HtmlOptions& options)
      : run_(run), options_(options), sections_(sections_of(run)), counts_(run.cases) {}

  std::string draw() {
    head();
    banner();
    filters();
    out_ += "<div class=\"columns\">";
    navigation();
    out_ += "<main id=\"cases\">";
    out_ += html_broken(run_);
    for (const auto& section : sections_) {
      draw_section(section);
    }
    device_events();
    out_ += "<p id=\"none\" hidden>No case fits the filter.</p></main></div>";
    plain_table();
    out_ += fmt::format("<script>{}</script></body></html>\n", html_script());
    return std::move(out_);
  }

 private:
  void head() {
    out_ = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\"><meta name=\"color-scheme\" "
        "content=\"light dark\">\n<title>{} {}: {}</title>\n<style>{}</style></head>\n<body>\n",
        sha256_base64(html_style()), sha256_base64(html_script()), xml_text(run_.info.tool),
        xml_text(device_text(run_.info)), xml_text(verdict_word()), html_style());
  }

  std::string verdict_word() const {
    if (run_.end != RunEnd::complete) {
      std::string word(to_string(run_.end));
      std::ranges::replace(word, '_', ' ');
      return word;
    }
    return run_.exit_code == 0 ? "passed" : "not passed";
  }

  void fact(std::string_view name, std::string_view value) {
    if (!value.empty()) {
      out_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", xml_text(name), xml_text(value));
    }
  }

  void banner() {
    const RunInfo& info = run_.info;
    const bool good = run_.exit_code == 0 && run_.end == RunEnd::complete;
    const std::string device = info.device_name.empty() ? info.device_address : info.device_name;
    out_ += fmt::format(
        "<header class=\"top\"><div class=\"brand\"><b>{}</b> {}<button type=\"button\" "
        "class=\"js theme\" aria-label=\"light or dark\">◐</button></div>"
        "<h1>{}<small>{}</small></h1>"
        "<p class=\"gate {}\"><b>{}{}</b><span>{}.</span><span class=\"dim\">exit code "
        "{}</span></p>",
        xml_text(info.tool), xml_text(info.version), xml_text(device),
        xml_text(info.device_version), good ? "good" : "bad", good ? "✔ " : "× ",
        xml_text(verdict_word()), xml_text(run_.gate), run_.exit_code);
    out_ += html_bar(counts_);
    out_ += "<dl class=\"facts\">";
    fact("address", info.device_address);
    fact("roles", fmt::format("{}", fmt::join(info.roles, " ")));
    fact("transports", fmt::format("{}", fmt::join(info.transports, " ")));
    fact("suite", info.suite_hash.empty()
                      ? info.suite
                      : fmt::format("{} ({})", info.suite, info.suite_hash.substr(0, 7)));
    fact("profile", info.profile);
    fact("strictness", info.strictness);
    fact("seed", info.seed);
    fact("started", info.started);
    fact("took", duration_text(run_.duration));
    for (const auto& [name, value] : info.environment) {
      fact(name, value);
    }
    out_ += "</dl>";
    if (!info.command_line.empty()) {
      out_ += fmt::format(
          "<p class=\"cmd\"><code>{}</code><button type=\"button\" class=\"js copy\">"
          "copy</button></p>",
          xml_text(info.command_line));
    }
    out_ += "</header>";
  }

  void filters() {
    std::set<std::string> roles, transports, tags;
    for (const auto& result : run_.cases) {
      roles.insert(result.role);
      transports.insert(result.transport);
      tags.insert(result.tags.begin(), result.tags.end());
    }
    out_ +=
        "<form class=\"filters js\" id=\"filters\" role=\"search\"><input type=\"search\" "
        "name=\"q\" placeholder=\"Filter: id, title, requirement, reason\" "
        "aria-label=\"Filter by text\"><span class=\"verdicts\">";
    for (const Verdict verdict : all_verdicts) {
      if (counts_[verdict] != 0) {
        out_ += fmt::format(
            "<label class=\"v v-{0}\"><input type=\"checkbox\" name=\"v\" value=\"{0}\"><i>{1}</i>"
            "<b>{2}</b> {3}</label>",
            to_string(verdict), symbol(verdict), counts_[verdict], word_of(verdict));
      }
    }
    out_ += "</span>";
    select("r", "all roles", roles);
    select("t", "all transports", transports);
    select("g", "all tags", tags);
    out_ += "<button type=\"reset\">reset</button><output></output></form>";
  }

  static std::string word_of(Verdict verdict) {
    std::string word(to_string(verdict));
    std::ranges::replace(word, '_', '-');
    return word;
  }

  void select(std::string_view name, std::string_view all, std::set<std::string> values) {
    values.erase("");
    if (values.size() > 1) {
      out_ += fmt::format(
          "<select name=\"{}\" aria-label=\"{}\"><option value=\"\">{}</option>{}"
          "</select>",
          name, all, all, option_list(values));
    }
  }

  void navigation() {
    out_ += "<nav aria-label=\"Sections\"><ul>";
    for (const auto& section : sections_) {
      const std::size_t bad = section.counts[Verdict::fail] + section.counts[Verdict::error];
      out_ += fmt::format("<li><a href=\"#{}\"><span>{}</span><em class=\"{}\">{}</em>{}</a></li>",
                          section.anchor, xml_text(section.heading), bad == 0 ? "" : "bad",
                          bad == 0 ? fmt::format("{}", section.counts.total())
                                   : fmt::format("× {} of {}", bad, section.counts.total()),
                          html_bar(section.counts));
    }
    out_ += "</ul></nav>";
  }

  void draw_section(const Section& section) {
    out_ += fmt::format("<section class=\"group\" id=\"{}\"><h3><span>{}</span>{}</h3>",
                        section.anchor, xml_text(section.heading), section_counts(section.counts));
    for (const CaseResult* result : section.cases) {
      draw_case(*result);
    }
    out_ += "</section>";
  }

  static std::string section_counts(const Counts& counts) {
    std::string out = "<em>";
    for (const Verdict verdict : all_verdicts) {
      if (counts[verdict] != 0) {
        out += fmt::format("<span class=\"v-{}\">{}&nbsp;{}</span> ", to_string(verdict),
                           symbol(verdict), counts[verdict]);
      }
    }
    return out + "</em>";
  }

  void draw_case(const CaseResult& result) {
    const std::string disposition =
        result.disposition == Disposition::none || result.disposition == Disposition::expected ||
                result.disposition == Disposition::unexpected
            ? ""
            : fmt::format("<b class=\"disp\">{}</b>", to_string(result.disposition));
    out_ += fmt::format(
        "<details class=\"case\" id=\"{}\" data-v=\"{}\" data-r=\"{}\" data-t=\"{}\" data-g=\"{}\">"
        "<summary>{}<span class=\"name\">{}{}</span><span class=\"title\">{}</span><time>{}</time>"
        "</summary>",
        xml_attribute(html_anchor(result)), to_string(result.verdict), xml_attribute(result.role),
        xml_attribute(result.transport),
        xml_attribute(fmt::format("{}", fmt::join(result.tags, " "))), html_verdict(result.verdict),
        row_name(result), disposition,
        xml_text(result.verdict == Verdict::pass || result.reason.empty() ? result.title
                                                                          : result.reason),
        duration_text(result.duration));
    out_ += html_case(result, ++number_, options_) + "</details>\n";
  }

  void device_events() {
    if (run_.device_events.empty()) {
      return;
    }
    out_ += "<section class=\"device\"><h3>The device</h3><ul>";
    for (const auto& record : run_.device_events) {
      out_ += fmt::format("<li><time>{}</time> <b>{}</b> {} <span class=\"dim\">{}</span></li>",
                          duration_text(record.at), xml_text(record.what), xml_text(record.detail),
                          xml_text(record.case_name));
    }
    out_ += "</ul></section>";
  }

  void plain_table() {
    out_ +=
        "<noscript><table class=\"plain\"><caption>All cases</caption><thead><tr><th>Verdict"
        "<th>Case<th>Reason</thead><tbody>";
    for (const auto& section : sections_) {
      for (const CaseResult* result : section.cases) {
        out_ += fmt::format("<tr><td>{}<td>{}<td>{}\n", to_string(result->verdict),
                            xml_text(case_name(*result)), xml_text(result->reason));
      }
    }
    out_ += "</tbody></table></noscript>";
  }

  const RunResult& run_;
  const HtmlOptions& options_;
  std::vector<Section> sections_;
  Counts counts_;
  std::size_t number_ = 0;
  std::string out_;
};

}  // namespace

std::string html_anchor(const CaseResult& result) {
  std::string anchor = result.variant.empty() ? result.id : result.id + "@" + result.variant;
  std::ranges::replace(anchor, ' ', ',');
  return visible(anchor);
}

std::string html_bar(const Counts& counts) {
  std::string out =
      "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">";
  double x = 0;
  for (const Verdict verdict : all_verdicts) {
    const double width = 100.0 * static_cast<double>(counts[verdict]) /
                         static_cast<double>(std::max<std::size_t>(counts.total(), 1));
    if (width > 0) {
      out += fmt::format("<rect x=\"{:.2f}\" width=\"{:.2f}\" height=\"4\" class=\"f-{}\"/>", x,
                         width, to_string(verdict));
      x += width;
    }
  }
  return out + "</svg>";
}

std::string render_html(const RunResult& run, const HtmlOptions& options) {
  const RunResult safe = masked(run);
  return Page(safe, options).draw();
}

}  // namespace sipspec::reports
