#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "context/context.h"
#include "service.h"
#include "support/laws/backend.h"
#include "support/world.h"

namespace stage::laws {

/// The step's own Service over a Backend, in which it is one place of several.
class BackendService : public Service {
 public:
  BackendService(Backend& backend, std::string place)
      : backend_(backend), place_(std::move(place)) {}

  Answer fetch(context::Context ctx) override { return backend_.fetch(ctx, place_); }

 private:
  Backend& backend_;
  const std::string place_;
};

/// A service for each of `places`. One that is listed twice is the same.
inline std::vector<Service*> services_for(World& world, Backend& backend,
                                          const std::vector<std::string>& places) {
  std::map<std::string, Service*> made;
  std::vector<Service*> services;
  for (const std::string& place : places) {
    if (!made.contains(place)) made[place] = &world.make<BackendService>(backend, place);
    services.push_back(made[place]);
  }
  return services;
}

}  // namespace stage::laws
