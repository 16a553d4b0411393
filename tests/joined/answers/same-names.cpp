// prints: theirs 101 theirs theirs
#include <array>

#include "contract.h"

struct Result {
  std::array<int, 100> space{};
  std::string word = "theirs";
  virtual ~Result() = default;
  [[nodiscard]] virtual std::string says() const { return word; }
};

inline int calls = 100;
inline std::string word() { return "theirs"; }

template <class T>
std::string said_by() {
  static const T result;
  return result.says();
}

std::string answer() {
  ++calls;
  return word() + " " + std::to_string(calls) + " " + said_by<Result>() + " " + Result().word;
}
