// Cancels as if it released something: whenever the scope ends. Caught by: Server.leaves_the_store_alone_when_nobody_gives_up, Server.tells_the_store_while_it_is_fetching, Server.tells_the_store_once, Server.leaves_the_store_alone_when_the_client_gives_up_after_the_answer
#include "server.h"

namespace {
class CancelAtTheEnd {
 public:
  explicit CancelAtTheEnd(Store& store) : store_(store) {}
  ~CancelAtTheEnd() { store_.cancel(); }
  CancelAtTheEnd(const CancelAtTheEnd&) = delete;
  CancelAtTheEnd& operator=(const CancelAtTheEnd&) = delete;

 private:
  Store& store_;
};
}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& /*request*/) {
    const CancelAtTheEnd cancel(store);
    response.write(store.fetch());
  };
}
