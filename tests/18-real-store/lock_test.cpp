// A database that somebody else has locked.
#include <chrono>

#include "scene.h"

namespace {

using namespace std::chrono_literals;
using context::Errc;
using std::unexpected;

const std::error_code canceled = Errc::canceled;

TEST(Fetch, waits_for_a_lock_as_long_as_the_client_does) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN EXCLUSIVE");

    scene.fetches("SELECT name FROM rows");
    scene.passes(1h, "an hour passes");
    EXPECT_FALSE(scene.fetched) << "The database is locked, and the client is patient: try again.";
    run(other, "COMMIT");
    scene.passes(100ms, "it is unlocked, and 100 ms pass");

    scene.expect_fetched(Rows{"old"}, "Nobody holds the database any more.");
  });
}

TEST(Fetch, looks_at_a_lock_every_100_ms_however_long_that_has_been_there) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN EXCLUSIVE");

    scene.fetches("SELECT name FROM rows");
    scene.pass_one_after_the_other(1200, 100ms, "two minutes pass, 100 ms at a time");
    run(other, "COMMIT");
    scene.passes(100ms, "it is unlocked, and 100 ms pass");

    scene.expect_fetched(Rows{"old"}, "It was locked for two minutes, and isn't any more.");
  });
}

TEST(Fetch, waits_for_a_lock_no_longer_than_the_client_does) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN EXCLUSIVE");

    scene.fetches("SELECT name FROM rows");
    scene.gives_up();

    scene.expect_fetched(unexpected(canceled), "The client has gone, whoever has locked what.");
  });
}

TEST(Fetch, waits_for_a_lock_no_longer_than_until_the_deadline) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    const auto [ctx, cancel] = context::with_timeout(scene.ctx, 1h);
    scene.ctx = ctx;
    sqlite::Connection other(scene.file);
    run(other, "BEGIN EXCLUSIVE");

    scene.fetches("SELECT name FROM rows");
    scene.passes(1h, "an hour passes");

    scene.expect_fetched(unexpected(make_error_code(Errc::deadline_exceeded)),
                         "The deadline has passed, whoever has locked what.");
  });
}

// A reader who wants to write, and a writer who waits for readers: the two would wait for ever.
TEST(Fetch, does_not_wait_where_sqlite_does_not_ask) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    auto& list =
        world.make<sqlite::Statement>(scene.db, "SELECT name FROM rows UNION ALL SELECT 'more'");
    ASSERT_EQ(list.step(), SQLITE_ROW);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN IMMEDIATE");

    scene.fetches("INSERT INTO rows VALUES ('new')");

    scene.expect_fetched(unexpected(sqlite::error(SQLITE_BUSY)),
                         "SQLite hasn't asked whether to try again: that would be in vain.");
  });
}

}  // namespace
