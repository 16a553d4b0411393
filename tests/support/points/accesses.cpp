// What the compiler calls for each access to memory, and for each function, of a file that it
// compiles with -fsanitize=thread. There is no sanitizer here: these calls are the points.
// Compiled without debug information, so that a debugger steps over them.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>

#include "support/points/company.h"

namespace {

using stage::points::Deed;

void pass(Deed deed, const volatile void* address, std::size_t size, const void* where) {
  stage::points::Player* const player = stage::points::this_player();
  if (player == nullptr) return;
  player->company.pass(*player, deed, reinterpret_cast<std::uintptr_t>(address), size, where);
}

std::mutex wide;

}  // namespace

// NOLINTBEGIN(bugprone-*,readability-identifier-naming): the names are the compiler's
#define HERE __builtin_return_address(0)

extern "C" {

void __tsan_init() {}

void __tsan_func_entry(const void* called_from) {
  stage::points::Player* const player = stage::points::this_player();
  if (player == nullptr) return;
  const stage::points::Dealing dealing;
  player->callers.push_back(called_from);
}
void __tsan_func_exit() {
  stage::points::Player* const player = stage::points::this_player();
  if (player != nullptr && !player->callers.empty()) player->callers.pop_back();
}

void __tsan_vptr_update(void** address, void* value) {
  if (*address != value) pass(Deed::writes, address, sizeof *address, HERE);
}
void __tsan_vptr_read(void** address) { pass(Deed::reads, address, sizeof *address, HERE); }

#define PLAIN(size)                                                                             \
  void __tsan_read##size(void* address) { pass(Deed::reads, address, size, HERE); }             \
  void __tsan_write##size(void* address) { pass(Deed::writes, address, size, HERE); }           \
  void __tsan_read_write##size(void* address) { pass(Deed::writes, address, size, HERE); }      \
  void __tsan_unaligned_read##size(void* address) { pass(Deed::reads, address, size, HERE); }   \
  void __tsan_unaligned_write##size(void* address) { pass(Deed::writes, address, size, HERE); } \
  void __tsan_unaligned_read_write##size(void* address) {                                       \
    pass(Deed::writes, address, size, HERE);                                                    \
  }                                                                                             \
  void __tsan_volatile_read##size(void* address) { pass(Deed::reads, address, size, HERE); }    \
  void __tsan_volatile_write##size(void* address) { pass(Deed::writes, address, size, HERE); }
PLAIN(1)
PLAIN(2)
PLAIN(4)
PLAIN(8)
PLAIN(16)

void __tsan_read_range(void* address, std::size_t size) {
  if (size > 0) pass(Deed::reads, address, size, HERE);
}
void __tsan_write_range(void* address, std::size_t size) {
  if (size > 0) pass(Deed::writes, address, size, HERE);
}

void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  __tsan_read_range(const_cast<void*>(from), size);
  __tsan_write_range(to, size);
  return std::memcpy(to, from, size);
}
void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  __tsan_read_range(const_cast<void*>(from), size);
  __tsan_write_range(to, size);
  return std::memmove(to, from, size);
}
void* __tsan_memset(void* to, int byte, std::size_t size) {
  __tsan_write_range(to, size);
  return std::memset(to, byte, size);
}

// Memory orders aren't explored: everything happens as if it were sequentially consistent.
#define ATOMIC_FETCH(bits, type, name, deed)                                         \
  type __tsan_atomic##bits##_fetch_##name(volatile type* address, type value, int) { \
    pass(deed, address, sizeof *address, HERE);                                      \
    return __atomic_fetch_##name(address, value, __ATOMIC_SEQ_CST);                  \
  }
