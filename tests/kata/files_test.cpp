#include "kata/base/files.h"

#include <csignal>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "support/temporary_folder.h"

namespace kata {
namespace {

namespace fs = std::filesystem;

/// As on a full disk: while this lives, no file can grow.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit none = before_;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, SIG_DFL);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(Files, are_replaced_as_a_whole_and_keep_their_permissions) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("server.cpp", "old");
  chmod(file.c_str(), 0640);

  const std::error_code error = replace_file(file, "new");

  EXPECT_FALSE(error) << error.message();
  EXPECT_EQ(read_file(file), "new");
  struct stat status{};
  ASSERT_EQ(stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0640U);
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(Files, that_are_links_stay_links) {
  const TemporaryFolder folder;
  const fs::path real = folder.write("real.cpp", "old");
  const fs::path link = folder.path() / "server.cpp";
  fs::create_symlink(real, link);

  EXPECT_FALSE(replace_file(link, "new"));

  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_EQ(read_file(real), "new");
}

TEST(Files, are_backed_up_under_a_new_name_each_time) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("server.cpp", "first");

  const auto first = back_up(file);
  folder.write("server.cpp", "second");
  const auto second = back_up(file);

  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->filename(), "server.cpp.bak");
  EXPECT_EQ(second->filename(), "server.cpp.2.bak");
  EXPECT_EQ(read_file(*first), "first");
  EXPECT_EQ(read_file(*second), "second");
}

TEST(Files, are_left_alone_when_the_disk_is_full) {
  const TemporaryFolder folder;
  const fs::path file = folder.write("server.cpp", "mine");

  {
    const FullDisk full;
    EXPECT_TRUE(replace_file(file, "new"));
    EXPECT_FALSE(back_up(file));
  }

  EXPECT_EQ(read_file(file), "mine");
  EXPECT_EQ(files_in(folder.path()), 1U) << "half a file was left behind";
}

TEST(Files, that_cannot_be_read_are_told_from_empty_ones) {
  const TemporaryFolder folder;

  EXPECT_EQ(read_file(folder.path() / "none"), std::nullopt);
  EXPECT_EQ(read_file(folder.path()), std::nullopt);
  EXPECT_EQ(read_file(folder.write("empty", "")), "");
  EXPECT_FALSE(back_up(folder.path() / "none"));
}

}  // namespace
}  // namespace kata
