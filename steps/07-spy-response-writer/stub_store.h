#pragma once
#include <functional>
#include <utility>

#include "store.h"

/// A good store for tests: `meanwhile` is what happens while it fetches. It runs on the thread that
/// called fetch(), so a test in which the client gives up then needs no other.
class StubStore : public Store {
 public:
  explicit StubStore(
      std::string data, std::function<void()> meanwhile = [] {})
      : data_(std::move(data)), meanwhile_(std::move(meanwhile)) {}

  std::expected<std::string, std::error_code> fetch(context::Context ctx) override {
    meanwhile_();
    if (ctx.err()) return std::unexpected(ctx.err());
    return data_;
  }

 private:
  std::string data_;
  std::function<void()> meanwhile_;
};
