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

TEST_F(Environment, that_has_files_from_the_future_has_them_dated_now) {
  const auto tomorrow = fs::file_time_type::clock::now() + std::chrono::hours(24);
  const std::vector<fs::path> files = {tiny->root() / "CMakeLists.txt",
                                       tiny->root() / "steps/01-first/answer.cpp"};
  for (const fs::path& file : files) fs::last_write_time(file, tomorrow);

  const Ending run = tiny->run({"test", "1"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("Some files were dated in the future"));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
  for (const fs::path& file : files) EXPECT_LT(fs::last_write_time(file), tomorrow);
  EXPECT_THAT(tiny->run({"test", "1"}).output, Not(HasSubstr("future"))) << "once is enough";
}

TEST_F(Environment, whose_clock_was_ahead_when_it_was_built_is_built_anew) {
  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(1));
  const auto tomorrow = fs::file_time_type::clock::now() + std::chrono::hours(24);
  fs::last_write_time(tiny->root() / "build/default/build.ninja", tomorrow);
  fs::last_write_time(tiny->root() / "kata", tomorrow);
  tiny->solve("01-first");

  const Ending run = tiny->run({"test", "1"});

  EXPECT_THAT(run, ended_with(0));
}

TEST_F(Environment, in_a_folder_with_brackets_in_its_name_is_one_like_any_other) {
  const fs::path odd = tiny->folder().path() / "a [1] copy";
  fs::copy(tiny->root(), odd, fs::copy_options::recursive);
  fs::remove_all(odd / "build");

  const Ending run = tiny->run_as({"sh", "-c", "exec \"$0/kata\" test 1", odd.string()});
  const Ending again =
      tiny->run_as({"sh", "-c", "cd \"$0\" && ninja -C build/default step-01", odd.string()});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
  EXPECT_THAT(again.output, HasSubstr("no work to do"));
  fs::remove_all(odd);
}

TEST_F(Environment, in_a_folder_whose_name_ninja_takes_apart_is_told_so) {
  for (const char* name : {"it's", "this & that", "what?"}) {
    const fs::path odd = tiny->folder().path() / name;
    fs::copy(tiny->root(), odd, fs::copy_options::recursive);
    fs::remove_all(odd / "build");

    const Ending run = tiny->run_as({"sh", "-c", "exec \"$0/kata\" test 1", odd.string()});

    EXPECT_THAT(run, ended_with(2));
    EXPECT_THAT(run.output, AllOf(HasSubstr("with which nothing can be built"),
                                  HasSubstr("Next: cp -r . ~/kata && ~/kata/kata")));
    fs::remove_all(odd);
  }
}

TEST_F(Environment, says_what_it_is_doing_and_how_far_it_is_without_a_terminal_too) {
  const Ending run = tiny->run({"list"});

  EXPECT_THAT(run.output, AllOf(HasSubstr("Preparing the kata: looking at compiler and libraries"),
                                HasSubstr("Preparing the kata: built ")));
}

TEST_F(Environment, that_another_kata_prepares_is_waited_for) {
  const Ending run =
      tiny->run_as({"sh", "-c",
                    "lock=build/default/kata-prepares; flock $lock sh -c 'sleep 0.5; echo free' & "
                    "while flock -n $lock true; do :; done; ./kata list; wait"});

  EXPECT_THAT(run.output, HasSubstr("Another ./kata is preparing this tree"));
  EXPECT_THAT(run.output.substr(std::min(run.output.find("free"), run.output.size())),
              HasSubstr("01-first"));
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

TEST(Changelog, begins_with_the_version_of_the_kata_but_for_what_is_to_come) {
  std::string changes = kata::read_file(fs::path(TINY_ORIGIN) / "CHANGELOG.md").value_or("");
  constexpr std::string_view to_come = "\n## Unreleased\n";
  if (const auto at = changes.find(to_come); at != std::string::npos) {
    changes.erase(0, at + to_come.size());
  }

  EXPECT_EQ(changes.find("\n## "), changes.find("\n## " KATA_VERSION "\n"));
}

}  // namespace
