#include <cstdlib>
#include <filesystem>
#include <string>

#include "kata/base/files.h"
#include "kata_test.h"

/// ./kata serve, up to the moment in which it becomes the server. (That has tests of its own.)
namespace {

namespace fs = std::filesystem;
using kata::Ending;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

class Serve : public KataTest {
 protected:
  void SetUp() override {
    KataTest::SetUp();
    ASSERT_THAT(tiny->run({"list"}), ended_with(0));  // so that the launcher has nothing to prepare
  }
  /// A program that comes first in the PATH.
  static void program(const std::string& path, const std::string& body) {
    const fs::path file = tiny->folder().write(path, "#!/bin/sh\n" + body + "\n");
    fs::permissions(file, fs::perms::owner_all);
  }
  static Ending serve(const std::vector<std::string>& words = {}) {
    std::vector<std::string> all = {"serve"};
    all.insert(all.end(), words.begin(), words.end());
    return tiny->run(
        all, {"PATH=" + (tiny->folder().path() / "bin").string() + ":" + std::getenv("PATH")});
  }
  static void install_server(const std::string& body) {
    const fs::path file = tiny->root() / "build/default/src/serve/kata-serve";
    fs::create_directories(file.parent_path());
    ASSERT_FALSE(kata::replace_file(file, "#!/bin/sh\n" + body + "\n", kata::Wait::no));
    fs::permissions(file, fs::perms::owner_all);
  }
  void TearDown() override {
    fs::remove_all(tiny->folder().path() / "bin");
    fs::remove_all(tiny->root() / "build/default/src/serve");
  }
};

TEST_F(Serve, names_the_package_that_it_is_built_on_when_that_is_missing) {
  program("bin/ninja", "echo \"ninja: error: unknown target 'kata-serve'\"; exit 1");
  program("bin/c++", "echo '<boost/url.hpp>'");

  const Ending run = serve();

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, AllOf(HasSubstr("The server is built on Boost 1.81 or later.\n"),
                                ContainsRegex("Next: .*apt-get install -y libboost")));
}

TEST_F(Serve, becomes_the_server_whose_exit_status_is_its_own) {
  program("bin/ninja", "exit 0");
  install_server("echo \"serving $*\"; exit 1");

  const Ending run = serve({"--port", "1234"});

  EXPECT_THAT(run, ended_with(1));
  EXPECT_EQ(run.output, "serving --port=1234\n");
  EXPECT_EQ(serve().output, "serving \n");
}

TEST_F(Serve, says_why_it_was_not_built) {
  program("bin/ninja", "echo 'FAILED: main.o'; echo 'main.cpp:1:1: error: no such luck'; exit 1");

  const Ending run = serve();

  EXPECT_THAT(run, ended_with(2));
  EXPECT_THAT(run.output, HasSubstr("The server was not built"));
}

}  // namespace
