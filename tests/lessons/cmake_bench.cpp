#include "lessons/cmake_bench.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include <fmt/format.h>

#include "context/context.h"
#include "kata/process.h"
#include "lessons/copy.h"
#include "lessons/output.h"
#include "lessons/text.h"
#include "lessons/words.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

std::string key_of(const Subject& subject) {
  return fmt::format("{} {} {}", subject.step, static_cast<int>(subject.answer), subject.source);
}

/// The word behind `flag`, or nullptr.
std::string* behind(Words& words, std::string_view flag) {
  const auto found = std::ranges::find(words, flag);
  return found == words.end() || found + 1 == words.end() ? nullptr : &*(found + 1);
}

/// A compile command without what belongs to its step: its headers, the precompiled ones, the file.
Words bare(const Words& compile, const fs::path& steps) {
  Words words;
  for (std::size_t i = 0; i < compile.size(); ++i) {
    const std::string& word = compile[i];
    const bool has_argument = word == "-include" || word == "-o" || word == "-c" || word == "-MF" ||
                              word == "-MT" || word == "-MD" || word == "-Xclang";
    if (has_argument) {
      i += word == "-MD" ? 0 : 1;
    } else if (word != "-Winvalid-pch" && !word.starts_with("-I" + steps.string())) {
      words.push_back(word);
    }
  }
  return words;
}

bool is_object(std::string_view word) { return word.ends_with(".o"); }

}  // namespace

CMakeBench::CMakeBench(const Tree& tree, fs::path folder)
    : tree_(tree), folder_(std::move(folder)) {}

Result CMakeBench::told(const Result& result) const {
  const std::vector<std::string> roots{copy_of_kata(folder_).string(), folder_.string(),
                                       tree_.root().string()};
  if (result) return without_roots(*result, roots);
  return std::unexpected(without_roots(result.error(), roots));
}

Result CMakeBench::once(const std::string& key, const std::function<Result()>& work) {
  std::promise<Result> promise;
  std::shared_future<Result> result;
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = results_.find(key); known != results_.end()) {
      result = known->second;
    } else {
      results_.emplace(key, promise.get_future().share());
    }
  }
  if (result.valid()) return result.get();
  Result made = work();
  promise.set_value(made);
  return made;
}

Result CMakeBench::run(const Words& words, const fs::path& folder) const {
  kata::Command command{.words = words, .folder = folder, .environment = {}, .on_output = {}};
  command.environment = kata::environment_without({"GTEST_", "KATA_", "CI="});
  command.limit = std::chrono::minutes(5);
  auto run = kata::run(context::background(), command);
  if (run.end == kata::End::exited && run.number == 0) return std::move(run.output);
  if (run.end == kata::End::exited) return std::unexpected(std::move(run.output));
  return std::unexpected(fmt::format("{}({} did not come to its end)\n", run.output, words[0]));
}

Result CMakeBench::bring_up_to_date(const Step& step) {
  return once("ready " + step.name, [&]() -> Result {
    if (!fs::exists(folder_ / "build.ninja")) {
      return std::unexpected(folder_.string() +
                             " is no build folder yet: cmake --preset verify makes it\n");
    }
    const std::string number = step.name.substr(0, 2);
    Words words{"cmake", "--build", folder_.string(), "--target", "solution-" + number};
    if (tree_.has("tests/" + step.name + "/wrong/starter.cpp")) {
      words.push_back("wrong-" + number + "-starter");
    }
    const std::lock_guard lock(build_mutex_);
    return run(words, folder_);
  });
}

std::expected<std::vector<Words>, std::string> CMakeBench::commands(const Step& step) const {
  const std::string target = fmt::format("solution-{:02}", step.number);
  const auto script = run({"ninja", "-t", "commands", target}, folder_);
  if (!script) return std::unexpected(script.error());
  const std::string source = "/solutions/" + step.name + "/";
  std::vector<Words> result(2);
  for (Words& words : commands_of(*script)) {
    std::string* file = behind(words, "-c");
    std::string* out = behind(words, "-o");
    if (file != nullptr && file->find(source) != std::string::npos) {
      result[0] = std::move(words);
    } else if (out != nullptr && *out == "tests/" + target) {
      result[1] = std::move(words);
    }
  }
  if (result[0].empty() || result[1].empty()) {
    return std::unexpected("ninja knows no command that builds " + target + "\n");
  }
  return result;
}

