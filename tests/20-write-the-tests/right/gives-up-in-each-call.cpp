// One list of all calls, of the store and of the client. A client gives up in the n-th of them, for
// each n, and then it is the last. Only what takes two threads is played on the stage.
#include "server.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "support/spy_store_with_rows.h"
#include "support/stage.h"

namespace {

using namespace std::string_literals;
using stage::SpyStoreWithRows;
using testing::ElementsAre;
using Calls = std::vector<std::string>;
using Rows = SpyStoreWithRows::Rows;

/// A store and a line to a client, who gives up in the call number `last`; in 0 before the first.
class Everything : public Store, public http::ResponseWriter {
 public:
  Everything(Rows rows, std::size_t last) : rows_(std::move(rows)), last_(last) {}

  std::expected<std::unique_ptr<Cursor>, std::error_code> query(context::Context ctx,
                                                                std::string_view what) override {
    called("query " + std::string(what));
    expect_to_end(ctx);
    if (query_error) return std::unexpected(query_error);
    return std::make_unique<Open>(*this);
  }
  http::Header& header() override {
    EXPECT_FALSE(client_.ctx.err()) << "header(), and nobody is there";
    return header_;
  }
  void write_header(http::Status status) override {
    called(status == http::Status::ok ? "200 " + header_.get("Content-Type") : "500");
    EXPECT_TRUE(status == http::Status::ok || status == http::Status::internal_server_error);
  }
  void write(std::string_view bytes) override { called("> " + std::string(bytes)); }

  Calls calls_of(const http::Handler& handler) {
    calls_.clear();
    header_ = {};
    client_ = context::with_cancel(context::background());
    if (last_ == 0) client_.cancel();
    handler(*this, httptest::new_request("GET", "/r?a=b%20c").with_context(client_.ctx));
    EXPECT_EQ(open_, 0) << "a cursor is open";
    return calls_;
  }
  void stays() { last_ = 1'000'000; }

  std::error_code query_error;

 private:
  class Open : public Cursor {
   public:
    explicit Open(Everything& all) : all_(all) { ++all_.open_; }
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open() override { --all_.open_; }
    Answer next() override {
      all_.called("next");
      return row_ < all_.rows_.size() ? all_.rows_[row_++] : Answer(std::nullopt);
    }

   private:
    Everything& all_;
    std::size_t row_ = 0;
  };

  void called(std::string what) {
    EXPECT_FALSE(client_.ctx.err()) << what << ", and nobody is there";
    calls_.push_back(std::move(what));
    if (calls_.size() == last_) client_.cancel();
  }
  /// The store's context ends with the client's.
  void expect_to_end(const context::Context& ctx) const {
    EXPECT_EQ(static_cast<bool>(ctx.err()), static_cast<bool>(client_.ctx.err()));
  }

  Rows rows_;
  std::size_t last_;
  Calls calls_;
  http::Header header_;
  context::Derived client_ = context::with_cancel(context::background());
  int open_ = 0;
};

const std::string query = "query /r?a=b%20c";

void expect_calls(const Rows& rows, const Calls& calls, std::error_code query_error = {}) {
  for (std::size_t last = 0; last <= calls.size(); ++last) {
    Everything all(rows, last);
    all.query_error = query_error;
    const http::Handler handler = server(all);
    const auto end = calls.begin() + static_cast<std::ptrdiff_t>(last);
    EXPECT_EQ(all.calls_of(handler), Calls(calls.begin(), end)) << "gives up in call " << last;
    all.stays();
    EXPECT_EQ(all.calls_of(handler), calls) << "the next one";
  }
}

TEST(Calls, of_a_client_who_gives_up_in_any_of_them) {
  const std::string head = "200 text/csv";
  expect_calls({}, {query, "next", head});
  expect_calls({"x", "", "\0y\n"s},
               {query, "next", head, "> x\n", "next", "> \n", "next", "> \0y\n\n"s, "next"});
  for (const std::error_code error :
       {make_error_code(std::errc::io_error), make_error_code(context::Errc::canceled)}) {
    expect_calls({"x"}, {query, "500", "> " + error.message()}, error);
    expect_calls({std::unexpected(error)}, {query, "next", "500", "> " + error.message()});
    expect_calls({"x", std::unexpected(error)}, {query, "next", head, "> x\n", "next"});
  }
}

/// What takes more than one thread: ann, and somebody beside her.
struct Scene {
  explicit Scene(World& world) : store(world, {"x", "y"}), ann(world, "GET", "/ann") {}

  SpyStoreWithRows store;
  Client ann;
  http::Handler handler = server(store);
};

TEST(Threads, of_which_none_waits_for_another) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    auto& ben = world.make<Client>(world, "GET", "/ben");
    scene.store.has("/ben", Rows{"z"});

    scene.ann.sends_to(scene.handler);
    world.let("the query returns");
    ben.sends_to(scene.handler);
    EXPECT_EQ(scene.store.queries(), 2);
    world.run();

    EXPECT_THAT(scene.ann.response().sent(), ElementsAre("status 200", "x\n", "y\n"));
    EXPECT_THAT(ben.response().sent(), ElementsAre("status 200", "z\n"));
  });
}

TEST(Threads, of_which_one_waits_for_the_store_and_the_client_gives_up) {
  for (const bool hears_first : {true, false}) {
    explore([hears_first](World& world) {
      auto& scene = world.make<Scene>(world);
      if (hears_first) scene.store.hears_first();

      scene.ann.sends_to(scene.handler);
      world.let("the query returns");
      scene.ann.gives_up();
      EXPECT_TRUE(world.finished("handler"));
      world.run();

      EXPECT_EQ(scene.ann.response().sent().size(), 0U);
      EXPECT_EQ(scene.store.open() + scene.store.asked_late(), 0);
    });
  }
}

}  // namespace
