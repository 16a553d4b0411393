#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"
#include "http/flusher.h"
#include "http/http.h"
#include "serve/journal.h"

namespace serve {

/// A piece of work in the journal, for as long as it lasts. One thread at a time.
class Task {
 public:
  /// A part of `parent`; 0: a request.
  Task(Journal& journal, const context::Context& ctx, std::size_t parent, std::string_view name)
      : journal_(journal), ctx_(ctx), number_(journal.begin(parent, name)) {}
  /// Ends as its context has, unless it was done before. Without either it has failed: by an
  /// exception.
  ~Task();
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;

  void at(std::string_view where) { journal_.at(number_, where); }
  void done(std::string_view how) { done_ = how; }
  void wrote_late(std::size_t bytes) { late_bytes_ += bytes; }

  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] Journal& journal() const noexcept { return journal_; }

 private:
  Journal& journal_;
  const context::Context ctx_;
  const std::size_t number_;
  std::string done_;
  std::size_t late_bytes_ = 0;
};

/// In words: "given up by the client", "out of time", "cancelled".
std::string why_ended(const context::Context& ctx);

/// Passes everything on, and counts what is written when nobody wants it any more.
class WatchedWriter final : public http::ResponseWriter, public http::Flusher {
 public:
  WatchedWriter(http::ResponseWriter& next, const context::Context& ctx, Task& task)
      : next_(next), ctx_(ctx), task_(task) {}

  http::Header& header() override { return next_.header(); }
  void write_header(http::Status status) override;
  void write(std::string_view bytes) override;
  void flush() override;

 private:
  void count(std::size_t bytes);

  http::ResponseWriter& next_;
  const context::Context& ctx_;
  Task& task_;
};

}  // namespace serve
