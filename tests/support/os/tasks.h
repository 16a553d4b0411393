#pragma once
#include "support/os/task.h"

namespace stage::os {

/// For the tests of the stage: forgets what has been seen of the threads, though not which are
/// ignored, and goes by this evidence from now on.
void start_over_with(Evidence evidence);

}  // namespace stage::os
