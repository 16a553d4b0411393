#pragma once
#include <expected>
#include <memory>
#include <string>
#include <system_error>

#include "context/context.h"
#include "http/http.h"

/// The body of a response, while it arrives. Destroying it lets go of the connection.
class BodyReader {
 public:
  virtual ~BodyReader() = default;

  /// Returns the next piece of the body, and an empty one at its end; an error when the connection
  /// breaks, and soon after `ctx` has ended. Nothing may be read after either. Blocks.
  virtual std::expected<std::string, std::error_code> read(context::Context ctx) = 0;
};

/// What another service answers. The status is there at once, the body comes as it comes.
struct IncomingResponse {
  http::Status status;
  std::unique_ptr<BodyReader> body;
};
