#include <cstdlib>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/base/text.h"
#include "kata/commands.h"
#include "kata/run/process.h"

namespace kata {
namespace {

namespace fs = std::filesystem;

/// What this machine has and lacks, and for each lack the command that mends it.
class Examination {
 public:
  explicit Examination(const Session& session)
      : session_(session),
        screen_(session.screen),
        build_(session.tree.root / session.tree.build) {}

  Status examine() {
    programs();
    packages();
    precompiled();
    linker();
    disk();
    clock();
    terminal();
    screen_.line();
    screen_.line(lacks_ == 0 ? "All is well. Next: ./kata"
                             : "Next: the command of the first line above that has one.");
    return lacks_ == 0 ? all_well : bad_environment;
  }

 private:
  void good(const std::string& what, const std::string& is) {
    screen_.block(fmt::format("{} {:<10} {}", screen_.sign(true), what, is), "");
  }

  void lack(const std::string& what, const std::string& is, const std::string& mend) {
    ++lacks_;
    screen_.block(fmt::format("{} {:<10} {}", screen_.sign(false), what, is), "");
    screen_.line("             " + mend);
  }

  [[nodiscard]] Ending ask(const std::vector<std::string>& words) const {
    Command command;
    command.words = words;
    command.folder = session_.tree.root;
    return run(session_.ctx, command);
  }

  [[nodiscard]] std::string cached(const std::string& name) const {
    const std::string cache = read_file(build_ / "CMakeCache.txt").value_or("");
    for (const std::string_view line : lines_of(cache)) {
      if (line.starts_with(name + ":")) return std::string(line.substr(line.find('=') + 1));
    }
    return "";
  }

  void program(const std::string& what, const std::vector<std::string>& words,
               const std::string& package) {
    const Ending run = ask(words);
    if (run.succeeded()) {
      good(what,
           std::string(trimmed(std::string_view(run.output).substr(0, run.output.find('\n')))));
    } else {
      lack(what, words.front() + " doesn't run", "sudo apt-get install -y " + package);
    }
  }

  void programs() {
    const std::string compiler = cached("CMAKE_CXX_COMPILER");
    program("compiler", {compiler.empty() ? "c++" : compiler, "--version"}, "build-essential");
    program("cmake", {"cmake", "--version"}, "cmake");
    program("ninja", {"ninja", "--version"}, "ninja-build");
    program("debugger", {"gdb", "--version"}, "gdb");
  }

  void packages() {
    const Ending run = ask({"/bin/sh", ".ci/packages", "missing"});
    if (run.succeeded()) return good("packages", "all that the README names");
    const auto lines = lines_of(run.output);
    const std::string_view mend = lines.size() > 1 ? lines[1] : "Next: .ci/packages";
    lack("packages", lines.empty() ? "" : std::string(lines[0]), std::string(mend.substr(6)));
  }

  void precompiled() {
    const fs::path folder = build_ / "tests/CMakeFiles/answer_headers.dir";
    for (const char* name : {"cmake_pch.hxx.gch", "cmake_pch.hxx.pch"}) {
      std::error_code none;
      const auto size = fs::file_size(folder / name, none);
      if (!none) return good("headers", fmt::format("precompiled, {} MB", size / 1'000'000));
    }
    lack("headers", "not precompiled yet: the next build takes longer", "./kata test 01");
  }

  void linker() {
    for (const char* name : {"lld", "gold"}) {
      if (!cached(std::string("KATA_LINKS_WITH_") + name).empty()) return good("linker", name);
    }
    lack("linker", "the usual one, which is slow",
         "sudo apt-get install -y lld && rm -rf build && ./kata");
  }

  void disk() {
    std::error_code error;
    const auto space = fs::space(session_.tree.root, error);
    const auto megabytes = space.available / 1'000'000;
    constexpr std::uintmax_t enough = 1'000;
    const std::string is = fmt::format("{} MB free", megabytes);
    if (error || megabytes < enough)
      return lack("disk", is + "; a build takes some 500", "df -h .");
    good("disk", is);
  }

  /// By what a new file is dated: that is what ninja goes by.
  void clock() {
    const fs::path probe = build_ / "kata-clock";
    const auto before = fs::file_time_type::clock::now();
    if (replace_file(probe, "", Wait::no))
      return lack("clock", "nothing can be written to build", "ls -ld build/default");
    std::error_code error;
    const auto off = std::chrono::duration_cast<std::chrono::seconds>(
        fs::last_write_time(probe, error) - before);
    fs::remove(probe, error);
    if (std::abs(off.count()) > 2) {
      return lack("clock",
                  fmt::format("files are dated {} s off this machine's clock", off.count()),
                  "timedatectl   (of both machines)");
    }
    good("clock", "files are dated by it");
  }

  void terminal() {
    const Looks& looks = screen_.looks();
    if (!looks.terminal) return good("terminal", "none: plain text");
    good("terminal",
         fmt::format("{} columns, {}, {}", screen_.width(), looks.colour ? "colours" : "no colours",
                     looks.links ? "links" : "no links"));
  }

  const Session& session_;
  Screen& screen_;
  fs::path build_;
  int lacks_ = 0;
};

/// Says what the machine has, and which command mends what it lacks.
Status doctor(const Session& session, const Words& /*words*/) {
  return Examination(session).examine();
}

const Known doctor_is_known({.name = "doctor",
                             .does = "What this machine has, and what mends what it lacks",
                             .group = Group::kata,
                             .takes = Takes::nothing,
                             .run = doctor});

}  // namespace
}  // namespace kata
