// A class with a call operator instead of a lambda.
#include "server.h"

namespace {
class Answer {
 public:
  explicit Answer(Store& store) : store_(&store) {}

  void operator()(http::ResponseWriter& response, const http::Request& /*request*/) const {
    response.write(store_->fetch());
  }

 private:
  Store* store_;
};
}  // namespace

http::Handler server(Store& store) { return Answer(store); }
