#pragma once

// The result model as JSON values and back. One list of fields a type (model_fields.hpp) serves
// both directions. Texts are written through visible(), so the JSON is valid UTF-8 whatever the
// device sent; octets of messages travel as base64 and, to be read by people, as text.
//
//   boost::json::object object = to_json(result);
//   CaseResult again = case_from_json(object);

#include "reports/result.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>

namespace sipspec::reports {

boost::json::object to_json(const CaseResult& result);
boost::json::object to_json(const RunInfo& info);
boost::json::object to_json(const MessageRecord& message);
boost::json::object to_json(const Finding& finding);
boost::json::object to_json(const DeviceEventRecord& record);
boost::json::object to_json(const Statistics& statistics);

// What is absent or of another type keeps its default: a report written by another version is read
// as far as it is understood.
CaseResult case_from_json(const boost::json::value& value);
RunInfo run_info_from_json(const boost::json::value& value);
MessageRecord message_from_json(const boost::json::value& value);
Finding finding_from_json(const boost::json::value& value);
DeviceEventRecord device_event_from_json(const boost::json::value& value);
/// nullopt when the value is no object.
std::optional<Statistics> statistics_from_json(const boost::json::value& value);

/// `{"pass": 3, ...}`
boost::json::object to_json(const Counts& counts);

}  // namespace sipspec::reports
