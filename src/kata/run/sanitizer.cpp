#include "kata/run/sanitizer.h"

#include <algorithm>
#include <array>

#include "kata/base/text.h"

namespace kata {
namespace {

struct Meaning {
  std::string_view what;
  std::string_view text;
};

constexpr std::array<Meaning, 8> meanings = {{
    {"data race",
     "Two threads touch the same memory, at least one of them writes, and nothing says who is "
     "first. A "
     "mutex or an atomic does."},
    {"lock-order-inversion",
     "Two mutexes are locked in one order here and in the other there: one day both wait for "
     "ever."},
    {"heap-use-after-free",
     "Something is used after its end. Who captured it by reference, and outlived it?"},
    {"stack-use-after-return",
     "A local variable is used after its function has returned. Who captured it by reference?"},
    {"stack-use-after-scope",
     "A local variable is used after the end of its block. Who captured it by reference?"},
    {"heap-buffer-overflow", "More is read or written than there is."},
    {"detected memory leaks", "Something was made and never given back."},
    {"runtime error", "What C++ leaves undefined: it may do anything, also what you meant."},
}};

/// "    #0 f() /root/steps/05/server.cpp:12:3 (step-05+0x1)" gives "steps/05/server.cpp:12".
std::string place_in(std::string_view frame, const std::string& root) {
  const std::size_t at = frame.find(root);
  if (at == std::string_view::npos) return "";
  std::string_view place = frame.substr(at + root.size());
  const std::size_t colon = place.find(':');
  if (colon == std::string_view::npos) return "";
  const std::size_t end = place.find_first_not_of("0123456789", colon + 1);
  return std::string(place.substr(0, end));
}

bool is_frame(std::string_view line) { return trimmed(line).starts_with('#'); }

}  // namespace

std::optional<Finding> first_finding(std::string_view output, const std::filesystem::path& root,
                                     const std::filesystem::path& answer) {
  const std::vector<std::string_view> lines = lines_of(output);
  const auto begins = [](std::string_view line) {
    return line.find("WARNING: ThreadSanitizer: ") != std::string_view::npos ||
           line.find("ERROR: AddressSanitizer: ") != std::string_view::npos ||
           line.find("ERROR: LeakSanitizer: ") != std::string_view::npos ||
           line.find(": runtime error: ") != std::string_view::npos;
  };
  const auto first = std::ranges::find_if(lines, begins);
  if (first == lines.end()) return std::nullopt;

  Finding finding;
  for (const auto& [what, text] : meanings) {
    if (first->find(what) == std::string_view::npos) continue;
    finding = {std::string(what), std::string(text), {}};
    break;
  }
  if (finding.what.empty()) {
    finding.what = trimmed(first->substr(first->find("Sanitizer: ") + 11));
  }
  const std::string prefix = root.string() + "/";
  if (const std::string place = place_in(*first, prefix); !place.empty()) {
    finding.places.push_back(place);
  }
  std::string in_tree;
  std::string in_answer;
  const auto end_of_stack = [&] {
    const std::string& place = in_answer.empty() ? in_tree : in_answer;
    if (!place.empty() && finding.places.size() < 2) finding.places.push_back(place);
    in_tree.clear();
    in_answer.clear();
  };
  for (auto line = first + 1; line != lines.end() && !line->starts_with("SUMMARY: "); ++line) {
    if (!is_frame(*line)) {
      end_of_stack();
      continue;
    }
    const std::string place = place_in(*line, prefix);
    if (in_tree.empty()) in_tree = place;
    if (in_answer.empty() && place.starts_with(answer.string() + ":")) in_answer = place;
  }
  end_of_stack();
  return finding;
}

}  // namespace kata
