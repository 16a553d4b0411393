// A class with a call operator, and a pointer for a store.
#include "server.h"

#include <expected>
#include <string>
#include <system_error>

namespace {

class Server {
 public:
  explicit Server(Store& store) : store_(&store) {}

  void operator()(http::ResponseWriter& response, const http::Request& request) const {
    const std::expected<std::string, std::error_code> data = store_->fetch(request.context());
    if (data) response.write(*data);
  }

 private:
  Store* store_;
};

}  // namespace

http::Handler server(Store& store) { return Server(store); }
