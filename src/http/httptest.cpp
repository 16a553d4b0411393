#include "http/httptest.h"

namespace httptest {

http::Request new_request(std::string_view method, std::string_view target, std::string_view body) {
  http::Request request;
  request.method = method;
  request.target = target;
  request.body = body;
  return request;
}

void ResponseRecorder::write_header(http::Status status) {
  if (!status_) status_ = status;
}

void ResponseRecorder::write(std::string_view bytes) {
  write_header(http::Status::ok);
  body_ += bytes;
}

http::Status ResponseRecorder::code() const noexcept { return status_.value_or(http::Status::ok); }

}  // namespace httptest
