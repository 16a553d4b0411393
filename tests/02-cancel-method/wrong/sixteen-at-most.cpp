// Has room for sixteen requests at a time, and turns the others away. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <atomic>
#include <memory>

namespace {

class Place {
 public:
  explicit Place(std::atomic<int>& taken) : taken_(taken), number_(++taken) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { --taken_; }
  [[nodiscard]] bool there_is() const { return number_ <= 16; }

 private:
  std::atomic<int>& taken_;
  const int number_;
};

}  // namespace

http::Handler server(Store& store) {
  return [&store, taken = std::make_shared<std::atomic<int>>(0)](http::ResponseWriter& response,
                                                                 const http::Request& request) {
    const Place place(*taken);
    if (!place.there_is()) return response.write_header(http::Status::service_unavailable);

    const auto tell = context::after_func(request.context(), [&store] { store.cancel(); });
    response.write(store.fetch());
  };
}
