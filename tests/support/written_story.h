#pragma once
#include <string>

#include "support/walk_report.h"

namespace stage {

/// The story of one walk as a line of JSON, without its end: the test, the order and its number,
/// what failed, and who did what.
///   {"test": "Server.writes_once", "number": 1, "order": "a -> b", "failures": ["..."],
///    "lines": [{"who": "client", "what": "GET /", "remark": ""}]}
[[nodiscard]] std::string as_json(const std::string& test, const WalkResult& result);

/// Adds it to the file that the environment variable KATA_STORIES names, if there is one.
void write_down(const WalkResult& result);

}  // namespace stage
