// Writes each part as soon as all before it are there: too early when a later one fails. Caught by: Server.answers_with_the_first_error_and_nothing_else
#include "server.h"

#include <cstddef>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

http::Handler server(std::vector<Service*> services) {
  return [services = std::move(services)](auto& response, const auto& request) {
    const auto [ctx, cancel] = context::with_cancel(request.context());
    std::vector<std::optional<std::string>> parts(services.size());
    std::size_t next = 0;
    std::mutex mutex;
    {
      std::vector<std::jthread> siblings;
      siblings.reserve(services.size());
      for (std::size_t i = 0; i < services.size(); ++i) {
        siblings.emplace_back([&, i] {
          auto part = services[i]->fetch(ctx);
          if (!part) return cancel(part.error());
          const std::lock_guard lock(mutex);
          parts[i] = std::move(*part);
          while (next < parts.size() && parts[next] && !request.context().err()) {
            response.write(*parts[next++]);
          }
        });
      }
    }
    if (request.context().err() || !ctx.err()) return;
    response.write_header(http::Status::internal_server_error);
    response.write(context::cause(ctx).message());
  };
}
