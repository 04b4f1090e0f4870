#pragma once

// Credentials don't leave the machine in a report. Each secret octet becomes '*', so that offsets
// into a message stay true. Bodies are left alone; captures are not reports and hold everything.
//
// Masked: in Authorization and Proxy-Authorization the parameters response, cnonce and what is
// named like a password, and everything after the scheme when that is not Digest; rspauth and
// cnonce in Authentication-Info; the password of a URI ("sip:user:password@host") in the start line
// and header section; `password=...` and its like on the command line. Nonces, realms and user
// names stay: a finding is not understood without them.
//
//   RunResult safe = masked(run);

#include "reports/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sipspec::reports {

/// A message with its secrets as stars; the secret values themselves are added to `found`.
std::string mask_message(std::string_view octets, std::vector<std::string>& found);

/// A command line with the values of --password=..., secret=..., token ... as stars.
std::string mask_command(std::string_view command);

/// The messages masked, and what was secret in them masked in all other texts of the case too. Only
/// values of six octets and more are looked for there: shorter ones would hit other things.
CaseResult masked(CaseResult result);

RunResult masked(RunResult run);

}  // namespace sipspec::reports
