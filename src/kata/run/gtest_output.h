#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What a run of googletest printed about the test "Suite.name": its failures and whatever the
/// tested code printed meanwhile. Empty when there is no such test in `output`.
std::string_view printed_by(std::string_view output, std::string_view test);

/// What several tests printed, word for word the same.
struct Saying {
  std::vector<std::string> tests;
  std::string_view text;
};

/// What `tests` printed, each text once, in the order in which it came up first. Views of `output`.
std::vector<Saying> sayings(std::string_view output, const std::vector<std::string>& tests);

/// A failure without what googletest says twice ("Failed"), or in a way that only it understands:
/// an exception from "unknown file" is one that a test has met.
std::string plain_failure(std::string text);

/// "std::runtime_error: too bad", from what the C++ library prints when nobody catches; else empty.
std::string uncaught(std::string_view output);

/// "Server.writes_once" as a sentence: "Server writes once".
std::string as_sentence(std::string_view test);

}  // namespace kata
