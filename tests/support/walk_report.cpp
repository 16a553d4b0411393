#include "support/walk_report.h"

#include "support/shorten.h"

namespace stage {
namespace {

/// What ADD_FAILURE() says of itself; it will say so again when the failure is passed on.
constexpr std::string_view generic = "Failed\n";

/// Of a longer message only the beginning and the end are printed.
constexpr std::size_t most_bytes = 4000;

/// " (order 1 of 2: a -> b)"; empty when no event had to be put in order.
std::string order_of(const WalkResult& result, const Orders& orders) {
  if (result.order.empty() && orders.played == 1) {
    return result.held ? " (a thread was held on its way)" : "";
  }
  return " (order " + std::to_string(result.number) + " of " + std::to_string(orders.played) +
         (orders.all ? "" : " or more") +
         (result.order.empty() ? ", without events" : ": " + result.order) +
         (result.held ? "; a thread was held on its way)" : ")");
}

}  // namespace

std::string_view message_of(const testing::TestPartResult& part) {
  const std::string_view message = part.message();
  return message.substr(0, message.find_last_not_of('\n') + 1);
}

std::vector<const testing::TestPartResult*> WalkResult::failures() const {
  std::vector<const testing::TestPartResult*> found;
  for (int i = 0; i < parts.size(); ++i) {
    const testing::TestPartResult& part = parts.GetTestPartResult(i);
    if (part.passed()) continue;  // SUCCEED() leaves a part as well
    found.push_back(&part);
    if (!trouble.empty() && message_of(part).ends_with(trouble)) break;
  }
  return found;
}

void report(const WalkResult& result, const Orders& orders, const std::source_location& where) {
  const auto failures = result.failures();
  for (const testing::TestPartResult* part : failures) {
    const bool has_place = part->file_name() != nullptr && part->line_number() > 0;
    std::string_view message = message_of(*part);
    if (message.starts_with(generic)) message.remove_prefix(generic.size());
    testing::Message text;
    text << shortened(message, most_bytes);
    if (part == failures.back()) {
      text << "\n\nWhat happened" << order_of(result, orders)
           << (result.order.empty() && result.lines.empty() ? ": nothing.\n" : ":\n")
           << text_of(result.lines);
      if (orders.failed > 1) {
        text << "(" << orders.failed << " of " << orders.played << " orders fail.)";
      }
    }
    ADD_FAILURE_AT(has_place ? part->file_name() : where.file_name(),
                   has_place ? part->line_number() : static_cast<int>(where.line()))
        << text;
  }
}

}  // namespace stage
