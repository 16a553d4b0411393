// Never writes anything.
// Hint: the surest way never to write too late. Which of the two promises does it break?
#include "server.h"

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter&, const http::Request& request) {
    [[maybe_unused]] const auto data = store.fetch(request.context());
  };
}
