#pragma once
#include <string>
#include <system_error>

#include "http/http.h"

/// The error of a call that was answered with another status than 200: "unexpected status 503".
inline std::error_code status_error(http::Status status) {
  struct Category : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "http status"; }
    [[nodiscard]] std::string message(int code) const override {
      return "unexpected status " + std::to_string(code);
    }
  };
  static const Category category;
  return {static_cast<int>(status), category};
}
