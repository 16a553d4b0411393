#pragma once
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <system_error>

#include <boost/asio/any_io_executor.hpp>

#include "context/context.h"
#include "store.h"

using Answer = std::expected<std::string, std::error_code>;

/// Has `store` fetch, once, and returns at once. Later `done` is called, once, with
///
///   ctx.err()                if ctx has ended by then, whatever else has happened
///   Errc::deadline_exceeded  if fetch() wasn't over within `patience`, by the real clock. Zero or
///                            less is over as soon as the store is called, the longest never is;
///                            what is said in the very moment when it is over may count or not
///   the data                 of the store
///   the store's error        any, also one that looks like one of these
///
/// The store is called and told to stop on `executor`, and `done` is called there, never inside of
/// this call. It is a strand, or has one thread; nothing of ours ever blocks it, or does anything
/// on it but when something has happened. This may be called, and ctx may end, on any thread.
///
/// If ctx has ended before the store's turn comes there, that isn't called. When ctx ends, or
/// patience, fetch() is cancelled. When fetch() has failed, whyever, roll_back() is awaited to its
/// end, however long that takes, and nobody cancels that. Only when both are over `done` is called.
/// Nobody else need keep the store until then; afterwards it is given up, and nothing of ours is
/// waited for on `executor`.
void async_fetch(context::Context ctx, boost::asio::any_io_executor executor,
                 std::shared_ptr<Store> store, context::Clock::duration patience,
                 std::function<void(Answer)> done);
