#include "serve/work.h"

#include <array>
#include <charconv>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/core.h>

#include "http/client.h"
#include "http/propagation.h"

namespace serve {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view usual_text = "When the client gives up, does the work stop?";
constexpr milliseconds usual_tick(100);
constexpr int longest_tick = 60'000;
constexpr std::size_t longest_text = 10'000;
constexpr std::size_t longest_body = 1'000'000;

std::unexpected<std::error_code> error(std::errc why) {
  return std::unexpected(std::make_error_code(why));
}

}  // namespace

std::expected<Order, std::error_code> Order::of(const http::Request& request) {
  const auto text = request.form_value("text");
  const auto tick = request.form_value("tick");
  if (!text || !tick || text->size() > longest_text) return error(std::errc::invalid_argument);
  Order order = {text->empty() ? std::string(usual_text) : *text, usual_tick};
  if (tick->empty()) return order;

  int value = 0;
  const char* const last = tick->data() + tick->size();
  const auto [end, wrong] = std::from_chars(tick->data(), last, value);
  if (wrong != std::errc() || end != last || value < 0 || value > longest_tick) {
    return error(std::errc::invalid_argument);
  }
  order.tick = milliseconds(value);
  return order;
}

Answer build(const context::Context& ctx, Task& task, const Order& order) {
  std::string data;
  for (const char character : order.text) {
    task.at(fmt::format("character {} of {}", data.size() + 1, order.text.size()));
    const std::error_code woken = context::sleep_for(ctx, order.tick);
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie
    data += character;
  }
  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}

Answer first(const context::Context& ctx, Task& task, const Order& order) {
  constexpr std::array<std::pair<const char*, int>, 3> replicas = {
      {{"north", 2}, {"south", 1}, {"west", 3}}};  // and how slow they are
  const auto race = context::with_cancel(ctx);
  Answer result = error(std::errc::host_unreachable);
  std::mutex mutex;
  {
    std::array<std::jthread, replicas.size()> racers;
    for (std::size_t i = 0; i < replicas.size(); ++i) {
      racers[i] = std::jthread([&, i] {
        const auto& [name, slowness] = replicas[i];
        Task part(task.journal(), race.ctx, task.number(), name);
        auto answer = build(race.ctx, part, {order.text, order.tick * slowness});
        if (answer) part.done("answered");
        if (answer) race.cancel();
        const std::lock_guard lock(mutex);
        if (!result) result = std::move(answer);
      });
    }
  }
  if (ctx.err()) return std::unexpected(ctx.err());
  return result;
}

Answer ask_next(const context::Context& ctx, Task& task, const std::string& url) {
  // Whoever may reach this server isn't to reach others through it.
  const bool here = url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:");
  if (!here) return error(std::errc::invalid_argument);

  task.at("asking " + url);
  http::OutgoingRequest request = {.url = url};
  http::carry(ctx, request.header, context::Clock::now());
  const auto response = http::Client().send(ctx, request);
  if (!response) return std::unexpected(response.error());
  std::string body = fmt::format("{} from {}\n", static_cast<int>(response->status), url);
  while (body.size() < longest_body) {
    auto piece = response->body->read(ctx);
    if (!piece) return piece;
    if (piece->empty()) break;
    body += *piece;
  }
  return body;
}

}  // namespace serve
