// Returns when the client gives up, while services are still at work. Caught by: Law.the_stubborn_are_waited_for
#include "server.h"

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "context/wait.h"

namespace {

struct Gathering {
  explicit Gathering(std::size_t count) : parts(count), missing(count) {}
  std::mutex mutex;
  std::condition_variable_any changed;
  std::vector<std::string> parts;
  std::size_t missing;
  std::optional<std::error_code> failure;
};

}  // namespace

http::Handler server(std::vector<Service*> services) {
  return [services = std::move(services)](http::ResponseWriter& response,
                                          const http::Request& request) {
    const auto derived =
        std::make_shared<context::Derived>(context::with_cancel(request.context()));
    const auto all = std::make_shared<Gathering>(services.size());
    for (std::size_t i = 0; i < services.size(); ++i) {
      std::thread([service = services[i], derived, all, i] {
        auto part = service->fetch(derived->ctx);
        const bool failed = !part;
        {
          const std::scoped_lock lock(all->mutex);
          if (part) {
            all->parts[i] = std::move(*part);
          } else if (!all->failure) {
            all->failure = part.error();
          }
        }
        if (failed) derived->cancel();
        const std::scoped_lock lock(all->mutex);
        --all->missing;
        all->changed.notify_all();
      }).detach();
    }

    std::unique_lock lock(all->mutex);
    if (context::wait_until(request.context(), all->changed, lock,
                            [&] { return all->missing == 0; })) {
      return;  // nobody wants it any more
    }
    if (all->failure) {
      response.write_header(http::Status::internal_server_error);
      response.write(all->failure->message());
      return;
    }
    std::string page;
    for (const std::string& part : all->parts) page += part;
    response.write(page);
  };
}
