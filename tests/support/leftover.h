#pragma once

namespace stage {

/// Fails the running test for each thread that it has left behind, by name, once every thread has
/// settled. A thread is blamed once.
void expect_no_thread_left();

}  // namespace stage
