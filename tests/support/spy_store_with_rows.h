#pragma once
#include "store.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "support/shown.h"
#include "support/world.h"

namespace stage {

/// A good store of rows that remembers how it was used. All that it is asked for takes its time,
/// until an event: "the query returns", "the next row comes", "the error comes", "the end comes".
/// When the context of a query ends first, it wakes at once. When both come at once, it gives what
/// it was asked for. Of two who wait for the same event, the one who came first goes on.
/// Thread-safe.
class SpyStoreWithRows : public Store {
 public:
  /// Rows, and behind them an error if the stream is to break there.
  using Rows = std::vector<Cursor::Answer>;

  /// Has these rows, whatever it is asked for.
  SpyStoreWithRows(World& world, Rows rows) : world_(world), rows_(std::move(rows)) {}

  /// From now on it has other rows for those who ask for `what`. Before the first request.
  void has(const std::string& what, Rows rows) { rows_of_[what] = std::move(rows); }
  /// From now on it fails in the query, at "the query returns". Before the first request.
  void fails(std::error_code error) { error_ = error; }
  /// When a context ends, the one who waits here hears of it and goes on, and only after the event
  /// "the news is out" everybody else hears of it, too. Before the first request.
  void hears_first() { hears_first_ = true; }

  /// How often query() was called.
  [[nodiscard]] int queries() const { return count_->queries; }
  /// How often a cursor was asked for its next row.
  [[nodiscard]] int asked() const { return count_->asked; }
  /// How often query() or next() was called when the context had ended already.
  [[nodiscard]] int asked_late() const { return count_->late; }
  /// How many cursors are open.
  [[nodiscard]] int open() const { return count_->open; }

  std::expected<std::unique_ptr<Cursor>, std::error_code> query(context::Context ctx,
                                                                std::string_view what) override {
    world_.tell("asks the store for " + shown(what));
    ++count_->queries;
    if (!takes_time("the query returns", ctx)) return std::unexpected(ctx.err());
    if (error_) return std::unexpected(error_);
    const auto other = rows_of_.find(what);
    return std::make_unique<SpyCursor>(*this, std::move(ctx),
                                       other == rows_of_.end() ? rows_ : other->second);
  }

 private:
  struct Count {
    std::atomic<int> queries, asked, late, open;
  };

  class SpyCursor : public Cursor {
   public:
    SpyCursor(SpyStoreWithRows& store, context::Context ctx, Rows rows)
        : store_(store), count_(store.count_), ctx_(std::move(ctx)), rows_(std::move(rows)) {
      ++count_->open;
    }
    ~SpyCursor() override { --count_->open; }  // the store may have gone, if somebody forgot this
    SpyCursor(const SpyCursor&) = delete;
    SpyCursor& operator=(const SpyCursor&) = delete;

    Answer next() override {
      const std::size_t row = asked_++;
      const bool over = row >= rows_.size();
      store_.world_.tell("asks for row " + std::to_string(row + 1));
      ++count_->asked;
      const std::string what = over ? "the end" : rows_[row] ? "the next row" : "the error";
      if (!store_.takes_time(what + " comes", ctx_)) return std::unexpected(ctx_.err());
      return over ? Answer() : rows_[row];
    }

   private:
    SpyStoreWithRows& store_;
    std::shared_ptr<Count> count_;
    context::Context ctx_;
    Rows rows_;
    std::size_t asked_ = 0;
  };

  /// One who waits here, and is woken when the context ends.
  struct Guest {
    std::stop_source wake;
    std::atomic<bool> inside = true;
    std::optional<std::stop_callback<std::function<void()>>> listener;
  };

  /// Whether the event came before the end of the context, or with it.
  bool takes_time(const std::string& event, const context::Context& ctx) {
    if (ctx.err()) {
      ++count_->late;
      world_.story().tell("store", "gives up: its context has ended",
                          "and had before it was asked");
      return false;
    }
    Guest& guest = new_guest();
    guest.listener.emplace(ctx.done(), [this, &guest] {
      if (!guest.inside) return;
      guest.wake.request_stop();
      if (hears_first_) world_.wait_for("the news is out");
    });
    const bool happened = world_.wait_for(event, guest.wake.get_token());
    guest.inside = false;
    world_.story().tell("store", happened ? event : "gives up: its context has ended");
    return happened;
  }

  Guest& new_guest() {
    const std::lock_guard lock(mutex_);
    return guests_.emplace_back();
  }

  World& world_;
  const Rows rows_;
  std::map<std::string, Rows, std::less<>> rows_of_;
  std::error_code error_;
  bool hears_first_ = false;
  const std::shared_ptr<Count> count_ = std::make_shared<Count>();
  std::mutex mutex_;
  std::list<Guest> guests_;  // kept: the listener of one may be holding whoever brings the news
};

}  // namespace stage
