#pragma once
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>

#include "context/context.h"
#include "http/http.h"
#include "support/world.h"

namespace http {

/// What a failure prints: 200.
inline void PrintTo(Status status, std::ostream* out) { *out << static_cast<int>(status); }

}  // namespace http

namespace stage {

/// A ResponseWriter that remembers, and fails the test for whatever comes after the cancellation
/// or after the handler's return: header, status or body, from whichever thread. (Not for what a
/// thread writes that was held in between its look at the context and its write: nobody can help
/// that.) As a StrictMock
/// it forbids every call that the test did not expect. Thread-safe.
class SpyResponseWriter : public http::ResponseWriter {
 public:
  SpyResponseWriter();

  MOCK_METHOD(http::Header&, header, (), (override));
  MOCK_METHOD(void, write_header, (http::Status), (override));
  MOCK_METHOD(void, write, (std::string_view), (override));

  /// From now on calls are told in the world's story, and none may come once `ctx` is done.
  void watch(World& world, context::Context ctx);

  /// Only tells of what is written after the cancellation, and doesn't fail for it: for the first
  /// steps, which have not come to that yet.
  void forgive_late_writes();

  /// Lets each write take its time: it has begun, and ends with the event "the write ends". Only
  /// for a writer that watches.
  void write_slowly();

  /// The handler has returned, and its right to write has ended.
  void close();

  /// Whether anything was called at all: a header that was only looked at counts.
  [[nodiscard]] bool touched() const;
  [[nodiscard]] std::optional<http::Status> status() const;
  [[nodiscard]] std::string body() const;
  /// How often write() was called.
  [[nodiscard]] int writes() const;
  /// What was sent, a call each: "status 200" for a write_header(), the bytes for a write().
  [[nodiscard]] std::vector<std::string> sent() const;
  /// The header as it was when the first of it was sent; empty until then.
  [[nodiscard]] http::Header sent_header() const;

 private:
  void record(const std::string& call);
  /// For those who have locked.
  void send(std::string call);

  mutable std::mutex mutex_;
  World* world_ = nullptr;
  std::optional<context::Context> ctx_;
  bool forgiving_ = false;
  bool slow_ = false;
  bool closed_ = false;
  bool touched_ = false;
  int writes_ = 0;
  http::Header header_;
  std::optional<http::Status> status_;
  std::string body_;
  std::vector<std::string> sent_;
  http::Header sent_header_;
};

}  // namespace stage
