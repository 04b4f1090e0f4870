#pragma once

// Approved texts: tests/reports/approvals/<name>.approved.<ext>. A difference fails with the first
// lines that differ, and writes <name>.received.<ext> into the build folder. SIPSPEC_APPROVE=1 in
// the environment accepts what was received.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sipspec::reports::test {

/// `name` with its extension: "console_plain.txt".
testing::AssertionResult approved(const std::string& name, std::string_view received);

}  // namespace sipspec::reports::test
