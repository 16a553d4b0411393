#include <chrono>

#include <sys/stat.h>
#include <unistd.h>

#include "kata/base/files.h"
#include "kata_test.h"

/// What keeps ./kata from building: each is called by its name, and the next command mends it.
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Environment : public KataTest {
 protected:
  void SetUp() override {
    KataTest::SetUp();
    fs::remove(tiny->root() /
               "build/default/kata-launcher");  // so that the launcher has to prepare
    fs::remove(tiny->root() / "build/default/CMakeCache.txt");
  }
  /// A program that comes first in the PATH of `with()`.
  static void program(const std::string& name, const std::string& body) {
    const fs::path path = tiny->folder().write("bin/" + name, "#!/bin/sh\n" + body + "\n");
    fs::permissions(path, fs::perms::owner_all);
  }
  void TearDown() override { fs::remove_all(tiny->folder().path() / "bin"); }
  static std::string path() {
    return "PATH=" + (tiny->folder().path() / "bin").string() + ":" + std::getenv("PATH");
  }
  static std::string compiler_of(const std::string& folder) {
    const std::string cache =
        kata::read_file(tiny->root() / folder / "CMakeCache.txt").value_or("");
    const std::size_t begin = cache.find('=', cache.find("CMAKE_CXX_COMPILER:")) + 1;
    return cache.substr(begin, cache.find('\n', begin) - begin);
  }
};

TEST_F(Environment, that_is_too_old_a_cmake_is_called_so) {
  program("cmake",
          "[ \"$1\" != --version ] || { echo 'cmake version 3.22.1'; exit; }\n"
          "echo 'CMake Error: CMake 3.25 or higher is required.  You are running 3.22.1'; exit 1");

  const Ending run = tiny->run({}, {path()});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("takes cmake 3.25 or later, and this is cmake version 3.22.1"));
  EXPECT_THAT(run.output, Not(HasSubstr("rm -rf")));
}

TEST_F(Environment, that_is_too_old_a_compiler_is_told_in_two_lines) {
  const Ending run =
      tiny->run({}, {"TINY_FAILS_TO_CONFIGURE=\n  This compiler (GNU 1) is old.\n  Next: mend it"});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, EndsWith(" ...\nThis compiler (GNU 1) is old.\nNext: mend it\n"));
}

TEST_F(Environment, that_is_a_full_disk_is_called_so_from_the_first_command_on) {
  for (const char* command : {"./kata", "./kata verify"}) {
    const Ending run =
        tiny->run_as({"sh", "-c", std::string("trap '' XFSZ; ulimit -f 0; exec ") + command});

    EXPECT_THAT(run, ended_with(2));
    EXPECT_THAT(run.output, AllOf(HasSubstr("The disk is full"), HasSubstr("Next: df -h . ")));
    EXPECT_THAT(run.output, Not(HasSubstr("rm -rf")));
  }
}

TEST_F(Environment, that_fails_to_configure_for_want_of_room_is_a_full_disk_whatever_the_log_says) {
  program("cmake", "echo 'This compiler has no working std::expected; Next: x'; exit 1");
  program("head", "exit 0");
  program("cat",
          "case $0 in *) [ ! -e build/default/kata-launcher.new ] || exit 1;"
          " esac; exec /bin/cat");

  const Ending run = tiny->run({}, {path()});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("The disk is full"));
}

TEST_F(Environment, that_has_files_from_the_future_among_cmakes_is_called_so_at_once) {
  const fs::path file = tiny->root() / "CMakeLists.txt";
  const auto now = fs::file_time_type::clock::now();
  fs::last_write_time(file, now + std::chrono::hours(24));

  const Ending run = tiny->run({});
  fs::last_write_time(file, now);

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("./CMakeLists.txt is dated in the future"));
  EXPECT_THAT(run.output, HasSubstr("Next: find . -newermt now -exec touch {} +"));
}

