#include <array>
#include <cerrno>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "context/context.h"
#include "notes/descriptor.h"
#include "support/stage.h"

namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

/// Blocks until `fd` has something to read, or why it never came to that.
std::error_code readable(const context::Context& ctx, int fd) {
  const Descriptor over(eventfd(0, EFD_CLOEXEC));
  const auto wake = context::after_func(ctx, [&] { eventfd_write(over.get(), 1); });
  std::array<pollfd, 2> either{{{fd, POLLIN, 0}, {over.get(), POLLIN, 0}}};

  while (poll(either.data(), either.size(), -1) < 0) {
    if (errno != EINTR) return last_error();
  }
  return ctx.err();  // also when something came just now
}

std::expected<std::string, std::error_code> read_some(const context::Context& ctx, int fd) {
  if (const auto why = readable(ctx, fd)) return std::unexpected(why);
  std::array<char, 4096> bytes;
  const ssize_t size = read(fd, bytes.data(), bytes.size());
  if (size < 0) return std::unexpected(last_error());
  return std::string(bytes.data(), static_cast<std::size_t>(size));
}

std::expected<Descriptor, std::error_code> accept_one(const context::Context& ctx, int listener) {
  if (const auto why = readable(ctx, listener)) return std::unexpected(why);
  Descriptor client(accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
  if (client.get() < 0) return std::unexpected(last_error());
  return client;
}

/// For a socket that is of no use to anybody once the context has ended.
std::expected<std::string, std::error_code> read_or_hang_up(const context::Context& ctx, int fd) {
  const auto hang_up = context::after_func(ctx, [fd] { shutdown(fd, SHUT_RDWR); });
  std::array<char, 4096> bytes;
  const ssize_t size = read(fd, bytes.data(), bytes.size());
  if (ctx.err()) return std::unexpected(ctx.err());
  if (size < 0) return std::unexpected(last_error());
  return std::string(bytes.data(), static_cast<std::size_t>(size));
}

TEST(Blocking, read_gives_what_has_come) {
  const auto [here, there] = connected_pair();
  there.send("hello");

  EXPECT_EQ(read_some(context::background(), here.get()), "hello");
  there.send("again");
  EXPECT_EQ(read_or_hang_up(context::background(), here.get()), "again");
}

TEST(Blocking, read_comes_back_when_the_context_ends) {
  explore([](World& world) {
    auto& derived = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& ends = world.make<std::pair<Descriptor, Descriptor>>(connected_pair());
    auto& result = world.make<std::expected<std::string, std::error_code>>();
    world.start("reader", [&] { result = read_some(derived.ctx, ends.first.get()); });
    EXPECT_FALSE(world.finished("reader"));

    world.start("canceller", [&] { derived.cancel(); });

    EXPECT_TRUE(world.finished("reader"));
    EXPECT_EQ(result.error(), context::Errc::canceled);
    ends.second.send("kept");  // and the connection is as good as before
    EXPECT_EQ(read_some(context::background(), ends.first.get()), "kept");
  });
}

TEST(Blocking, accept_comes_back_when_the_context_ends) {
  explore([](World& world) {
    auto& derived = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& listener = world.make<Descriptor>(listening());
    auto& why = world.make<std::error_code>();
    world.start("acceptor", [&] { why = accept_one(derived.ctx, listener.get()).error(); });

    world.start("canceller", [&] { derived.cancel(); });

    EXPECT_TRUE(world.finished("acceptor"));
    EXPECT_EQ(why, context::Errc::canceled);
  });
}

TEST(Blocking, read_comes_back_when_the_socket_is_shut_down) {
  explore([](World& world) {
    auto& derived = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& ends = world.make<std::pair<Descriptor, Descriptor>>(connected_pair());
    auto& why = world.make<std::error_code>();
    world.start("reader", [&] { why = read_or_hang_up(derived.ctx, ends.first.get()).error(); });
    EXPECT_FALSE(world.finished("reader"));

    world.start("canceller", [&] { derived.cancel(); });

    EXPECT_TRUE(world.finished("reader"));
    EXPECT_EQ(why, context::Errc::canceled);
  });
}

#ifndef __SANITIZE_THREAD__  // which calls this a race, and is right
TEST(Blocking, read_sleeps_on_when_the_descriptor_is_closed) {
  explore([](World& world) {
    auto& ends = world.make<std::pair<Descriptor, Descriptor>>(connected_pair());
    const int fd = ends.first.get();
    world.start("reader", [fd] {
      char byte = 0;
      EXPECT_EQ(read(fd, &byte, 1), 1);
    });

    world.start("closer", [&] { ends.first.close(); });

    EXPECT_FALSE(world.finished("reader"));  // and fd may already be somebody else's file
    world.start("peer", [&] { ends.second.send("x"); });
    EXPECT_TRUE(world.finished("reader"));
  });
}
#endif

}  // namespace
