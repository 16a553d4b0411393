#pragma once
/// Why a context ended, as a std::error_code.
///
///   if (ctx.err() == context::Errc::canceled) return;      // the client gave up
///   if (ctx.err() == std::errc::timed_out) respond_504();  // the portable spelling
///
/// Everything here is safe to call from any thread, also during static construction and
/// destruction.

#include <system_error>

namespace context::inline v1 {

/// The two ways in which a context ends. As error codes they compare equal to
/// std::errc::operation_canceled and std::errc::timed_out.
// An int, as in every std::error_code. NOLINTNEXTLINE(performance-enum-size)
enum class Errc { canceled = 1, deadline_exceeded };

namespace detail {

class ErrcCategory final : public std::error_category {
 public:
  constexpr ErrcCategory() noexcept = default;
  [[nodiscard]] const char* name() const noexcept override;
  [[nodiscard]] std::string message(int code) const override;
  [[nodiscard]] std::error_condition default_error_condition(int code) const noexcept override;
};

/// Never destroyed: an error code may outlive every static object.
union ImmortalCategory {
  constexpr ImmortalCategory() noexcept : category() {}
  // NOLINTNEXTLINE(modernize-use-equals-default): the defaulted one would be deleted
  ~ImmortalCategory() {}
  ErrcCategory category;
};
extern const ImmortalCategory immortal_category;

}  // namespace detail

/// The category of every Errc; its name is "context".
inline const std::error_category& category() noexcept { return detail::immortal_category.category; }

inline std::error_code make_error_code(Errc code) noexcept {
  return {static_cast<int>(code), category()};
}

namespace detail {
[[nodiscard]] bool is_a_category(const std::error_category& category) noexcept;
}

/// True also for a code that another copy of the library has made: a plug-in's, which was linked
/// with one of its own. (Two codes of two copies don't compare equal. Compare with an Errc, or with
/// a std::errc.)
[[nodiscard]] inline bool operator==(const std::error_code& code, Errc errc) noexcept {
  return code.value() == static_cast<int>(errc) &&
         (code.category() == category() || detail::is_a_category(code.category()));
}

}  // namespace context::inline v1

template <>
struct std::is_error_code_enum<context::Errc> : std::true_type {};
