#pragma once
#include <cstdint>

#include <sys/types.h>

namespace kata {

/// What a warden is to start. All of it must live until it has started.
struct Plan {
  char* const* words;        // the program, looked up along PATH, and its arguments
  char* const* environment;  // null-terminated, as words is
  const char* folder;        // null: where we are
  int output;                // becomes standard output and error
};

/// What a warden says; each is one packet.
struct Notice {
  enum class What : std::uint8_t { not_started, ended };  // else it lives
  What what;
  int number;  // errno, or the status as waitpid() has it
};

/// What it is told to do, a byte each. The end of the connexion is a Finish as well.
enum class Request : char {
  terminate = 'T',  // SIGTERM to the command's group and to those who have left it
  finish = 'F',     // SIGKILL to all that is left; then the warden ends
};

/// Starts a process that starts the command in a group of its own, and looks after it. Whatever
/// the command starts, in whichever session, belongs to the warden once its parent has gone
/// (PR_SET_CHILD_SUBREAPER), so that Finish finds all of it. If we die, even by SIGKILL, it is told
/// so by the end of the connexion, and finishes; if it is killed itself, the command dies as well.
/// `control` becomes our end of the connexion (SOCK_SEQPACKET).
/// Returns the warden's process number, to be waited for; -1 and errno if there is none.
pid_t post_warden(const Plan& plan, int& control);

}  // namespace kata