fs::path CMakeBench::place_for(const std::string& source) const {
  const fs::path place =
      folder_ / "lessons" / fmt::format("{:016x}", std::hash<std::string>{}(source));
  fs::create_directories(place);
  return place;
}

Result CMakeBench::sketch(const std::string& source, const Words& more) {
  if (tree_.steps().empty()) return std::unexpected("there is no step to take the flags from\n");
  const auto known = commands(tree_.steps().front());
  if (!known) return std::unexpected(known.error());
  const fs::path file = place_for(source) / "sketch.cpp";
  std::ofstream(file) << source;
  Words words = bare((*known)[0], tree_.root() / "steps");
  words.insert(words.end(), more.begin(), more.end());
  words.push_back(file.string());
  return run(words, folder_);
}

Result CMakeBench::compile(const std::string& source) {
  return once("compile " + source, [&] { return told(sketch(source, {"-fsyntax-only"})); });
}

Result CMakeBench::program(const std::string& source) {
  return once("program " + source, [&]() -> Result {
    if (tree_.steps().empty()) return std::unexpected("there is no step to link like\n");
    const auto ready = bring_up_to_date(tree_.steps().front());
    if (!ready) return told(ready);
    const auto known = commands(tree_.steps().front());
    if (!known) return std::unexpected(known.error());
    const fs::path place = place_for(source);
    const auto compiled = sketch(source, {"-c", "-o", (place / "sketch.o").string()});
    if (!compiled) return told(compiled);
    Words link = (*known)[1];
    std::erase_if(link, is_object);
    *behind(link, "-o") = (place / "sketch").string();
    link.insert(link.begin() + 1, (place / "sketch.o").string());
    const auto linked = run(link, folder_);
    return told(linked ? run({(place / "sketch").string()}, place) : linked);
  });
}

Result CMakeBench::build_attempt(const Step& step, const std::string& source) {
  const auto known = commands(step);
  if (!known) return std::unexpected(known.error());
  const fs::path place = place_for(source);
  std::ofstream(place / "server.cpp") << source;

  Words compile = (*known)[0];
  const std::string object = *behind(compile, "-o");
  *behind(compile, "-o") = (place / "server.o").string();
  *behind(compile, "-c") = (place / "server.cpp").string();
  if (auto compiled = run(compile, folder_); !compiled) return compiled;

  Words link = (*known)[1];
  std::ranges::replace(link, object, (place / "server.o").string());
  *behind(link, "-o") = (place / "tests").string();
  if (auto linked = run(link, folder_); !linked) return linked;
  return (place / "tests").string();
}

Result CMakeBench::build(const Subject& subject) { return told(binary(subject)); }

Result CMakeBench::binary(const Subject& subject) {
  return once("build " + key_of(subject), [&]() -> Result {
    const Step* step = tree_.step(subject.step);
    if (step == nullptr) return std::unexpected("there is no such step\n");
    if (auto ready = bring_up_to_date(*step); !ready) return ready;
    if (subject.answer == Answer::attempt) return build_attempt(*step, subject.source);
    const bool solution = subject.answer == Answer::solution;
    const fs::path program = folder_ / "tests" /
                             (solution ? fmt::format("solution-{:02}", subject.step)
                                       : fmt::format("wrong-{:02}-starter", subject.step));
    if (fs::exists(program)) return program.string();
    return std::unexpected("there is no " + program.string() + "\n");
  });
}

Result CMakeBench::tests(const Subject& subject) {
  return once("tests " + key_of(subject), [&]() -> Result {
    const auto program = binary(subject);
    if (!program) return told(program);
    const auto printed = run({*program}, folder_);  // a status other than 0 is no trouble here
    return told(printed ? *printed : printed.error());
  });
}

Result CMakeBench::command(const std::string& command, const Subject& subject) {
  return once(command + " " + key_of(subject), [&]() -> Result {
    const std::lock_guard lock(copy_mutex_);
    const fs::path copy = copy_of_kata(folder_);
    if (auto copied = copy_kata(tree_, copy, subject); !copied) {
      return std::unexpected(copied.error() + "\n");
    }
    const auto printed = run(commands_of(command).front(), copy);
    return told(printed ? *printed : printed.error());
  });
}

}  // namespace lessons
