#pragma once
#include <string>
#include <string_view>

#include "kata/run/diagnostic.h"
#include "kata/telling/session.h"

namespace kata {

/// Says why `what` ("Step 03-name") could not be built on this machine, though the code isn't to
/// blame, and which command mends that; `again` is the command that tries once more. Packages that
/// are missing are named by the tree's own list (.ci/packages). Returns bad_environment. Blocks for
/// as long as a compiler takes to start.
Status explain_environment(const Session& session, std::string_view what,
                           const Diagnostic& diagnostic, const std::string& again);

}  // namespace kata
