#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"
#include "http/http.h"
#include "incoming_response.h"

/// What we ask another service for.
struct OutgoingRequest {
  std::string method;
  std::string url;
  http::Header header;
  std::string body;
};

/// Speaks HTTP with other machines.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  /// Sends `request`, and returns once the status of the response is there; an error when that
  /// can't be done, and soon after `ctx` has ended. Which error that is, is the client's own
  /// affair. Blocks. May be called by several threads at once.
  virtual std::expected<IncomingResponse, std::error_code> send(context::Context ctx,
                                                                OutgoingRequest request) = 0;
};
