#include "mailbox.h"

#include <utility>

void Mailbox::put(std::string letter) {
#ifdef MISTAKEN
  letter_ = std::move(letter);  // without the mutex: between a look and the sleep that follows
#else
  const std::lock_guard lock(mutex_);
  letter_ = std::move(letter);
#endif
  has_come_.notify_one();
}

std::string Mailbox::take() {
  std::unique_lock lock(mutex_);
  while (letter_.empty()) has_come_.wait(lock);
  return std::exchange(letter_, {});
}
