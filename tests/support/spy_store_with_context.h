#pragma once
#include "store.h"

#include <utility>

#include <gmock/gmock.h>

#include "context/context.h"
#include "support/context_spy.h"
#include "support/world.h"

namespace stage {

/// A spy of the step's own Store, for stores that are given a context. See ContextSpy.
class SpyStoreWithContext : public Store, public ContextSpy {
 public:
  SpyStoreWithContext(World& world, Answer answer) : ContextSpy(world, std::move(answer)) {
    ON_CALL(*this, fetch).WillByDefault([this](const context::Context& ctx) {
      return take_time(ctx);
    });
  }

  MOCK_METHOD(Answer, fetch, (context::Context), (override));
};

}  // namespace stage
