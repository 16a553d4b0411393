// Answers 400 to a form without a name, which isn't malformed. Caught by: Law.a_context_may_end_in_any_way, Law.a_name_reaches_the_store_as_it_is, Law.a_request_is_a_request, Law.after_the_answer_it_is_over, Law.data_are_data, Law.each_answer_is_written_in_one_go, Law.each_client_who_gives_up_counts, Law.each_request_asks_once, Law.each_request_is_served_for_itself, Law.requests_at_the_same_time_do_not_meet, Law.returned_means_done, Law.the_line_in_the_log_is_part_of_the_request, Law.the_log_gets_a_line_for_each_failure_and_for_nothing_else, Law.the_same_failure_again_is_a_failure_again, Law.told_is_not_yet_heard, Law.whatever_error_a_store_has_of_its_own_it_is_one, Law.when_the_time_is_up_the_store_says_what_comes_of_it, Law.who_has_left_gets_nothing_whatever_the_store_says, Law.who_waits_is_waited_for, Law.any_error_is_an_error
#include "server.h"

#include <string_view>

namespace {

void answer(http::ResponseWriter& response, int status, std::string_view body) {
  response.write_header(static_cast<http::Status>(status));
  response.write(body);
}

}  // namespace

http::Handler server(Store& store, Log& log) {
  return [&store, &log](http::ResponseWriter& response, const http::Request& request) {
    const auto gave_up = [&request] { return request.context().err() == context::Errc::canceled; };
    if (gave_up()) return;
    const auto name = request.form_value("name");
    if (!name) return answer(response, 400, name.error().message());
    if (name->empty()) return answer(response, 400, "Invalid argument");

    const auto data = store.fetch(request.context(), *name);
    if (gave_up()) return;
    if (data) return answer(response, 200, *data);
    const bool late = data.error() == context::Errc::deadline_exceeded;
    log.error(data.error().message());
    answer(response, late ? 504 : 500, data.error().message());
  };
}
