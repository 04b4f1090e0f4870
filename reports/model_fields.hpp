#pragma once

// The fields of every type of the model by their names in JSON, once: a visitor writes them,
// another reads them. A new field is one line here, and one in results.schema.json.
//
//   visit_fields(Writer{object}, finding);

#include "reports/result.hpp"

#include <concepts>
#include <type_traits>

namespace sipspec::reports {

/// A writer visits const objects, a reader others.
template <typename T, typename Plain>
concept MaybeConst = std::same_as<std::remove_const_t<T>, Plain>;

template <typename Visitor, MaybeConst<Finding> T>
void visit_fields(Visitor& field, T& x) {
  field("requirement", x.requirement);
  field("document", x.document);
  field("section", x.section);
  field("section_title", x.section_title);
  field("level", x.level);
  field("sentence", x.sentence);
  field("url", x.url);
  field("verdict", x.verdict);
  field("kind", x.kind);
  field("blame", x.blame);
  field("check", x.check);
  field("message", x.message);
  field("expected", x.expected);
  field("actual", x.actual);
  field("message_index", x.message_index);
  field("frame", x.frame);
  field("offset", x.offset);
  field("length", x.length);
  field("step", x.step);
  field("file", x.file);
  field("line", x.line);
  field("citations", x.citations);
}

template <typename Visitor, MaybeConst<Check> T>
void visit_fields(Visitor& field, T& x) {
  field("id", x.id);
  field("text", x.text);
  field("requirement", x.requirement);
  field("level", x.level);
  field("verdict", x.verdict);
  field("actual", x.actual);
  field("message_index", x.message_index);
  field("step", x.step);
  field("file", x.file);
  field("line", x.line);
}

template <typename Visitor, MaybeConst<MessageRecord> T>
void visit_fields(Visitor& field, T& x) {
  field("index", x.index);
  field("frame", x.frame);
  field("at_us", x.at);
  field("direction", x.direction);
  field("actor", x.actor);
  field("from", x.from);
  field("to", x.to);
  field("transport", x.transport);
  field("summary", x.summary);
  field.octets(x.octets);
  field("step", x.step);
  field("repeats", x.repeats);
  field("deliberate", x.deliberate);
  field("note", x.note);
  field("peer", x.peer);
}

template <typename Visitor, MaybeConst<MissingRecord> T>
void visit_fields(Visitor& field, T& x) {
  field("after", x.after);
  field("direction", x.direction);
  field("actor", x.actor);
  field("label", x.label);
  field("deadline_us", x.deadline);
  field("step", x.step);
  field("peer", x.peer);
}

template <typename Visitor, MaybeConst<TimerRecord> T>
void visit_fields(Visitor& field, T& x) {
  field("name", x.name);
  field("actor", x.actor);
  field("start_us", x.start);
  field("end_us", x.end);
  field("how", x.how);
}

template <typename Visitor, MaybeConst<NoteRecord> T>
void visit_fields(Visitor& field, T& x) {
  field("at_us", x.at);
  field("lifeline", x.lifeline);
  field("text", x.text);
}

template <typename Visitor, MaybeConst<Attempt> T>
void visit_fields(Visitor& field, T& x) {
  field("verdict", x.verdict);
  field("reason", x.reason);
  field("duration_us", x.duration);
}

template <typename Visitor, MaybeConst<DeviceEventRecord> T>
void visit_fields(Visitor& field, T& x) {
  field("at_us", x.at);
  field("what", x.what);
  field("detail", x.detail);
  field("case", x.case_name);
}

template <typename Visitor, MaybeConst<CaseResult> T>
void visit_fields(Visitor& field, T& x) {
  field("id", x.id);
  field("variant", x.variant);
  field("title", x.title);
  field("purpose", x.purpose);
  field("file", x.file);
  field("line", x.line);
  field("document", x.document);
  field("section", x.section);
  field("section_title", x.section_title);
  field("role", x.role);
  field("transport", x.transport);
  field("tags", x.tags);
  field("verdict", x.verdict);
  field("disposition", x.disposition);
  field("reason", x.reason);
  field("bug", x.bug);
  field("hygiene", x.hygiene);
  field("device_outcome", x.device_outcome);
  field("findings", x.findings);
  field("checks", x.checks);
  field("messages", x.messages);
  field("missing", x.missing);
  field("timers", x.timers);
  field("notes", x.notes);
  field("attempts", x.attempts);
  field("started_us", x.started);
  field("duration_us", x.duration);
  field("seed", x.seed);
  field("capture", x.capture);
  field("reproduce", x.reproduce);
}

template <typename Visitor, MaybeConst<RunInfo> T>
void visit_fields(Visitor& field, T& x) {
  field("tool", x.tool);
  field("version", x.version);
  field("suite", x.suite);
  field("suite_hash", x.suite_hash);
  field("device_name", x.device_name);
  field("device_version", x.device_version);
  field("device_address", x.device_address);
  field("roles", x.roles);
  field("transports", x.transports);
  field("command_line", x.command_line);
  field("seed", x.seed);
  field("profile", x.profile);
  field("strictness", x.strictness);
  field("started", x.started);
  field("host", x.host);
  field("planned", x.planned);
  field("plan", x.plan);
  field("environment", x.environment);
}

template <typename Visitor, MaybeConst<EndpointStatistics> T>
void visit_fields(Visitor& field, T& x) {
  field("endpoint", x.endpoint);
  field("software", x.software);
  field("sent", x.sent);
  field("received", x.received);
  field("retransmissions", x.retransmissions);
  field("methods", x.methods);
  field("statuses", x.statuses);
}

template <typename Visitor, MaybeConst<LatencyStatistics> T>
void visit_fields(Visitor& field, T& x) {
  field("method", x.method);
  field("answers", x.answers);
  field("least_us", x.least);
  field("mean_us", x.mean);
  field("most_us", x.most);
}

template <typename Visitor, MaybeConst<Statistics> T>
void visit_fields(Visitor& field, T& x) {
  field("frames", x.frames);
  field("sip_messages", x.sip_messages);
  field("requests", x.requests);
  field("responses", x.responses);
  field("unreadable", x.unreadable);
  field("retransmissions", x.retransmissions);
  field("duplicates", x.duplicates);
  field("incomplete", x.incomplete);
  field("transactions", x.transactions);
  field("unanswered", x.unanswered);
  field("methods", x.methods);
  field("statuses", x.statuses);
  field("transports", x.transports);
  field("problems", x.problems);
  field("endpoints", x.endpoints);
  field("latency", x.latency);
}

}  // namespace sipspec::reports
