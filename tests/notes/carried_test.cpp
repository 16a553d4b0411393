#include <any>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "context/context.h"
#include "support/stage.h"

namespace {

struct TraceId {
  using value_type = std::string;
};

thread_local context::Context current;

TEST(Carried, in_a_thread_local_it_is_lost_at_the_first_hop) {
  current = context::with_value<TraceId>(context::background(), "4bf92f35");
  bool arrived = true;

  std::jthread([&] { arrived = current.value<TraceId>() != nullptr; }).join();

  EXPECT_FALSE(arrived);
  current = {};
}

TEST(Carried, in_an_any_it_wants_exactly_its_own_type_back) {
  const std::any retries = 3;

  EXPECT_EQ(std::any_cast<long>(&retries), nullptr);  // it is an int
  EXPECT_NE(std::any_cast<int>(&retries), nullptr);
}

namespace tracing {
struct Id {
  using value_type = std::string;
};
}  // namespace tracing

namespace tenants {
struct Id {
  using value_type = int;
};
}  // namespace tenants

TEST(Carried, under_a_string_it_collides) {
  std::map<std::string, std::string> values;
  values["id"] = "4bf92f35";  // the tracing module
  values["id"] = "7";         // the module of the tenants

  EXPECT_EQ(values["id"], "7");
}

TEST(Carried, under_a_type_it_does_not_collide) {
  const auto traced = context::with_value<tracing::Id>(context::background(), "4bf92f35");
  const auto ctx = context::with_value<tenants::Id>(traced, 7);

  EXPECT_EQ(*ctx.value<tracing::Id>(), "4bf92f35");
  EXPECT_EQ(*ctx.value<tenants::Id>(), 7);
}

/// Keeps the context of whoever came first.
class Repository {
 public:
  explicit Repository(context::Context ctx) : ctx_(std::move(ctx)) {}
  [[nodiscard]] std::error_code query() const { return ctx_.err(); }

 private:
  context::Context ctx_;
};

TEST(Carried, in_an_object_it_is_the_context_of_somebody_else) {
  const auto [first, cancel_first] = context::with_cancel(context::background());
  const auto [second, cancel_second] = context::with_cancel(context::background());
  const Repository repository(first);

  cancel_first();

  EXPECT_FALSE(second.err());
  EXPECT_TRUE(repository.query());  // the second client's query fails all the same
}

/// Had no context at hand, and was in a hurry.
std::error_code query_in_a_hurry(const context::Context& /*ctx*/) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  return ctx.err();
}

TEST(Carried, no_further_than_to_the_next_background) {
  const auto [ctx, cancel] = context::with_cancel(context::background());

  cancel();

  EXPECT_FALSE(query_in_a_hurry(ctx));  // works on, for nobody
}

}  // namespace
