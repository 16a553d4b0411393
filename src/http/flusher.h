#pragma once
/// For answers that come bit by bit. As in Go, a handler asks whether its ResponseWriter can:
///
///   auto* const flusher = dynamic_cast<http::Flusher*>(&response);
///   response.write("data: tick\n\n");
///   if (flusher != nullptr) flusher->flush();

namespace http {

/// A ResponseWriter that keeps small pieces back, and can be told not to.
class Flusher {
 public:
  virtual ~Flusher() = default;

  /// Sends what was written and is still kept back. For the thread that writes; blocks as write().
  virtual void flush() = 0;

 protected:
  Flusher() = default;
  Flusher(const Flusher&) = default;
  Flusher& operator=(const Flusher&) = default;
};

}  // namespace http
