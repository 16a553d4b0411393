#pragma once
#include "store.h"

#include <mutex>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "dependants.h"
#include "http/http.h"
#include "support/laws/backend.h"
#include "support/laws/subject.h"
#include "support/shown.h"

namespace stage::laws {

inline const std::string cache_get = "the cache";
inline const std::string database_query = "the database";
inline const std::string cache_put = "the cache's put";

/// Both dependants over a Backend. When their context ends, each gives up in its own words. Made
/// with world.make<Dependants>(backend). Thread-safe.
class Dependants : public Cache, public Database {
 public:
  explicit Dependants(Backend& backend) : backend_(backend) {}

  /// From now on the cache has nothing for anybody, for a reason of its own.
  void keep_nothing() { keeps_nothing_ = true; }

  Answer get(context::Context ctx) override {
    Answer kept = in_own_words(ctx, backend_.fetch(ctx, cache_get));
    if (!keeps_nothing_ || !kept) return kept;
    return std::unexpected(make_error_code(std::errc::no_such_file_or_directory));
  }

  Answer query(context::Context ctx) override {
    return in_own_words(ctx, backend_.fetch(ctx, database_query));
  }

  void put(context::Context ctx, std::string data) override {
    const std::string* const who = ctx.value<Whose>();
    const Answer found = who == nullptr ? data : backend_.answer_for(*who, database_query);
    if (data != found) {
      ADD_FAILURE() << "The cache is to keep " << shown(data) << ". The database found "
                    << shown(found.value_or("nothing")) << ".";
    }
    (void)backend_.fetch(ctx, cache_put);
  }

 private:
  /// Who gives up early may call it anything, also what looks like another end than it was.
  static Answer in_own_words(const context::Context& ctx, Answer answer) {
    if (answer || !ctx.err() || answer.error() != ctx.err()) return answer;
    return std::unexpected(ctx.err() == context::Errc::canceled
                               ? make_error_code(context::Errc::deadline_exceeded)
                               : make_error_code(std::errc::io_error));
  }

  Backend& backend_;
  bool keeps_nothing_ = false;
};

/// What a client sees of an error: which one exactly.
inline Outcome failure(std::error_code error) {
  return {http::Status::internal_server_error, error.category().name() + (": " + error.message())};
}

/// A handler that shows whatever the store returns, but for ctx.err(): nobody reads that any more.
inline http::Handler that_shows(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const Answer data = store.fetch(request.context());
    if (data) return response.write(*data);
    if (request.context().err() && data.error() == request.context().err()) return;
    const Outcome outcome = failure(data.error());
    response.write_header(*outcome.status);
    response.write(outcome.body);
  };
}

}  // namespace stage::laws
