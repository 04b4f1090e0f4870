#include "reports/case_text.hpp"
#include "reports/escape.hpp"
#include "reports/html_parts.hpp"
#include "reports/ladder.hpp"
#include "reports/ladder_svg.hpp"
#include "reports/text_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sipspec::reports {

namespace {

std::string chip(std::string_view name, std::string_view value) {
  return value.empty()
             ? ""
             : fmt::format("<span class=\"chip\"><b>{}</b>{}</span>", name, xml_text(value));
}

std::string term(std::string_view name, std::string_view html, std::string_view attributes = "") {
  return html.empty() ? "" : fmt::format("<dt>{}</dt><dd{}>{}</dd>", name, attributes, html);
}

class CasePane {
 public:
  CasePane(const CaseResult& result, std::size_t number, const HtmlOptions& options)
      : result_(result), options_(options), prefix_(fmt::format("c{}m", number)) {}

  std::string draw() {
    out_ = "<div class=\"pane\">";
    head();
    for (std::size_t i = 0; i < result_.findings.size(); ++i) {
      finding(result_.findings[i], i + 1);
    }
    if (result_.findings.empty() && !result_.reason.empty()) {
      out_ += fmt::format("<p class=\"reason\">{}</p>", xml_text(result_.reason));
    }
    exchange();
    checks();
    foot();
    return out_ + "</div>";
  }

 private:
  void head() {
    out_ += fmt::format("<h4>{}</h4>",
                        xml_text(result_.title.empty() ? case_name(result_) : result_.title));
    if (!result_.purpose.empty()) {
      out_ += fmt::format("<p class=\"purpose\">{}</p>", xml_text(result_.purpose));
    }
    if (!result_.device_outcome.empty()) {
      out_ += fmt::format("<p class=\"alarm\"><b>‼</b> {}</p>", xml_text(result_.device_outcome));
    }
    out_ += "<p class=\"chips\">" + chip("id", result_.id) + chip("variant", result_.variant) +
            chip("role", result_.role) + chip("scenario", place_text(result_.file, result_.line)) +
            chip("hygiene", result_.hygiene) + chip("known as", result_.bug);
    for (const auto& tag : result_.tags) {
      out_ += chip("tag", tag);
    }
    out_ += "</p>";
  }

  static std::string requirement(const Finding& finding) {
    if (finding.requirement.empty()) {
      return fmt::format("<span class=\"req\">{}</span>", xml_text(finding.check));
    }
    const std::string clause = xml_text(clause_text(finding.document, finding.section));
    return fmt::format("<span class=\"level\">{}</span> {} <span class=\"req\">{}</span>",
                       xml_text(finding.level), html_link(finding.url, clause),
                       xml_text(finding.requirement));
  }

  std::string message_link(const Finding& finding) const {
    const MessageRecord* message = message_of(result_, finding);
    if (message == nullptr) {
      return "";
    }
    std::string text = fmt::format("<a href=\"#{0}{1}\" data-m=\"{0}{1}\">{2}</a>", prefix_,
                                   message->index, xml_text(message_place(result_, finding)));
    if (finding.length != 0) {
      text += fmt::format(" · octets {}–{}", finding.offset,
                          std::uint64_t{finding.offset} + finding.length - 1);
    }
    return text;
  }

  void finding(const Finding& finding, std::size_t number) {
    out_ += fmt::format("<section class=\"finding v-{}\"><header>{}<b class=\"no\">{}</b>{}",
                        to_string(finding.verdict), html_verdict(finding.verdict), number,
                        requirement(finding));
    if (finding.kind == FindingKind::interop) {
      out_ += "<span class=\"chip\">legal, but breaks peers</span>";
    }
    if (finding.blame == Blame::harness) {
      out_ += "<span class=\"chip\">fault of sipspec itself</span>";
    }
    out_ += fmt::format("</header><p class=\"what\">{}</p>", xml_text(finding.message));
    if (!finding.sentence.empty()) {
      out_ += fmt::format("<blockquote>{}</blockquote>", xml_text(finding.sentence));
    }
    std::string expected;
    for (const auto& one : finding.expected) {
      expected +=
          fmt::format("{}<span>{}</span>", expected.empty() ? "" : "<i>or</i> ", xml_text(one));
    }
    static constexpr std::string_view value = " class=\"value\"";
    std::string cited;
    for (const auto& citation : finding.citations) {
      cited += (cited.empty() ? "" : ", ") + html_link(citation, xml_text(citation));
    }
    out_ += "<dl>" + term("Expected", expected, value) +
            term("Actual", xml_text(finding.actual), value) +
            term("Message", message_link(finding)) +
            term("Step", step_text(finding.step, finding.file, finding.line)) +
            term("Known from", cited) + "</dl></section>";
  }

  static std::string step_text(const std::string& step, const std::string& file,
                               std::uint32_t line) {
    const std::string place = place_text(file, line);
    if (step.empty()) {
      return xml_text(place);
    }
    return place.empty() ? xml_text(step)
                         : fmt::format("{} <span class=\"dim\">at {}</span>", xml_text(step),
                                       xml_text(place));
  }

  void exchange() {
    if (result_.messages.empty() && result_.missing.empty()) {
      return;
    }
    SvgOptions svg;
    svg.message_prefix = prefix_;
    svg.title = "Ladder of " + case_name(result_);
    out_ += fmt::format(
        "<div class=\"exchange\"><figure class=\"rungs\"><figcaption>Ladder"
        "<button type=\"button\" class=\"js rel\" aria-pressed=\"false\">time between</button>"
        "</figcaption><div class=\"scroll\">{}</div></figure><div class=\"messages\">"
        "<h5>Messages</h5>",
        ladder_svg(lay_out(result_), svg));
    const std::uint32_t open = first_to_show();
    for (const auto& one : result_.messages) {
      message(one, one.index == open);
    }
    out_ += "</div></div>";
  }

