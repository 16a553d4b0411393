#include "support/spy_store_with_rows.h"

#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "support/stage.h"

namespace {

using stage::SpyStoreWithRows;
using testing::ElementsAre;
using Rows = SpyStoreWithRows::Rows;

const auto broken = make_error_code(std::errc::io_error);

/// Somebody who reads all rows, and notes what came.
class Reader {
 public:
  Reader(World& world, Rows rows) : store(world, std::move(rows)), world_(world) {}

  void reads(const std::string& what = "anything") {
    world_.start("reader", [this, what] {
      auto cursor = store.query(derived_.ctx, what);
      if (!cursor) return note("no query: " + cursor.error().message());
      while (true) {
        const Cursor::Answer row = (*cursor)->next();
        if (!row) return note("no row: " + row.error().message());
        if (!*row) return note("end");
        note(**row);
      }
    });
  }
  void may_give_up() {
    world_.may_happen("a departure", "client", [this] { derived_.cancel(); });
  }
  void gives_up() {
    may_give_up();
    world_.let("a departure");
  }
  void note(const std::string& what) { notes.push_back(what); }

  SpyStoreWithRows store;
  std::vector<std::string> notes;

 private:
  World& world_;
  context::Derived derived_ = context::with_cancel(context::background());
};

TEST(SpyStoreWithRowsTest, hands_out_its_rows_and_those_of_a_name) {
  explore([](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a", ""});
    reader.store.has("others", Rows{"b", std::unexpected(broken)});

    reader.reads();
    world.run();
    reader.reads("others");
    world.run();

    EXPECT_THAT(reader.notes, ElementsAre("a", "", "end", "b", "no row: " + broken.message()));
    EXPECT_EQ(reader.store.queries(), 2);
    EXPECT_EQ(reader.store.asked(), 5);
    EXPECT_EQ(reader.store.asked_late(), 0);
  });
}

TEST(SpyStoreWithRowsTest, fails_in_the_query) {
  explore([](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a"});
    reader.store.fails(broken);

    reader.reads();
    world.run();

    EXPECT_THAT(reader.notes, ElementsAre("no query: " + broken.message()));
  });
}

TEST(SpyStoreWithRowsTest, knows_what_is_open) {
  explore([](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a"});

    reader.reads();
    EXPECT_EQ(reader.store.open(), 0);
    world.let("the query returns");
    EXPECT_EQ(reader.store.open(), 1);
    world.run();
    EXPECT_EQ(reader.store.open(), 0);
  });
}

TEST(SpyStoreWithRowsTest, wakes_when_the_context_of_the_query_ends) {
  const std::string canceled = make_error_code(context::Errc::canceled).message();
  explore([&](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a"});
    auto& late = world.make<Reader>(world, Rows{"a"});

    reader.reads();
    world.let("the query returns");
    reader.gives_up();
    late.gives_up();
    late.reads();
    world.run();

    EXPECT_THAT(reader.notes, ElementsAre("no row: " + canceled));
    EXPECT_EQ(reader.store.asked_late(), 0);
    EXPECT_THAT(late.notes, ElementsAre("no query: " + canceled));
    EXPECT_EQ(late.store.asked_late(), 1);
  });
}

TEST(SpyStoreWithRowsTest, gives_what_comes_with_the_end_of_the_context) {
  explore([](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a", "b"});

    reader.reads();
    world.let("the query returns");
    reader.may_give_up();
    world.let_both("a departure", "the next row comes");
    world.run();

    EXPECT_EQ(reader.notes.front(), "a");
    EXPECT_EQ(reader.store.asked_late(), 1) << "The reader has asked for the next, all the same.";
  });
}

TEST(SpyStoreWithRowsTest, hears_first_when_it_is_told_to) {
  explore([](World& world) {
    auto& reader = world.make<Reader>(world, Rows{"a"});
    reader.store.hears_first();

    reader.reads();
    reader.gives_up();

    EXPECT_TRUE(world.finished("reader"));
    EXPECT_FALSE(world.finished("client")) << "It is still busy with telling others.";
    world.run();
  });
}

}  // namespace
