/// lesson-check [--write] [--root DIR] [--build DIR] [PAGE...]: is what the lessons say still true?
/// Exit status 0 yes, 1 no, 2 when it was called the wrong way.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "lessons/check.h"
#include "lessons/cmake_bench.h"
#include "lessons/finding.h"

namespace {

namespace fs = std::filesystem;

/// The page's path from the root: it is given so, or as it is from where we are.
std::string from_root(const fs::path& root, const std::string& file) {
  if (fs::path(file).is_relative() && fs::exists(root / file)) return file;
  return fs::exists(file) ? fs::canonical(file).lexically_relative(root).string() : file;
}

/// How a reader calls us from the root of the kata.
std::string our_name(const fs::path& root) {
  const std::string name = fs::read_symlink("/proc/self/exe").lexically_relative(root).string();
  return name.starts_with("..") ? "lesson-check" : name;
}

int tell(const lessons::Report& report, const std::string& program) {
  for (const std::string& place : report.mended) fmt::print("{}: mended\n", place);
  for (const lessons::Finding& finding : report.findings) {
    fmt::print("{}", lessons::to_text(finding, program));
  }
  if (!report.skipped.empty()) fmt::print("Diagrams were not parsed: {}.\n", report.skipped);
  fmt::print("{} pages, {} of {} blocks checked, {} mended, {} to mend.\n", report.pages,
             report.checked, report.blocks, report.mended.size(), report.findings.size());
  return report.findings.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Is what README.md, the lessons and the notes say still true?"};
  std::string root = fs::current_path().string();
  std::string build;
  lessons::Options options;
  app.add_flag("--write", options.write, "Mend quoted blocks and outputs; never prose");
  app.add_option("--root", root, "The kata (default: the current folder)")
      ->check(CLI::ExistingDirectory);
  app.add_option("--build", build, "The build folder (default: build/verify)");
  app.add_option("PAGES", options.files, "Pages to check (default: all)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }

  root = fs::canonical(root).string();
  const lessons::Tree tree(root);
  for (std::string& file : options.files) {
    file = from_root(root, file);
    if (tree.has(file)) continue;
    fmt::print(stderr, "lesson-check: there is no page {}\n", file);
    return 2;
  }
  if (tree.steps().empty()) {
    fmt::print(stderr, "lesson-check: {} is no kata: it has no steps\n", root);
    return 2;
  }
  const fs::path folder = build.empty() ? fs::path(root) / "build" / "verify" : fs::path(build);
  lessons::CMakeBench bench(tree, fs::absolute(folder));
  options.program = our_name(root);
  return tell(lessons::check(tree, bench, options), options.program);
}
