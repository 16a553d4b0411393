#pragma once
#include "own_context.h"

#include <functional>
#include <string>
#include <system_error>

#include "heap.h"
#include "support/stage.h"

/// Plays `body` on a thread of its own, "the caller": if it never comes back, that is a failure
/// with a name, and so it is if something is touched that is gone.
inline void play(const std::function<void()>& body) {
  explore([&body](World& world) {
    world.without_holds();
    world.start("caller", [&body] {
      const heap::Guard guard;
      body();
    });
    if (heap::touched_after_free() == 0) return;
    ADD_FAILURE()
        << "A node, or what belonged to it, was touched after it had gone. Who is going to "
           "touch it has to hold it, or has to be told when it goes.";
  });
}

/// Makes a T that lives until the walk is over; null if that hangs, which is a failure by itself.
template <class T>
T* make(World& world) {
  auto& made = world.make<T*>(nullptr);
  world.start("maker", [&world, &made] { made = &world.make<T>(); });
  return made;
}

/// Reasons to end a context, which can't be mistaken for each other.
inline const std::error_code canceled = context::Errc::canceled;
inline const std::error_code reset = make_error_code(std::errc::connection_reset);
inline const std::error_code no_space = make_error_code(std::errc::no_space_on_device);

inline std::string in_words(std::error_code why) {
  return why ? "has ended (\"" + why.message() + "\")" : "is live";
}

/// What err() says of `who`.
inline void expect_err(const own::Context& ctx, std::error_code why, const std::string& who) {
  const std::error_code found = ctx.err();
  if (found == why) return;
  ADD_FAILURE() << "By its err() " << who << " " << in_words(found) << ", and should be one who "
                << in_words(why) << ".";
}

/// What err() says, and the token, too.
inline void expect_live(const own::Context& ctx, const std::string& who) {
  expect_err(ctx, {}, who);
  if (!ctx.done().stop_requested()) return;
  ADD_FAILURE() << "The token of " << who << " is stopped, and nobody has ended it.";
}

inline void expect_ended(const own::Context& ctx, std::error_code why, const std::string& who) {
  expect_err(ctx, why, who);
  if (ctx.done().stop_requested()) return;
  ADD_FAILURE() << "The token of " << who << " isn't stopped: whoever waits with it sleeps on.";
}

/// Two children of one parent, and a child of the first.
struct Family {
  own::Derived parent = own::with_cancel(own::Context());
  own::Derived child = own::with_cancel(parent.ctx);
  own::Derived grandchild = own::with_cancel(child.ctx);
  own::Derived sibling = own::with_cancel(parent.ctx);
};