#define ATOMIC(bits, type)                                                                  \
  type __tsan_atomic##bits##_load(const volatile type* address, int) {                      \
    pass(Deed::reads, address, sizeof *address, HERE);                                      \
    return __atomic_load_n(address, __ATOMIC_SEQ_CST);                                      \
  }                                                                                         \
  void __tsan_atomic##bits##_store(volatile type* address, type value, int) {               \
    pass(Deed::writes, address, sizeof *address, HERE);                                     \
    __atomic_store_n(address, value, __ATOMIC_SEQ_CST);                                     \
  }                                                                                         \
  type __tsan_atomic##bits##_exchange(volatile type* address, type value, int) {            \
    pass(Deed::changes, address, sizeof *address, HERE);                                    \
    return __atomic_exchange_n(address, value, __ATOMIC_SEQ_CST);                           \
  }                                                                                         \
  ATOMIC_FETCH(bits, type, add, Deed::counts)                                               \
  ATOMIC_FETCH(bits, type, sub, Deed::counts)                                               \
  ATOMIC_FETCH(bits, type, and, Deed::changes)                                              \
  ATOMIC_FETCH(bits, type, or, Deed::changes)                                               \
  ATOMIC_FETCH(bits, type, xor, Deed::changes)                                              \
  ATOMIC_FETCH(bits, type, nand, Deed::changes)                                             \
  int __tsan_atomic##bits##_compare_exchange_strong(volatile type* address, type* expected, \
                                                    type value, int, int) {                 \
    pass(Deed::changes, address, sizeof *address, HERE);                                    \
    return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST,   \
                                       __ATOMIC_SEQ_CST);                                   \
  }                                                                                         \
  int __tsan_atomic##bits##_compare_exchange_weak(volatile type* address, type* expected,   \
                                                  type value, int success, int failure) {   \
    pass(Deed::changes, address, sizeof *address, HERE);                                    \
    static_cast<void>(success);                                                             \
    static_cast<void>(failure);                                                             \
    return __atomic_compare_exchange_n(address, expected, value, false, __ATOMIC_SEQ_CST,   \
                                       __ATOMIC_SEQ_CST);                                   \
  }                                                                                         \
  type __tsan_atomic##bits##_compare_exchange_val(volatile type* address, type expected,    \
                                                  type value, int, int) {                   \
    pass(Deed::changes, address, sizeof *address, HERE);                                    \
    __atomic_compare_exchange_n(address, &expected, value, false, __ATOMIC_SEQ_CST,         \
                                __ATOMIC_SEQ_CST);                                          \
    return expected;                                                                        \
  }
ATOMIC(8, std::uint8_t)
ATOMIC(16, std::uint16_t)
ATOMIC(32, std::uint32_t)
ATOMIC(64, std::uint64_t)

// Sixteen bytes at one go: only code with points comes here, and one of them at a time.
__extension__ using Wide = unsigned __int128;
#define WIDE_FETCH(name, result)                                                \
  Wide __tsan_atomic128_fetch_##name(volatile Wide* address, Wide value, int) { \
    pass(Deed::changes, address, sizeof *address, HERE);                        \
    const std::lock_guard lock(wide);                                           \
    const Wide before = *address;                                               \
    *address = result;                                                          \
    return before;                                                              \
  }
Wide __tsan_atomic128_load(const volatile Wide* address, int) {
  pass(Deed::reads, address, sizeof *address, HERE);
  const std::lock_guard lock(wide);
  return *address;
}
void __tsan_atomic128_store(volatile Wide* address, Wide value, int) {
  pass(Deed::writes, address, sizeof *address, HERE);
  const std::lock_guard lock(wide);
  *address = value;
}
WIDE_FETCH(add, before + value)
WIDE_FETCH(sub, before - value)
WIDE_FETCH(and, before& value)
WIDE_FETCH(or, before | value)
WIDE_FETCH(xor, before ^ value)
WIDE_FETCH(nand, ~(before& value))
Wide __tsan_atomic128_exchange(volatile Wide* address, Wide value, int) {
  pass(Deed::changes, address, sizeof *address, HERE);
  const std::lock_guard lock(wide);
  const Wide before = *address;
  *address = value;
  return before;
}
Wide __tsan_atomic128_compare_exchange_val(volatile Wide* address, Wide expected, Wide value, int,
                                           int) {
  pass(Deed::changes, address, sizeof *address, HERE);
  const std::lock_guard lock(wide);
  const Wide before = *address;
  if (before == expected) *address = value;
  return before;
}
int __tsan_atomic128_compare_exchange_strong(volatile Wide* address, Wide* expected, Wide value,
                                             int success, int failure) {
  const Wide wanted = *expected;
  *expected = __tsan_atomic128_compare_exchange_val(address, wanted, value, success, failure);
  return *expected == wanted ? 1 : 0;
}
int __tsan_atomic128_compare_exchange_weak(volatile Wide* address, Wide* expected, Wide value,
                                           int success, int failure) {
  return __tsan_atomic128_compare_exchange_strong(address, expected, value, success, failure);
}

void __tsan_atomic_thread_fence(int) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
void __tsan_atomic_signal_fence(int) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

// What newer standard headers say of locks that are no mutexes.
void __tsan_mutex_create(void*, unsigned) {}
void __tsan_mutex_destroy(void*, unsigned) {}
void __tsan_mutex_pre_lock(void*, unsigned) {}
void __tsan_mutex_post_lock(void*, unsigned, int) {}
int __tsan_mutex_pre_unlock(void*, unsigned) { return 0; }
void __tsan_mutex_post_unlock(void*, unsigned) {}
void __tsan_mutex_pre_signal(void*, unsigned) {}
void __tsan_mutex_post_signal(void*, unsigned) {}
void __tsan_mutex_pre_divert(void*, unsigned) {}
void __tsan_mutex_post_divert(void*, unsigned) {}
void __tsan_acquire(void*) {}
void __tsan_release(void*) {}

}  // extern "C"
// NOLINTEND(bugprone-*,readability-identifier-naming)
