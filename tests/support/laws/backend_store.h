#pragma once
#include "store.h"

#include <string>

#include "support/laws/backend.h"

namespace stage::laws {

/// The step's own Store over a Backend, for stores that are cancelled by a method.
class BackendStore : public Store {
 public:
  explicit BackendStore(Backend& backend) : backend_(backend) {}

  std::string fetch() override { return backend_.fetch().value(); }
  void cancel() override { backend_.cancel(); }

 private:
  Backend& backend_;
};

}  // namespace stage::laws
