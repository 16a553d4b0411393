#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

/// What a block quotes from `source`: the whole, or the named parts with a blank line between. A
/// comment directly above a part belongs to it, but `block`, the quotation as it is now, may leave
/// out that of its first part. An error is a sentence.
std::expected<std::string, std::string> quotation(const std::string& file, std::string_view source,
                                                  const std::vector<std::string>& parts,
                                                  std::string_view block);

/// The first line of `block` that doesn't stand in `source` where it should; empty if all do. The
/// lines must stand there one after the other, however indented; a line `...` leaves some out.
std::string first_stray_line(std::string_view block, std::string_view source);

/// `source` with `text` in the place of a part.
std::expected<std::string, std::string> with_part_replaced(const std::string& file,
                                                           std::string_view source,
                                                           const std::string& part,
                                                           std::string_view text);

}  // namespace lessons
