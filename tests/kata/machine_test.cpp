#include <csignal>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kata_test.h"

/// What the machine may lack or do to ./kata, and ./kata to the machine.
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::EndsWith;
using testing::HasSubstr;

const std::string first = "01-first";

class Machine : public KataTest {
 protected:
  /// An executable in a folder of its own, so that the folder may stand first in PATH.
  static fs::path script(const std::string& name, const std::string& body) {
    const fs::path path = tiny->folder().write("bin/" + name, "#!/bin/sh\n" + body + "\n");
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
};

TEST_F(Machine, loses_no_edit_on_a_full_disk) {
  EXPECT_THAT(tiny->run({"list"}), ended_with(0));
  tiny->answer(first, "return 1;");
  const std::string mine = tiny->learners_file(first);
  const std::string full = "trap '' XFSZ; ulimit -f 0; exec ./kata ";

  const Ending reset = tiny->run_as({"sh", "-c", full + "reset 1"});
  EXPECT_THAT(reset, ended_with(2));
  EXPECT_THAT(reset.output, HasSubstr("was left as it is"));

  const Ending test = tiny->run_as({"sh", "-c", full + "test 1"});
  EXPECT_THAT(test, ended_with(2));
  EXPECT_THAT(test.output, HasSubstr("the disk is full"));
  EXPECT_EQ(tiny->learners_file(first), mine);
}

TEST_F(Machine, loses_no_edit_in_a_read_only_tree) {
  EXPECT_THAT(tiny->run({"list"}), ended_with(0));
  tiny->answer(first, "return 1;");
  const std::string mine = tiny->learners_file(first);
  std::vector<std::string> as_nobody = {"./kata"};
  if (geteuid() == 0) {
    as_nobody = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "./kata"};
    if (!tiny->run_as({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true"})
             .succeeded()) {
      GTEST_SKIP() << "root can write everywhere, and can't become anybody else here";
    }
  } else {
    ASSERT_TRUE(tiny->run_as({"chmod", "-R", "a-w", "."}).succeeded());
  }
  const auto kata = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), as_nobody.begin(), as_nobody.end());
    return tiny->run_as(arguments);
  };

  const Ending reset = kata({"reset", "1"});
  const Ending test = kata({"test", "1"});
  const Ending list = kata({"list"});
  if (geteuid() != 0) {
    EXPECT_TRUE(tiny->run_as({"chmod", "-R", "u+w", "."}).succeeded());
  }

  EXPECT_THAT(reset, ended_with(2));
  EXPECT_THAT(reset.output, HasSubstr("was left as it is"));
  EXPECT_THAT(test, ended_with(2));
  EXPECT_THAT(test.output, HasSubstr("can't be written to"));
  EXPECT_THAT(list, ended_with(0)) << "to look, nothing must be written";
  EXPECT_EQ(tiny->learners_file(first), mine);
}

TEST_F(Machine, works_from_any_folder_and_through_links) {
  const fs::path link = tiny->folder().path() / "a link";
  fs::create_symlink("the tree/kata", link);

  const Ending run = tiny->run_as({"sh", "-c", "cd / && exec \"$0\" list", link.string()});

  EXPECT_THAT(run, ended_with(0));
  EXPECT_THAT(run.output, HasSubstr("01-first"));
}

TEST_F(Machine, makes_its_build_folder_anew_in_a_copied_tree) {
  EXPECT_THAT(tiny->run({"list"}), ended_with(0));
  const fs::path copy = tiny->folder().path() / "a copy";
  fs::copy(tiny->root(), copy, fs::copy_options::recursive);

  const Ending run = tiny->run_as({"sh", "-c", "exec \"$0/kata\" test 1", copy.string()});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_THAT(run.output, HasSubstr("Step 01-first is red."));
}

TEST_F(Machine, names_the_packages_of_the_tools_that_are_missing) {
  const TemporaryFolder empty;
  const std::string nothing = "PATH=" + empty.path().string();
  fs::remove(tiny->root() / "build/default/kata-launcher");

  const Ending run = tiny->run_as({"/bin/sh", "./kata"}, {nothing});
  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("lacks: c++, cmake, ninja.\n"));
  EXPECT_THAT(run.output, HasSubstr("apt-get install -y build-essential cmake ninja-build"));

  const Ending clang = tiny->run({}, {"CXX=clang++-77"});
  EXPECT_THAT(clang, ended_with(2));
  EXPECT_THAT(clang.output, HasSubstr("apt-get install -y clang-77\n"));
}

TEST_F(Machine, names_the_tool_that_has_gone_since_it_was_built) {
  EXPECT_THAT(tiny->run({"list"}), ended_with(0));
  const TemporaryFolder empty;

  const Ending run =
      tiny->run_as({"/bin/sh", "./kata", "test", "1"}, {"PATH=" + empty.path().string()});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("This machine lacks: c++, cmake, ninja.\nNext: "));
}

TEST_F(Machine, names_the_packages_of_the_libraries_that_are_missing) {
  const fs::path compiler = script("no-fmt", "echo '<fmt/core.h>'");

  const Ending run = tiny->run({}, {"CXX=" + compiler.string()});

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("This machine lacks: fmt/core.h.\nNext: "));
  EXPECT_THAT(run.output, EndsWith("apt-get install -y libfmt-dev\n"));
  EXPECT_THAT(tiny->run({"test", "1"}), ended_with(1)) << "the bad compiler is not remembered";
}

TEST_F(Machine, verifies_itself_and_leaves_the_learners_work_alone) {
  tiny->solve(first);
  const std::string mine = tiny->learners_file(first);

  const Ending holds = tiny->run({"verify"});
  EXPECT_THAT(holds, ended_with(0));
  EXPECT_THAT(holds.output, HasSubstr("Your own work was left alone: 01-first."));
  EXPECT_THAT(holds.output,
              HasSubstr("The kata holds. 100% tests passed, 0 tests failed out of 1"));
  EXPECT_EQ(tiny->learners_file(first), mine);

  tiny->folder().write(tiny->root() / "holds", "no more");
  const Ending fails = tiny->run({"verify"});
  EXPECT_THAT(fails, ended_with(1));
  EXPECT_THAT(fails.output, HasSubstr("The kata does not hold. 0% tests passed"));
  fs::copy(tiny->root() / "solutions/01-first/answer.cpp", tiny->root() / "holds",
           fs::copy_options::overwrite_existing);
}

TEST_F(Machine, ends_what_it_started_when_it_is_interrupted) {
  const fs::path pipe = tiny->root() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  tiny->folder().write(tiny->root() / "steps/01-first/answer.cpp",
                       "extern \"C\" int open(const char*, int, ...);\n"
                       "int answer() {\n"
                       "  open(\"pipe\", 1);\n"
                       "  for (volatile int i = 0;;) i = 1;\n"
                       "}\n");
  auto [ctx, cancel] = context::with_cancel(context::background());
  Ending run;
  std::thread kata([&] {
    run = tiny->run_as({"./kata", "test", "1"}, {}, ctx);
    close(open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));  // should it have failed early
  });
  const int reader = open(pipe.c_str(), O_RDONLY | O_CLOEXEC);  // returns when the test is running

  cancel();
  kata.join();

  char byte = 0;
  EXPECT_EQ(read(reader, &byte, 1), 0) << "its end of the pipe is closed: the test has ended";
  close(reader);
  fs::remove(pipe);
  EXPECT_EQ(run.number, 128 + SIGTERM) << run.output;
  EXPECT_THAT(run.output, HasSubstr("Interrupted"));
}

}  // namespace
