#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace stage {

/// The calling thread is from now on the actor of this name: in stories, and in what is said of
/// threads that are left over.
void become_actor(const std::string& name);

/// What a story calls the calling thread. A thread that a scene's code has started itself bears the
/// name of the actor that started it.
[[nodiscard]] std::string teller();

/// Calls `body`, which is a learner's code or a test's; an exception is a failure of `who` and no
/// more.
void call(std::string_view who, const std::function<void()>& body);

}  // namespace stage
