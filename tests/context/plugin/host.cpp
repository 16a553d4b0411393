/// Loads two plug-ins and hands contexts from one to the other:  host one.so two.so

#include <cstdio>

#include <dlfcn.h>

#include "plugin.h"

namespace {

int failures = 0;

void expect(bool ok, const char* what) {
  if (ok) return;
  ++failures;
  std::fprintf(stderr, "not so: %s\n", what);
}

/// A plug-in, loaded while this lives.
class Plugin {
 public:
  explicit Plugin(const char* path) : path_(path), handle_(dlopen(path, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) std::fprintf(stderr, "%s\n", dlerror());
  }
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;
  ~Plugin() {
    dlclose(handle_);
    expect(dlopen(path_, RTLD_NOW | RTLD_NOLOAD) == nullptr, "dlclose() unloads the plug-in");
  }

  template <class Result, class... Args>
  Result call(const char* name, Args&... args) const {
    return reinterpret_cast<Result (*)(Args&...)>(dlsym(handle_, name))(args...);
  }

 private:
  const char* path_;
  void* handle_;
};

}  // namespace

int main(int, char** paths) {
  const Plugin one(paths[1]);
  const Plugin two(paths[2]);
  {
    auto [ctx, cancel] = context::with_cancel(context::background());
    cancel();
    one.call<void>("put", ctx);
    const std::error_code canceled = ctx.err();

    expect(one.call<bool>("finds_the_trace_id", ctx), "the plug-in finds its own value");
    expect(two.call<bool>("finds_the_trace_id", ctx), "another plug-in finds it by the same key");
    const std::string* const id = ctx.value<plugin::TraceId>();
    expect(id != nullptr && *id == "42", "the host finds it by the same key");
    expect(one.call<bool>("finds_its_private_value", ctx), "a plug-in finds its private value");
    expect(!two.call<bool>("finds_its_private_value", ctx),
           "a private key of the same name is another key");
    expect(two.call<bool>("is_canceled", canceled), "an error means the same in each copy");
  }
  return failures == 0 ? 0 : 1;
}
