#include "context/errc.h"

#include <cstring>
#include <string>

namespace context::inline v1::detail {

constinit const ImmortalCategory immortal_category;

const char* ErrcCategory::name() const noexcept { return "context"; }

bool is_a_category(const std::error_category& category) noexcept {
  return std::strcmp(category.name(), immortal_category.category.name()) == 0;
}

std::string ErrcCategory::message(int code) const {
  switch (static_cast<Errc>(code)) {
    case Errc::canceled:
      return "context canceled";
    case Errc::deadline_exceeded:
      return "context deadline exceeded";
  }
  return "unknown context error";
}

std::error_condition ErrcCategory::default_error_condition(int code) const noexcept {
  switch (static_cast<Errc>(code)) {
    case Errc::canceled:
      return std::errc::operation_canceled;
    case Errc::deadline_exceeded:
      return std::errc::timed_out;
  }
  return {code, *this};
}

}  // namespace context::inline v1::detail
