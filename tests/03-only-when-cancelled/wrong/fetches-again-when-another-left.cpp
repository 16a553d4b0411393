// Fetches once more when another client's departure came in between. Caught by: Law.each_request_asks_once
#include "server.h"

#include <atomic>
#include <memory>

http::Handler server(Store& store) {
  return [&store, cancels = std::make_shared<std::atomic<int>>(0)](http::ResponseWriter& response,
                                                                   const http::Request& request) {
    std::string data;
    {
      const auto tell = context::after_func(request.context(), [&store, &cancels] {
        ++*cancels;
        store.cancel();
      });
      int before = 0;
      do {  // what the store returns after a cancel isn't worth having
        before = *cancels;
        data = store.fetch();
      } while (*cancels != before && !request.context().err());
    }
    response.write(data);
  };
}
