// Nobody stops it, and it has all the time in the world. Caught by: AsyncFetch.blocks_nothing_and_looks_up_from_nothing_while_it_waits, AsyncFetch.stops_the_store_when_the_client_gives_up, AsyncFetch.says_so_when_it_was_the_contexts_deadline, AsyncFetch.stops_the_store_when_patience_is_over, AsyncFetch.is_too_late_with_data_that_come_when_patience_is_over, AsyncFetch.answers_with_the_stores_error_at_once, AsyncFetch.rolls_back_to_the_end_whoever_gives_up_meanwhile, AsyncFetch.does_not_call_the_store_for_a_client_who_has_gone, AsyncFetch.calls_back_later_and_not_inside, AsyncFetch.writes_nothing_once_the_client_has_given_up_in_every_order, AsyncFetch.serves_two_on_one_executor
#include "fetch.h"

#include <boost/asio.hpp>

namespace {

using namespace boost::asio;

}  // namespace

// Your turn: nobody stops it, it has all the time in the world, and what it throws is lost.
void async_fetch(context::Context /*ctx*/, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration /*patience*/, std::function<void(Answer)> done) {
  co_spawn(executor, store->fetch(),
           [store, done](const std::exception_ptr&, std::string data) { done(std::move(data)); });
}
