#include <array>
#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <system_error>
#include <thread>

#include <curl/curl.h>
#include <unistd.h>

#include "context/context.h"
#include "notes/descriptor.h"
#include "support/stage.h"

namespace {

template <auto close>
using Closed = decltype([](auto* handle) { close(handle); });
using Easy = std::unique_ptr<CURL, Closed<curl_easy_cleanup>>;
using Multi = std::unique_ptr<CURLM, Closed<curl_multi_cleanup>>;

std::size_t append(const char* bytes, std::size_t /*one*/, std::size_t size, void* text) {
  static_cast<std::string*>(text)->append(bytes, size);
  return size;
}

std::expected<std::string, std::error_code> get(const context::Context& ctx, const char* url) {
  std::string body;
  const Easy easy(curl_easy_init());
  curl_easy_setopt(easy.get(), CURLOPT_URL, url);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &body);
  const Multi multi(curl_multi_init());
  curl_multi_add_handle(multi.get(), easy.get());
  const auto wake = context::after_func(ctx, [&] { curl_multi_wakeup(multi.get()); });

  int running = 1;
  while (running > 0 && !ctx.err()) {
    curl_multi_perform(multi.get(), &running);
    if (running > 0) curl_multi_poll(multi.get(), nullptr, 0, 60'000, nullptr);
  }
  int left = 0;
  const CURLMsg* const done = curl_multi_info_read(multi.get(), &left);
  const bool failed = done == nullptr || done->data.result != CURLE_OK;
  curl_multi_remove_handle(multi.get(), easy.get());

  if (ctx.err()) return std::unexpected(ctx.err());
  if (failed) return std::unexpected(make_error_code(std::errc::io_error));
  return body;
}

/// What a server gets to see of one request; blocks until it is there.
std::string request_on(const Descriptor& client) {
  std::array<char, 4096> bytes;
  const ssize_t size = read(client.get(), bytes.data(), bytes.size());
  return {bytes.data(), static_cast<std::size_t>(size)};
}

TEST(Curl, gives_the_body) {
  const Descriptor listener = listening();
  const std::string url = "http://127.0.0.1:" + std::to_string(port_of(listener));
  std::expected<std::string, std::error_code> body;

  std::jthread caller([&] { body = get(context::background(), url.c_str()); });
  const Descriptor client(accept(listener.get(), nullptr, nullptr));
  request_on(client);
  client.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  caller.join();

  EXPECT_EQ(body, "hello");
}

TEST(Curl, comes_back_when_the_context_ends) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const Descriptor listener = listening();
  const std::string url = "http://127.0.0.1:" + std::to_string(port_of(listener));
  std::expected<std::string, std::error_code> body;

  std::jthread caller([&] { body = get(ctx, url.c_str()); });
  const Descriptor client(accept(listener.get(), nullptr, nullptr));
  request_on(client);  // and never an answer
  cancel();
  caller.join();

  EXPECT_EQ(body.error(), context::Errc::canceled);
}

}  // namespace
