#pragma once
#include <string>
#include <string_view>

namespace kata {

/// What a run of googletest printed about the test "Suite.name": its failures and whatever the
/// tested code printed meanwhile. Empty when there is no such test in `output`.
std::string_view printed_by(std::string_view output, std::string_view test);

/// "Server.writes_once" as a sentence: "Server writes once".
std::string as_sentence(std::string_view test);

}  // namespace kata
