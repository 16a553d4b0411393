// Fetches each target once, and from then on has the page. Caught by: Server.fetches_once_for_each_request
#include "server.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace {
struct Pages {
  std::mutex mutex;
  std::map<std::string, std::string> known;
};
}  // namespace

http::Handler server(Store& store) {
  const auto pages = std::make_shared<Pages>();
  return [&store, pages](http::ResponseWriter& response, const http::Request& request) {
    std::unique_lock lock(pages->mutex);
    auto page = pages->known.find(request.target);
    if (page == pages->known.end()) {
      lock.unlock();
      std::string data = store.fetch();
      lock.lock();
      page = pages->known.emplace(request.target, std::move(data)).first;
    }
    const std::string data = page->second;
    lock.unlock();
    response.write(data);
  };
}
