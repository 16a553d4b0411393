#pragma once
#include <functional>
#include <source_location>
#include <string_view>
#include <vector>

#include "support/laws/scene.h"
#include "support/laws/subject.h"

namespace stage::laws {

/// Whether one of the step's own tests has failed: its laws are skipped then.
[[nodiscard]] bool own_tests_are_red();

/// Plays each scene in every order of its events, until one fails; each failure begins with the
/// law. Skips the test when one of the step's own has failed: they come first, and explain more.
void uphold(std::string_view law, const Subject& subject,
            const std::vector<std::function<void(Scene&)>>& scenes,
            std::source_location where = std::source_location::current());

}  // namespace stage::laws
