#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kata/telling/session.h"

/// What ./kata can do. Each command has one file in commands/, which is called as it is, and which
/// makes it known; it stands in no other list.
namespace kata {

enum class Takes : std::uint8_t { nothing, maybe_a_step, a_step, a_shell };

/// In --help, commands stand together that belong together.
enum class Group : std::uint8_t { bare, learner, kata };  // bare: ./kata alone

/// "--html FILE", or "--plain" where `value` is empty.
struct Option {
  std::string_view name;
  std::string_view value;
  std::string_view does;
  std::vector<std::string> choices = {};  // empty: any word
};

/// What one typed behind a command's name.
struct Words {
  std::string step;                            // empty: the current one; or the shell
  std::map<std::string, std::string> options;  // without their dashes

  [[nodiscard]] bool has(const std::string& option) const { return options.contains(option); }
  /// What was given with it; null if it wasn't typed.
  [[nodiscard]] const std::string* given(const std::string& option) const {
    const auto found = options.find(option);
    return found == options.end() ? nullptr : &found->second;
  }
};

struct Entry {
  std::string_view name;
  std::string_view does;  // for --help
  Group group = Group::learner;
  Takes takes = Takes::nothing;
  Status (*run)(const Session&, const Words&) = nullptr;
  std::vector<Option> options = {};
};

/// Makes a command known, before main() begins. For namespace scope in the command's own file.
class Known {
 public:
  explicit Known(const Entry& entry);
};

/// Does what ./kata NAME would do.
Status run_command(std::string_view name, const Session& session, const Words& words);

/// All commands, by group and name; that without a name is ./kata alone.
std::vector<Entry> entries();

}  // namespace kata
