// What callbacks find when they run, and what they may do.
#include "own_context.h"

#include <atomic>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "family.h"

namespace {

using own::with_cancel;
using Callback = std::stop_callback<std::function<void()>>;

TEST(Callback, runs_once_on_the_thread_that_cancels_and_before_that_goes_on) {
  play([] {
    const Family family;
    std::vector<std::thread::id> threads;
    const auto note = [&threads] { threads.push_back(std::this_thread::get_id()); };
    const Callback on_parent(family.parent.ctx.done(), note);
    const Callback on_grandchild(family.grandchild.ctx.done(), note);

    family.parent.cancel();

    const auto noted = threads;
    EXPECT_EQ(noted, std::vector(2, std::this_thread::get_id()))
        << "Each of two callbacks should have run once by now, on this thread.";
    family.parent.cancel();
    family.child.cancel();
    EXPECT_EQ(threads.size(), noted.size()) << "Nobody ends twice.";
  });
}

/// Whatever callback is the first finds all that end ended, by their err().
void finds_all_ended(const std::function<own::Context(const Family&)>& whose,
                     bool registered_late) {
  play([&] {
    std::optional<Family> family;
    std::vector<std::string> live;
    const auto look = [&] {
      const auto note = [&live](const own::Context& ctx, const char* who) {
        if (!ctx.err()) live.emplace_back(who);
      };
      note(family->parent.ctx, "the parent");
      note(family->child.ctx, "the child");
      note(family->sibling.ctx, "the other child");
      note(family->grandchild.ctx, "the grandchild");
    };
    family.emplace();
    std::vector<own::Derived> more;
    if (registered_late) more.push_back(with_cancel(whose(*family)));
    const Callback callback(whose(*family).done(), look);
    if (!registered_late) more.push_back(with_cancel(whose(*family)));
    for (int i = 0; i < 2; ++i) more.push_back(with_cancel(family->parent.ctx));

    family->parent.cancel(reset);

    EXPECT_THAT(live, testing::IsEmpty())
        << "A callback was told of the end, asked err(), and was told that these are live. Say it "
           "to all of them before you tell anybody.";
  });
}

TEST(Callback, finds_all_ended_that_is_below) {
  for (const bool late : {true, false}) {
    finds_all_ended([](const Family& family) { return family.parent.ctx; }, late);
    if (HasFailure()) return;
  }
}

TEST(Callback, finds_all_ended_that_is_above_and_beside) {
  for (const bool late : {true, false}) {
    finds_all_ended([](const Family& family) { return family.grandchild.ctx; }, late);
    finds_all_ended([](const Family& family) { return family.sibling.ctx; }, late);
    if (HasFailure()) return;
  }
}

TEST(Callback, may_ask_and_cancel_again) {
  play([] {
    const Family family;
    const Callback callback(family.child.ctx.done(), [&family] {
      EXPECT_TRUE(family.child.ctx.done().stop_requested());
      family.child.cancel(no_space);
      family.grandchild.cancel(no_space);
    });

    family.child.cancel(reset);

    expect_ended(family.child.ctx, reset, "the child");
    expect_ended(family.grandchild.ctx, reset, "the grandchild");
  });
}

TEST(Callback, may_cancel_the_parent) {
  play([] {
    const Family family;
    const Callback callback(family.child.ctx.done(), [&] { family.parent.cancel(no_space); });

    family.child.cancel(reset);

    expect_ended(family.child.ctx, reset, "the child");
    expect_ended(family.parent.ctx, no_space, "the parent, which the child's callback cancels,");
    expect_ended(family.sibling.ctx, no_space, "the other child");
  });
}

TEST(Callback, may_derive) {
  play([] {
    const Family family;
    std::vector<own::Derived> born;
    const Callback callback(family.child.ctx.done(), [&] {
      born.push_back(with_cancel(family.child.ctx));
      born.push_back(with_cancel(family.parent.ctx));
      born.push_back(with_cancel(own::Context()));
    });

    family.child.cancel(reset);

    ASSERT_EQ(born.size(), 3U) << "The callback should have run.";
    expect_ended(born[0].ctx, reset, "a child of the ended one");
    expect_live(born[1].ctx, "a child of its live parent");
    expect_live(born[2].ctx, "a context of its own");
  });
}

TEST(Callback, may_derive_below_whoever_is_still_to_be_told) {
  for (const bool from_above : {true, false}) {
    play([from_above] {
      const Family family;
      std::vector<own::Derived> born;
      const own::Derived& hears = from_above ? family.parent : family.grandchild;
      const Callback callback(hears.ctx.done(), [&] {
        for (const own::Derived* one : {&family.parent, &family.child, &family.grandchild}) {
          born.push_back(with_cancel(one->ctx));
          expect_ended(born.back().ctx, reset, "a child that is born ended");
        }
      });

      family.parent.cancel(reset);

      ASSERT_EQ(born.size(), 3U) << "The callback should have run.";
      for (const own::Derived& one : born) expect_ended(one.ctx, reset, "a child of an ended one");
    });
    if (HasFailure()) return;
  }
}

TEST(Callback, may_end_another_tree_and_finds_that_done) {
  play([] {
    const Family family;
    const Family other;
    int told = 0;
    const Callback others(other.grandchild.ctx.done(), [&told] { ++told; });
    const Callback callback(family.child.ctx.done(), [&] {
      other.parent.cancel(no_space);
      EXPECT_EQ(told, 1) << "When the cancelling returns, the callbacks have run.";
      expect_ended(other.sibling.ctx, no_space, "a context that a callback cancelled");
    });

    family.child.cancel(reset);

    expect_ended(other.grandchild.ctx, no_space, "a grandchild of the other tree");
  });
}

/// While a callback of the child takes its time, `body` is done by another thread, and finished.
void meanwhile(const std::string& what, const std::function<void(Family&)>& body) {
  explore([&](World& world) {
    Family* const family = make<Family>(world);
    if (family == nullptr) return;
    world.start("canceller", [&world, family] {
      const Callback waits(family->child.ctx.done(),
                           [&world] { world.wait_for("the callback goes on"); });
      family->child.cancel(reset);
    });
    world.start("other", [&body, family] { body(*family); });

    EXPECT_TRUE(world.finished("other"))
        << "A callback takes its time, and meanwhile somebody else can't " << what
        << ". Hold no lock while callbacks run.";
    world.run();
  });
}

TEST(Callback, holds_up_nobody_else) {
  meanwhile("ask err()", [](Family& family) {
    expect_err(family.grandchild.ctx, reset, "the grandchild");
    expect_err(family.parent.ctx, {}, "the parent");
  });
  meanwhile("derive", [](Family& family) { with_cancel(family.parent.ctx); });
  meanwhile("cancel a sibling", [](Family& family) { family.sibling.cancel(); });
  meanwhile("cancel the parent", [](Family& family) { family.parent.cancel(no_space); });
}

TEST(Callback, is_not_waited_for_by_who_cancels_second) {
  meanwhile("cancel the same context", [](Family& family) {
    family.child.cancel(no_space);
    family.grandchild.cancel(no_space);

    expect_err(family.child.ctx, reset, "the child");
    expect_err(family.grandchild.ctx, reset, "the grandchild, whose parent was cancelled first,");
  });
}

TEST(Callback, leads_to_no_write_after_the_end) {
  explore([](World& world) {
    world.without_holds();  // the client gives up somewhere in end(), and not before it
    auto& client = world.make<Client>(world);
    const auto handler = [&world](http::ResponseWriter& response, const http::Request& request) {
      const auto [server, cancel_server] = with_cancel(own::Context());
      const auto [ctx, cancel] = with_cancel(server);
      const Callback gives_up(request.context().done(), [&cancel_server] { cancel_server(); });
      static_cast<void>(world.wait_for("the fetch returns", ctx.done()));
      if (!ctx.err()) response.write("hello");
    };

    world.with_ties();
    client.sends_to(handler);
    client.may_give_up();
    world.run();
  });
}

}  // namespace
