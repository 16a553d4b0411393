// A table of streams, and one rule for all: what is sent is what should be, or the beginning of it.
#include "server.h"

#include <cstddef>
#include <functional>
#include <iterator>
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
using Rows = SpyStoreWithRows::Rows;
using Calls = std::vector<std::string>;

std::unexpected<std::error_code> error(auto code) {
  return std::unexpected<std::error_code>(make_error_code(code));
}

struct Case {
  Rows rows;
  Calls calls;
};

const auto io_error = std::errc::io_error;
const auto canceled = context::Errc::canceled;
const std::vector<Case> cases{
    {{}, {"200 text/csv"}},
    {{"1", "2"}, {"200 text/csv", "1\n", "2\n"}},
    {{"", "\0"s}, {"200 text/csv", "\n", "\0\n"s}},
    {{error(io_error)}, {"500", make_error_code(io_error).message()}},
    {{error(canceled)}, {"500", make_error_code(canceled).message()}},
    {{"1", error(io_error)}, {"200 text/csv", "1\n"}},
};

/// Takes its time for each write, and thinks nothing of calls that come when nobody is there.
class Line : public http::ResponseWriter {
 public:
  Line(World& world, context::Context ctx) : world_(world), ctx_(std::move(ctx)) {}

  http::Header& header() override {
    expect_somebody();
    return header_;
  }
  void write_header(http::Status status) override {
    expect_somebody();
    if (status != http::Status::ok)
      return calls.push_back(std::to_string(static_cast<int>(status)));
    calls.push_back("200 " + header_.get("Content-Type"));
  }
  void write(std::string_view bytes) override {
    expect_somebody();
    calls.emplace_back(bytes);
    at_each_write();
    world_.wait_for("the write ends");
  }

  Calls calls;
  std::function<void()> at_each_write = [] {};

 private:
  void expect_somebody() const { EXPECT_FALSE(ctx_.err()) << "Nobody is there any more."; }

  World& world_;
  context::Context ctx_;
  http::Header header_;
};

struct Scene {
  Scene(World& stage, const Rows& rows) : world(stage), store(stage, {"of somebody else"}) {
    store.has("/?q", rows);
  }

  void asks(Line& on) {
    world.start("handler", [this, &on] {
      handler(on, httptest::new_request("GET", "/?q").with_context(derived.ctx));
    });
  }
  void may_give_up() {
    world.may_happen("a departure", "client", [this] { derived.cancel(); });
  }

  World& world;
  SpyStoreWithRows store;
  http::Handler handler = server(store);
  context::Derived derived = context::with_cancel(context::background());
  Line line{world, derived.ctx};
  Line other{world, derived.ctx};
};

class EachCase : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Server, EachCase, testing::ValuesIn(cases));

TEST_P(EachCase, is_sent_as_a_whole_and_without_delay_and_again) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, GetParam().rows);
    int writes = 0;
    scene.line.at_each_write = [&] { EXPECT_EQ(scene.store.asked(), ++writes); };

    scene.asks(scene.line);
    world.run();
    scene.asks(scene.other);
    world.run();

    EXPECT_EQ(scene.line.calls, GetParam().calls);
    EXPECT_EQ(scene.other.calls, GetParam().calls);
    EXPECT_EQ(scene.store.queries(), 2);
    EXPECT_EQ(scene.store.open(), 0);
  });
}

TEST_P(EachCase, is_sent_in_part_when_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, GetParam().rows);
    const Calls& wanted = GetParam().calls;

    scene.asks(scene.line);
    scene.may_give_up();
    world.with_ties();
    world.run();

    const auto sent = static_cast<std::ptrdiff_t>(scene.line.calls.size());
    ASSERT_LE(sent, std::ssize(wanted));
    EXPECT_EQ(scene.line.calls, Calls(wanted.begin(), wanted.begin() + sent));
    EXPECT_EQ(scene.store.open() + scene.store.asked_late(), 0);
  });
}

TEST(Server, says_which_query_has_failed) {
  for (const std::error_code code : {make_error_code(io_error), make_error_code(canceled)}) {
    explore([code](World& world) {
      auto& scene = world.make<Scene>(world, Rows());
      scene.store.fails(code);

      scene.asks(scene.line);
      world.run();

      EXPECT_EQ(scene.line.calls, (Calls{"500", code.message()}));
      EXPECT_EQ(scene.store.queries(), 1);
    });
  }
}

TEST(Server, does_nothing_for_nobody) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"1"});
    scene.derived.cancel();

    scene.asks(scene.line);
    world.run();

    EXPECT_EQ(scene.store.queries(), 0);
  });
}

TEST(Server, is_back_as_soon_as_the_store_has_heard) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"1"});
    scene.store.hears_first();

    scene.asks(scene.line);
    world.let("the query returns");
    scene.may_give_up();
    world.let("a departure");

    EXPECT_TRUE(world.finished("handler"));
    world.run();
  });
}

TEST(Server, has_time_for_two) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Rows{"1", "2", "3"});

    scene.asks(scene.line);
    world.let("the query returns");
    scene.asks(scene.other);
    world.let("the query returns");
    for (int i = 0; i < 2; ++i) world.let("the next row comes");
    world.run();

    EXPECT_EQ(scene.line.calls, (Calls{"200 text/csv", "1\n", "2\n", "3\n"}));
    EXPECT_EQ(scene.other.calls, scene.line.calls);
  });
}

}  // namespace
