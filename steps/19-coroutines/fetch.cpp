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
