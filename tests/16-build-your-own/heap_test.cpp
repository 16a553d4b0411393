// An operator new that counts, that can be held up, and that finds out who touches what is gone.
#include "heap.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/points/turns.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define KATA_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define KATA_SANITIZED 1
#endif
#endif

namespace heap {
namespace {

thread_local long live = 0;
thread_local std::function<void()>* hook = nullptr;
thread_local bool guarded = false;

/// Pages that are used once, one after the other.
constexpr std::size_t page = 4096;
constexpr std::size_t most_pages = 16'384;
std::byte* pages = nullptr;
std::size_t used = 0;
std::array<std::size_t, most_pages> length{};  // in pages, of the block that begins there
std::array<bool, most_pages> in_use{};         // whether a block begins there
std::atomic<bool> on_guard = false;
std::atomic<int> touched = 0;

bool is_guarded(const void* block) {
  const auto at = reinterpret_cast<std::uintptr_t>(block);
  const auto first = reinterpret_cast<std::uintptr_t>(pages);
  return first != 0 && at >= first && at < first + page * most_pages;
}

std::size_t index_of(const void* block) {
  return static_cast<std::size_t>(static_cast<const std::byte*>(block) - pages) / page;
}

void* take_pages(std::size_t size) {
  const std::size_t needed = size / page + 1;
  if (used + needed > most_pages) return std::malloc(size);
  std::byte* const block = pages + page * used;
  length[used] = needed;
  in_use[used] = true;
  used += needed;
  if (mprotect(block, page * needed, PROT_READ | PROT_WRITE) != 0) std::abort();
  return block;
}

/// A guarded block that is gone has been touched: that is noted, and allowed from now on.
[[maybe_unused]] void on_fault(int signal, siginfo_t* info, void* /*context*/) {
  if (signal == SIGSEGV && is_guarded(info->si_addr)) {
    ++touched;
    mprotect(pages + page * index_of(info->si_addr), page, PROT_READ | PROT_WRITE);
    return;
  }
  while (touched > 0) pause();  // it comes of that
  ::signal(signal, SIG_DFL);
}

void* allocate(std::size_t size) {
  if (stage::points::deals_with_a_point()) return std::malloc(size);
  if (auto* const mine = std::exchange(hook, nullptr)) {
    (*mine)();  // which may allocate, too
    hook = mine;
  }
  void* const block = guarded ? take_pages(size) : std::malloc(size == 0 ? 1 : size);
  if (block != nullptr) ++live;
  return block;
}

void free(void* block) {
  if (block == nullptr) return;
  if (!stage::points::deals_with_a_point()) --live;
  if (!is_guarded(block)) return std::free(block);
  const std::size_t index = index_of(block);
  in_use[index] = false;
  if (on_guard) mprotect(block, page * length[index], PROT_NONE);
}

[[maybe_unused]] struct sigaction before_guard[2];

[[maybe_unused]] const bool at_once = (stage::points::free_at_once(), true);

}  // namespace

long live_blocks() { return live; }

Hook::Hook(std::function<void()> before) : before_(std::move(before)) { hook = &before_; }
Hook::~Hook() { hook = nullptr; }

Guard::Guard() {
  touched = 0;
#ifndef KATA_SANITIZED
  if (pages == nullptr) {
    void* const area = mmap(nullptr, page * most_pages, PROT_NONE,
                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (area == MAP_FAILED) std::abort();
    pages = static_cast<std::byte*>(area);
  }
  while (used > 0 && !in_use[used - 1]) --used;  // but for what is there for good
  if (used > 0) used += length[used - 1] - 1;
  struct sigaction action{};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, &before_guard[0]);
  sigaction(SIGABRT, &action, &before_guard[1]);
  guarded = true;
  on_guard = true;
#endif
}

Guard::~Guard() {
#ifndef KATA_SANITIZED
  guarded = false;
  on_guard = false;
  mprotect(pages, page * used, PROT_READ | PROT_WRITE);
  sigaction(SIGSEGV, &before_guard[0], nullptr);
  sigaction(SIGABRT, &before_guard[1], nullptr);
#endif
}

int touched_after_free() { return touched; }

}  // namespace heap

void* operator new(std::size_t size) {
  if (void* const block = heap::allocate(size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept { heap::free(block); }
// NOLINTNEXTLINE(clang-analyzer-*): as above
void operator delete(void* block, std::size_t /*size*/) noexcept { heap::free(block); }

namespace {

TEST(Heap, counts_and_finds_who_touches_what_is_gone) {
  const long before = heap::live_blocks();
  int held = 0;
  int found = 0;
  {
    const heap::Hook hook([&held] { ++held; });
    const heap::Guard guard;
    int* volatile number = new int(1);
    EXPECT_EQ(heap::live_blocks(), before + 1);
    delete number;
#ifndef KATA_SANITIZED
    *number = 2;  // NOLINT(clang-analyzer-*): that is tried here
    found = heap::touched_after_free();
#else
    found = 1;
#endif
  }

  EXPECT_EQ(held, 1);
  EXPECT_EQ(found, 1);
  EXPECT_EQ(heap::live_blocks(), before);
}

}  // namespace
