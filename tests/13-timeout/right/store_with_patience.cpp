// Puts the patience into a store of its own, and the handler knows nothing of it.
#include "server.h"

#include <expected>
#include <string>
#include <system_error>

namespace {

using Result = std::expected<std::string, std::error_code>;

/// Asks another store, for no longer than its patience lasts.
class ImpatientStore : public Store {
 public:
  ImpatientStore(Store& store, context::Clock::duration patience)
      : store_(store), patience_(patience) {}

  Result fetch(context::Context parent) override {
    const auto [ctx, cancel] = context::with_timeout(parent, patience_);
    Result data = store_.fetch(ctx);
    if (!data && ctx.err()) return std::unexpected(ctx.err());
    return data;
  }

 private:
  Store& store_;
  const context::Clock::duration patience_;
};

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return
      [impatient = ImpatientStore(store, patience)](auto& response, const auto& request) mutable {
        const Result data = impatient.fetch(request.context());
        if (request.context().err() == context::Errc::canceled) return;

        if (!data) {
          const bool late = data.error() == context::Errc::deadline_exceeded;
          response.write_header(late ? http::Status::gateway_timeout
                                     : http::Status::internal_server_error);
        }
        response.write(data ? *data : data.error().message());
      };
}
