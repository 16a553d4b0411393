#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include <unistd.h>

#include "kata/commands.h"
#include "kata/run/diagnostic.h"
#include "kata/run/process.h"
#include "kata/telling/environment.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

constexpr const char* program = "kata-serve";

Ending build(const Session& session) {
  session.screen.busy("Building the server; that is for once");
  Command ninja;
  ninja.words = {"ninja", "-C", session.tree.build.string(), program};
  ninja.folder = session.tree.root;
  ninja.environment = environment_without({"LC_ALL=", "LANGUAGE="});
  ninja.environment.emplace_back("LC_ALL=C.UTF-8");  // we read what it says
  return run(session.ctx, ninja);
}

/// Whether CMake has left the server out, as it does without Boost.
bool is_left_out(const Ending& built) {
  return !built.succeeded() && built.output.find("unknown target") != std::string::npos;
}

/// Says what is missing; false when nothing is, any more: then CMake was asked to look again.
bool lacks_a_package(const Session& session) {
  Command command;
  command.folder = session.tree.root;
  command.words = {"/bin/sh", ".ci/packages", "missing", "extra"};
  const Ending packages = run(session.ctx, command);
  if (packages.end == End::exited && packages.number == 1) {
    session.screen.line("The server is built on Boost 1.81 or later.");
    session.screen.print(packages.output);
    return true;
  }
  command.words = {"cmake", "--preset", "default"};
  run(session.ctx, command);
  return false;
}

/// Builds the server, and becomes it: signals, terminal and exit status are its own.
Status serve(const Session& session, const Words& words) {
  Ending built = build(session);
  if (is_left_out(built)) {
    if (lacks_a_package(session)) return bad_environment;
    built = build(session);
  }
  if (built.end == End::cancelled) return is_red;
  if (!built.succeeded()) {
    const Diagnostic why = first_diagnostic(built.output, session.tree.root, "");
    return explain_environment(session, "The server", why, "./kata serve");
  }
  session.screen.print("");  // takes back what we are busy with
  std::fflush(stdout);

  const auto path = session.tree.root / session.tree.build / "src/serve" / program;
  const auto* const wish = words.given("port");
  std::string port = wish == nullptr ? "" : "--port=" + *wish;
  std::string name = path.string();
  std::array<char*, 3> arguments = {name.data(), port.empty() ? nullptr : port.data(), nullptr};
  execv(name.c_str(), arguments.data());
  return trouble("The server can't be started: " + std::string(std::strerror(errno)) + ".",
                 "./kata serve");
}

const Known serve_is_known({.name = "serve",
                            .does = "The finished server, to hang up on",
                            .group = Group::learner,
                            .takes = Takes::nothing,
                            .run = serve,
                            .options = {
                                {"--port", "N", "Where to listen (8080); 0: any that is free"}}});

}  // namespace
}  // namespace kata
