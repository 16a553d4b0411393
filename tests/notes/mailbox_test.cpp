#include <condition_variable>
#include <deque>
#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "support/stage.h"

namespace {

/// Holds letters until somebody reads them. Thread-safe.
class Mailbox {
 public:
  /// Waits for a letter, or until nobody wants it any more.
  std::expected<std::string, std::error_code> receive(const context::Context& ctx) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, ctx.done(), [this] { return !letters_.empty(); });
    if (ctx.err()) return std::unexpected(ctx.err());  // also when a letter came just now
    std::string letter = std::move(letters_.front());
    letters_.pop_front();
    return letter;
  }

  void deliver(std::string letter) {
    {
      const std::lock_guard lock(mutex_);
      letters_.push_back(std::move(letter));
    }
    arrived_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::deque<std::string> letters_;
};

TEST(Mailbox, gives_each_letter_once) {
  Mailbox mailbox;
  mailbox.deliver("hello");
  EXPECT_EQ(mailbox.receive(context::background()), "hello");

  explore([](World& world) {
    auto& empty = world.make<Mailbox>();
    empty.deliver("once");
    EXPECT_EQ(empty.receive(context::background()), "once");
    world.start("reader", [&] { EXPECT_EQ(empty.receive(context::background()), "again"); });
    EXPECT_FALSE(world.finished("reader"));

    world.start("postman", [&] { empty.deliver("again"); });

    EXPECT_TRUE(world.finished("reader"));
  });
}

TEST(Mailbox, keeps_the_letter_of_a_reader_who_has_gone) {
  Mailbox mailbox;
  const auto [ctx, cancel] = context::with_cancel(context::background());
  mailbox.deliver("hello");
  cancel();

  EXPECT_EQ(mailbox.receive(ctx).error(), context::Errc::canceled);
  EXPECT_EQ(mailbox.receive(context::background()), "hello");
}

}  // namespace
