// prints: ours 1 ours ours
#include "contract.h"

struct Result {
  std::string word = "ours";
  virtual ~Result() = default;
  [[nodiscard]] virtual std::string says() const { return word; }
};

inline int calls = 0;
inline std::string word() { return "ours"; }

template <class T>
std::string said_by() {
  static const T result;
  return result.says();
}

std::string answer() {
  ++calls;
  return word() + " " + std::to_string(calls) + " " + said_by<Result>() + " " + Result().word;
}
