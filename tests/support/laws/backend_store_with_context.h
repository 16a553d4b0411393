#pragma once
#include "store.h"

#include "context/context.h"
#include "support/laws/backend.h"

namespace stage::laws {

/// The step's own Store over a Backend, for stores that are given a context.
class BackendStoreWithContext : public Store {
 public:
  explicit BackendStoreWithContext(Backend& backend) : backend_(backend) {}

  Answer fetch(context::Context ctx) override { return backend_.fetch(ctx); }

 private:
  Backend& backend_;
};

}  // namespace stage::laws
