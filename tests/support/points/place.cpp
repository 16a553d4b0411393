#include "support/points/place.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string_view>

#include <link.h>
#include <unistd.h>

namespace stage::points {
namespace {

/// How far from where it was linked to the program has been put into memory.
std::uintptr_t displacement() {
  std::uintptr_t found = 0;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* result) {
        *static_cast<std::uintptr_t*>(result) = info->dlpi_addr;
        return 1;  // the first is the program itself
      },
      &found);
  return found;
}

std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "re"), &pclose);
  std::string text;
  std::array<char, 4096> bytes{};
  while (pipe != nullptr) {
    const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), pipe.get());
    if (count == 0) break;
    text.append(bytes.data(), count);
  }
  return text;
}

/// Whether "FILE:LINE" is known and not the stage's.
bool is_known(std::string_view place) {
  static const std::string stage =
      std::filesystem::path(__FILE__).parent_path().parent_path().string() + "/";
  return place.starts_with('/') && !place.ends_with('?') && !place.starts_with(stage) &&
         !place.contains("/gtest") && !place.contains("/gmock");
}

/// Whether it is in a source file that is neither a library's nor a test: the answer's own.
bool is_of_the_answer(std::string_view place) {
  return place.contains(".cpp:") && !place.contains("_test.cpp:") && !place.contains("/src/");
}

}  // namespace

std::string_view words_for(Deed deed) {
  switch (deed) {
    case Deed::reads:
      return "before it reads what others write";
    case Deed::writes:
      return "before it writes what others see";
    case Deed::changes:
      return "before it changes what others see";
    case Deed::counts:
      return "before it counts what others count";
    case Deed::locks:
      return "before it locks a mutex";
    case Deed::sleeps:
      return "before it falls asleep";
    case Deed::notifies:
    case Deed::wakes:
      return "before it wakes others";
    case Deed::frees:
      return "before it frees what others may use";
    case Deed::tells:
      return "before it goes on to the next thing that one sees";
  }
  return "";
}

std::string place_of(std::span<const void* const> stack) {
  std::ostringstream command;
  command << "addr2line -i -e /proc/" << getpid() << "/exe" << std::hex;
  for (const void* address : stack) {
    if (address == nullptr) break;
    // A return address stands behind the call.
    command << " 0x" << reinterpret_cast<std::uintptr_t>(address) - displacement() - 1;
  }
  std::istringstream lines(output_of(command.str() + " 2>/dev/null"));
  std::string place;
  for (std::string line; std::getline(lines, line);) {
    line.resize(std::min(line.size(), line.find(" (")));
    if (!is_known(line)) continue;
    if (place.empty() || is_of_the_answer(line)) {
      place = std::filesystem::path(line).filename().string();
    }
    if (is_of_the_answer(line)) break;
  }
  return place;
}

}  // namespace stage::points