  std::uint32_t first_to_show() const {
    for (const auto& one : result_.findings) {
      if (one.message_index) {
        return *one.message_index;
      }
    }
    return result_.messages.empty() ? 0 : result_.messages.front().index;
  }

  void message(const MessageRecord& message, bool open) {
    const bool out = message.direction == Direction::to_device;
    std::vector<OctetRange> marks;
    std::string badges;
    for (std::size_t i = 0; i < result_.findings.size(); ++i) {
      const Finding& finding = result_.findings[i];
      if (finding.message_index == message.index) {
        marks.push_back({finding.offset, finding.length});
        badges += fmt::format("<b class=\"no v-{}\">{}&nbsp;{}</b>", to_string(finding.verdict),
                              symbol(finding.verdict), i + 1);
      }
    }
    out_ += fmt::format(
        "<details class=\"msg{}\" id=\"{}{}\"{}><summary><span class=\"n\">#{}</span><span "
        "class=\"dir\">{}</span><span class=\"sum\">{}</span>{}<time>{}</time></summary>",
        message.repeats ? " again" : "", prefix_, message.index, open ? " open" : "",
        message.index + 1, out ? "→" : "←", xml_text(message.summary), badges,
        duration_text(message.at));
    out_ += message_facts(message);
    if (message.repeats) {
      out_ += fmt::format(
          "<p class=\"same\">The octets of <a href=\"#{0}{1}\" data-m=\"{0}{1}\">#{2}"
          "</a> again.</p>",
          prefix_, *message.repeats, *message.repeats + 1);
    }
    if (!message.repeats || !marks.empty()) {
      out_ += fmt::format("<pre tabindex=\"0\">{}</pre>",
                          html_octets(message.octets, std::move(marks), options_.fold_above));
    }
    out_ += "</details>";
  }

  static std::string message_facts(const MessageRecord& message) {
    std::string facts =
        xml_text(fmt::format("{} → {} {}", message.from, message.to, message.transport));
    const auto add = [&](const std::string& fact) { facts += " · " + fact; };
    if (message.frame != 0) {
      add(fmt::format("frame {}", message.frame));
    }
    if (!message.step.empty()) {
      add("step " + xml_text(message.step));
    }
    add(amount_text(message.octets.size(), "octet", "octets"));
    if (message.deliberate) {
      add("on purpose");
    }
    if (!message.note.empty()) {
      add(xml_text(message.note));
    }
    return "<p class=\"facts\">" + facts + "</p>";
  }

  void checks() {
    if (result_.checks.empty()) {
      return;
    }
    const auto held = std::ranges::count(result_.checks, Verdict::pass, &Check::verdict);
    out_ += fmt::format(
        "<details class=\"checks\"><summary>{}, {} held</summary><table><thead><tr>"
        "<th>Verdict<th>Check<th>Found<th>Requirement<th>Step</thead><tbody>",
        amount_text(result_.checks.size(), "check", "checks"), held);
    for (const auto& check : result_.checks) {
      out_ +=
          fmt::format("<tr><td>{}<td>{}<td>{}<td>{} {}<td>{}", html_verdict(check.verdict),
                      xml_text(check.text), xml_text(check.actual), xml_text(check.level),
                      xml_text(check.requirement), step_text(check.step, check.file, check.line));
    }
    out_ += "</tbody></table></details>";
  }

  void foot() {
    for (std::size_t i = 0; i < result_.attempts.size(); ++i) {
      const Attempt& attempt = result_.attempts[i];
      out_ += fmt::format(
          "<p class=\"attempt\">Attempt {}: {} {} <span class=\"dim\">{}</span></p>", i + 1,
          html_verdict(attempt.verdict), xml_text(attempt.reason), duration_text(attempt.duration));
    }
    out_ += "<p class=\"foot\">";
    if (!result_.reproduce.empty()) {
      out_ += fmt::format(
          "<code class=\"repro\">{}</code><button type=\"button\" class=\"js copy\">"
          "copy</button>",
          xml_text(result_.reproduce));
    }
    if (!result_.capture.empty()) {
      out_ += fmt::format("<a class=\"cap\" href=\"{}\">capture</a>",
                          xml_attribute(capture_url(options_.link_prefix + result_.capture)));
    }
    out_ += "</p>";
  }

  /// Relative to the page, whatever is in the name: no scheme, no fragment, no query.
  static std::string capture_url(std::string_view path) {
    std::string url = path.starts_with('/') ? "" : "./";
    for (const char c : path) {
      const auto octet = static_cast<unsigned char>(c);
      const bool plain = octet > 0x20 && octet < 0x7F &&
                         std::string_view("%#?\"<>\\^`{|}:").find(c) == std::string_view::npos;
      url += plain ? std::string(1, c) : fmt::format("%{:02X}", octet);
    }
    return url;
  }

  const CaseResult& result_;
  const HtmlOptions& options_;
  std::string prefix_;
  std::string out_;
};

}  // namespace

std::string html_verdict(Verdict verdict) {
  std::string word(to_string(verdict));
  std::ranges::replace(word, '_', '-');
  return fmt::format("<span class=\"v v-{}\"><i>{}</i>{}</span>", to_string(verdict),
                     symbol(verdict), word);
}

std::string html_link(std::string_view url, std::string_view escaped_text) {
  if (!url.starts_with("https://") && !url.starts_with("http://")) {
    return std::string(escaped_text);
  }
  return fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", xml_attribute(url), escaped_text);
}

std::string html_case(const CaseResult& result, std::size_t number, const HtmlOptions& options) {
  return CasePane(result, number, options).draw();
}

}  // namespace sipspec::reports
