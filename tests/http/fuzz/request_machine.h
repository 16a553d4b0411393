#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace fuzz {

/// What a client might send, taken for requests twice: all bytes at once, and in pieces. The first
/// byte says how small the pieces are. Empty: both ways gave the same, and what they gave keeps the
/// server's promises; else what was wrong.
std::optional<std::string> try_requests(std::span<const std::uint8_t> input);

}  // namespace fuzz
