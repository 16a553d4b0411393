#include "kata/course/progress.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "kata/base/files.h"
#include "kata/base/text.h"

namespace kata {
namespace {

using Time = std::filesystem::file_time_type;

long long ticks(Time time) { return static_cast<long long>(time.time_since_epoch().count()); }
Time time_of(long long ticks) { return Time(Time::duration(ticks)); }

}  // namespace

Progress::Progress(std::filesystem::path file) : file_(std::move(file)) {
  if (const auto text = read_file(file_)) read(*text);
}

bool Progress::green(const std::string& step, const Fingerprint& now) const {
  const Memory* memory = last(step);
  return memory != nullptr && memory->green && memory->fingerprint == now;
}

bool Progress::red(const std::string& step, const Fingerprint& now) const {
  const Memory* memory = last(step);
  return memory != nullptr && !memory->green && memory->fingerprint == now;
}

const Memory* Progress::last(const std::string& step) const {
  const auto found = memories_.find(step);
  return found == memories_.end() ? nullptr : &found->second;
}

int Progress::hints(const std::string& step) const {
  const auto found = hints_.find(step);
  return found == hints_.end() ? 0 : found->second;
}

bool Progress::remember(const std::string& step, Memory memory) {
  memories_[step] = std::move(memory);
  return save();
}

bool Progress::remember_hints(const std::string& step, int shown) {
  hints_[step] = shown;
  return save();
}

// step 03-only-when-cancelled green 1732178999123456789
// file 1234567890 steps/03-only-when-cancelled/server.cpp
// warnings 2
// warning steps/03-only-when-cancelled/server.cpp:4:1: warning: no return statement ...
// hints 03-only-when-cancelled 2
void Progress::read(std::string_view text) {
  std::istringstream lines{std::string(text)};
  std::string line;
  Memory* current = nullptr;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "file") {
      std::uint64_t hash = 0;
      std::string name;
      words >> hash >> std::ws;
      if (std::getline(words, name) && current != nullptr) current->fingerprint[name] = hash;
      continue;
    }
    if (what == "warnings" && current != nullptr) words >> current->more_warnings;
    if (what == "warning" && current != nullptr) {
      current->warning += line.substr(std::min(line.size(), what.size() + 1)) + "\n";
    }
    if (what.starts_with("warning")) continue;
    std::string name;
    words >> name;
    if (what == "step") {
      std::string colour;
      long long built_at = 0;
      current = nullptr;
      if (words >> colour >> built_at) {
        current = &memories_[name];
        *current = {colour == "green", time_of(built_at), {}, "", 0};
      }
    } else if (what == "hints") {
      int shown = 0;
      if (words >> shown) hints_[name] = shown;
    }
  }
}

bool Progress::save() const {
  std::ostringstream text;
  for (const auto& [step, memory] : memories_) {
    text << "step " << step << (memory.green ? " green " : " red ") << ticks(memory.built_at)
         << "\n";
    for (const auto& [name, hash] : memory.fingerprint)
      text << "file " << hash << " " << name << "\n";
    if (!memory.warning.empty()) text << "warnings " << memory.more_warnings << "\n";
    for (const std::string_view line : lines_of(memory.warning)) text << "warning " << line << "\n";
  }
  for (const auto& [step, shown] : hints_) text << "hints " << step << " " << shown << "\n";
  return !replace_file(file_, text.str(), Wait::no);
}

}  // namespace kata
