#include "serve/visit.h"

namespace serve {

std::string why_ended(const context::Context& ctx) {
  if (ctx.err() == context::Errc::deadline_exceeded) return "out of time";
  const bool gone = context::cause(ctx) == std::errc::connection_aborted;
  return gone ? "given up by the client" : "cancelled";
}

Task::~Task() {
  const bool stopped = done_.empty() && ctx_.err();
  const std::string how = !done_.empty() ? done_ : stopped ? why_ended(ctx_) : "failed";
  journal_.end(number_, {.how = how, .stopped = stopped, .late_bytes = late_bytes_});
}

void WatchedWriter::write_header(http::Status status) {
  count(1);  // a status line is more than that; what counts is that it isn't 0
  next_.write_header(status);
}

void WatchedWriter::write(std::string_view bytes) {
  count(bytes.size());
  next_.write(bytes);
}

void WatchedWriter::flush() {
  if (auto* const flusher = dynamic_cast<http::Flusher*>(&next_)) flusher->flush();
}

/// Who is out of time is still there, and may be told so.
void WatchedWriter::count(std::size_t bytes) {
  if (ctx_.err() == context::Errc::canceled) task_.wrote_late(bytes);
}

}  // namespace serve
