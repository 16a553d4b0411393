// Knows nothing of its context. Caught by: ServiceCaller.sends_the_request_under_its_own_context, ServiceCaller.reads_each_piece_under_its_own_context, ServiceCaller.sends_the_time_that_is_left, ServiceCaller.rounds_the_time_that_is_left_down, ServiceCaller.never_sends_less_than_no_time, ServiceCaller.sends_the_trace_id_along, ServiceCaller.takes_any_status_but_200_for_an_error, ServiceCaller.returns_no_part_of_a_body_that_breaks_off, ServiceCaller.returns_the_contexts_error_whenever_the_client_gives_up, ServiceCaller.returns_the_contexts_error_whenever_the_time_is_over, ServiceCaller.returns_no_late_answer_of_a_client_that_ignores_contexts, ServiceCaller.sends_nothing_when_the_client_has_given_up_before, ServiceCaller.sends_nothing_when_the_time_was_over_before
#include "service_caller.h"

using Answer = std::expected<std::string, std::error_code>;

Answer ServiceCaller::get(const context::Context& /*ctx*/, std::string url) {
  // Your turn: who may stop this, how much time is left, whose request is it?
  const auto response = client_.send(
      context::todo(), {.method = "GET", .url = std::move(url), .header = {}, .body = {}});
  if (!response) return std::unexpected(response.error());

  std::string body;
  while (true) {
    auto piece = response->body->read(context::todo());
    if (!piece || piece->empty()) return body;
    body += *piece;
  }
}
