// Puts the patience into a class of its own, and the handler knows nothing of contexts that end.
#include "server.h"

#include <expected>
#include <string>
#include <system_error>

namespace {

/// What came of a fetch, and whether the time was up by then.
struct Result {
  std::expected<std::string, std::error_code> data;
  bool late = false;
};

/// Asks a store, for no longer than its patience lasts.
class ImpatientStore {
 public:
  ImpatientStore(Store& store, context::Clock::duration patience)
      : store_(store), patience_(patience) {}

  Result fetch(const context::Context& parent) {
    const auto [ctx, cancel] = context::with_timeout(parent, patience_);
    Result result{.data = store_.fetch(ctx)};
    result.late = !result.data && ctx.err();
    if (result.late) result.data = std::unexpected(ctx.err());
    return result;
  }

 private:
  Store& store_;
  const context::Clock::duration patience_;
};

}  // namespace

http::Handler server(Store& store, context::Clock::duration patience) {
  return
      [impatient = ImpatientStore(store, patience)](auto& response, const auto& request) mutable {
        const auto [data, late] = impatient.fetch(request.context());
        if (request.context().err() == context::Errc::canceled) return;

        if (!data) {
          response.write_header(late ? http::Status::gateway_timeout
                                     : http::Status::internal_server_error);
        }
        response.write(data ? *data : data.error().message());
      };
}
