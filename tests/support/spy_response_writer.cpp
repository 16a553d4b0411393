#include "support/spy_response_writer.h"

#include <utility>

#include "support/points/turns.h"
#include "support/shorten.h"

namespace stage {

SpyResponseWriter::SpyResponseWriter() {
  ON_CALL(*this, header).WillByDefault([this]() -> http::Header& {
    record("asks for the header");
    return header_;
  });
  ON_CALL(*this, write_header).WillByDefault([this](http::Status status) {
    record("writes the status " + std::to_string(static_cast<int>(status)));
    const std::lock_guard lock(mutex_);
    send("status " + std::to_string(static_cast<int>(status)));
    if (!status_) status_ = status;
  });
  ON_CALL(*this, write).WillByDefault([this](std::string_view bytes) {
    record("writes \"" + std::string(bytes) + "\"");
    World* waits_in = nullptr;
    {
      const std::lock_guard lock(mutex_);
      send(std::string(bytes));
      if (!status_) status_ = http::Status::ok;
      body_ += bytes;
      ++writes_;
      if (slow_) waits_in = world_;
    }
    if (waits_in == nullptr) return;
    const std::string copy(bytes);
    waits_in->wait_for("the write ends");
    if (bytes != copy) {
      ADD_FAILURE() << "The bytes have changed while they were being written. They belong to this "
                       "write until it ends: give each request a place of its own for its data.";
    }
  });
}

void SpyResponseWriter::watch(World& world, context::Context ctx) {
  const std::lock_guard lock(mutex_);
  world_ = &world;
  ctx_ = std::move(ctx);
}

void SpyResponseWriter::forgive_late_writes() {
  const std::lock_guard lock(mutex_);
  forgiving_ = true;
}

void SpyResponseWriter::write_slowly() {
  const std::lock_guard lock(mutex_);
  slow_ = true;
}

void SpyResponseWriter::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

bool SpyResponseWriter::touched() const {
  const std::lock_guard lock(mutex_);
  return touched_;
}

std::optional<http::Status> SpyResponseWriter::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

std::string SpyResponseWriter::body() const {
  const std::lock_guard lock(mutex_);
  return body_;
}

int SpyResponseWriter::writes() const {
  const std::lock_guard lock(mutex_);
  return writes_;
}

std::vector<std::string> SpyResponseWriter::sent() const {
  const std::lock_guard lock(mutex_);
  return sent_;
}

http::Header SpyResponseWriter::sent_header() const {
  const std::lock_guard lock(mutex_);
  return sent_header_;
}

void SpyResponseWriter::send(std::string call) {
  if (sent_.empty()) sent_header_ = header_;
  sent_.push_back(std::move(call));
}

void SpyResponseWriter::record(const std::string& call) {
  std::string_view remark;
  bool forgiven = false;
  World* world = nullptr;
  {
    const std::lock_guard lock(mutex_);
    touched_ = true;
    world = world_;
    if (closed_) {
      remark = "after the handler has returned";
    } else if (ctx_ && ctx_->err()) {
      remark = "after the cancellation";
      forgiven = forgiving_ || points::this_thread_was_overtaken();
    }
  }
  if (world != nullptr) {
    world->tell(call, remark);
    if (world->stuck()) return;  // an abandoned thread woke up; by now another test is running
  }
  if (!remark.empty() && !forgiven) {
    ADD_FAILURE() << "The handler " << shortened(call, 300) << " " << remark
                  << ". Nothing may be written then: "
                  << "no header, no status, no body.";
  }
}

}  // namespace stage
