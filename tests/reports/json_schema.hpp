#pragma once

// The part of JSON Schema that reports/results.schema.json uses: type, enum, const, required,
// properties, items, minItems, maxItems, minimum, $ref. Stricter in one thing: a property that the
// schema does not name is a mistake, so that a new field is documented.

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace sipspec::reports::test {

/// "/cases/0/verdict: not one of the allowed values"; empty: valid.
std::vector<std::string> schema_problems(const boost::json::value& schema,
                                         const boost::json::value& document);

}  // namespace sipspec::reports::test
