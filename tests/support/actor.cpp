#include "support/actor.h"

#include <exception>

#include <gtest/gtest.h>

#include "support/points/turns.h"
#include "support/settle.h"

namespace stage {
namespace {

thread_local bool is_actor = false;

constexpr auto catch_it =
    "\nNo exception may leave it. Find out first why it was thrown; catching it would only hide "
    "that, unless "
    "something can be done about it there.";

}  // namespace

void become_actor(const std::string& name) {
  is_actor = true;
  name_this_thread(name);
  points::take_part(name);
}

std::string teller() {
  if (os::on_first_thread()) return "the test";
  return name_of_this_thread() + (is_actor ? "" : "'s thread");
}

void call(std::string_view who, const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "The " << who << " threw: " << error.what() << catch_it;
  } catch (...) {
    ADD_FAILURE() << "The " << who << " threw something that is no std::exception." << catch_it;
  }
}

}  // namespace stage
