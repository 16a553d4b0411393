#include <condition_variable>
#include <expected>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "support/stage.h"

namespace {

/// Holds one letter. Thread-safe.
class Mailbox {
 public:
  /// Waits for a letter, or until nobody wants it any more.
  std::expected<std::string, std::error_code> receive(const context::Context& ctx) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, ctx.done(), [this] { return letter_.has_value(); });
    if (ctx.err()) return std::unexpected(ctx.err());  // also when a letter came just now
    return *std::exchange(letter_, std::nullopt);
  }

  void deliver(std::string letter) {
    {
      const std::lock_guard lock(mutex_);
      letter_ = std::move(letter);
    }
    arrived_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::optional<std::string> letter_;
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