TEST_F(Environment, that_has_another_file_from_the_future_is_told_so_and_goes_on) {
  fs::last_write_time(tiny->root() / "steps/01-first/answer.cpp",
                      fs::file_time_type::clock::now() + std::chrono::hours(24));

  const Ending run = tiny->run({"test", "1"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("./steps/01-first/answer.cpp is dated in the future"));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
}

TEST_F(Environment, that_lacks_packages_of_verify_alone_breaks_verify_alone) {
  EXPECT_THAT(tiny->run({"list"}), ended_with(0));
  const TemporaryFolder empty;
  const std::string nothing = "PATH=" + empty.path().string();

  const Ending verify = tiny->run_as({"/bin/sh", "./kata", "verify"}, {nothing});
  EXPECT_THAT(verify, ended_with(2));
  EXPECT_THAT(verify.output, AllOf(HasSubstr("This machine lacks: c++, "), HasSubstr("ctags")));
  EXPECT_THAT(verify.output, Not(HasSubstr("hold")));

  EXPECT_THAT(tiny->run_as({"/bin/sh", "./kata", "list"}, {nothing}), ended_with(0));
}

TEST_F(Environment, that_lacks_a_package_of_one_step_leaves_out_that_step_alone) {
  const std::string words =
      "Step 01-first is left out: this machine lacks the package libneeded-dev.\n";

  const Ending all = tiny->run({}, {"TINY_LACKS=01"});
  const Ending that = tiny->run({"test", "01"});

  EXPECT_THAT(all, ended_with(0));
  EXPECT_THAT(all.output, HasSubstr(words));
  EXPECT_THAT(all.output, HasSubstr("Step 02-second is red."));
  EXPECT_THAT(that, ended_with(2));
  EXPECT_THAT(that.output, HasSubstr("Step 01-first was not built, for want of a package."));
  EXPECT_THAT(that.output, HasSubstr(words));
  EXPECT_THAT(that.output, Not(HasSubstr("is red")));
}

TEST_F(Environment, is_built_by_the_compiler_that_one_asks_for_whatever_its_name_ends_with) {
  program("clang++", "exec g++ \"$@\"");
  EXPECT_THAT(tiny->run({"verify"}, {path(), "CXX=clang++"}), ended_with(0));
  EXPECT_THAT(compiler_of("build/default"), EndsWith("/bin/clang++"));
  EXPECT_THAT(compiler_of("build/verify"), EndsWith("/bin/clang++"));

  EXPECT_THAT(tiny->run({"verify"}, {path(), "CXX=g++"}), ended_with(0));

  EXPECT_THAT(compiler_of("build/default"), EndsWith("/bin/g++"));
  EXPECT_THAT(compiler_of("build/verify"), EndsWith("/bin/g++"));
}

TEST_F(Environment, is_not_made_anew_for_a_compiler_that_it_has) {
  const std::vector<std::string> with_options = {"CXX=g++ -O0"};
  EXPECT_THAT(tiny->run({"verify"}, with_options), ended_with(0));
  const fs::path mark = tiny->folder().write(tiny->root() / "build/verify/CMakeFiles/mark", "");

  EXPECT_THAT(tiny->run({"verify"}, with_options), ended_with(0));
  EXPECT_THAT(tiny->run({"verify"}), ended_with(0));

  EXPECT_TRUE(fs::exists(mark)) << "the build folder was made anew";
}

TEST_F(Environment, gets_the_packages_of_the_one_list_by_the_readmes_first_command) {
  const std::string readme = kata::read_file(fs::path(TINY_ORIGIN) / "README.md").value_or("");
  const std::string names = tiny->run_as({"sh", "-c", "echo $(.ci/packages)"}).output;

  EXPECT_THAT(readme, HasSubstr("\nsudo apt-get update && sudo apt-get install -y "
                                "--no-install-recommends $(.ci/packages) && ./kata\n"));
  EXPECT_THAT(names, AllOf(StartsWith("build-essential cmake "), HasSubstr(" libsqlite3-dev")));
}

TEST(Changelog, begins_with_the_version_of_the_kata) {
  const auto changes = kata::read_file(fs::path(TINY_ORIGIN) / "CHANGELOG.md").value_or("");

  EXPECT_EQ(changes.find("\n## "), changes.find("\n## " KATA_VERSION "\n"));
}

}  // namespace
