#include "kata/run/attempt.h"

#include <cstdint>

#include <sys/eventfd.h>

namespace kata {

Attempt::Attempt(const context::Context& ctx, const Tree& tree, const Step& step,
                 Progress& progress, const Limits& limits)
    : tried_(fingerprint_of(tree, step)),
      derived_(context::with_cancel(ctx)),
      news_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this, &tree, step, &progress, limits] {
        const auto wait = [this] {
          waits_ = true;
          tell();
        };
        outcome_ = check(derived_.ctx, tree, step, progress, {limits, wait});
        over_ = true;
        tell();
      }) {}

Attempt::~Attempt() {
  call_off();
  thread_.join();
}

void Attempt::tell() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(news_.get(), &one, sizeof one);
}

std::optional<Outcome> Attempt::outcome() {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t done = read(news_.get(), &count, sizeof count);
  if (!over_) return std::nullopt;
  return outcome_;
}

}  // namespace kata
