#pragma once
#include <expected>
#include <string>
#include <system_error>
#include <vector>

#include "connection.h"
#include "context/context.h"

/// What a statement has found: the first column of each row.
using Rows = std::vector<std::string>;

/// Runs `sql`, one statement, on `db`. Blocks, but not for long once `ctx` has ended:
///
///   before it began   nothing is run
///   while it runs     it stops within 100,000 of SQLite's instructions, about a millisecond
///   while `db` is     the wait is over at once. Until then we try again, every 100 ms or oftener
///   locked            by the clock by which ctx lives, and sleep in between
///
/// Then ctx.err() is returned, even if all rows are there by then. SQLITE_INTERRUPT and SQLITE_BUSY
/// are ctx.err() when ctx has ended; all other errors are returned as sqlite::error(code), whether
/// it has ended or not. So are these two while it is live, SQLITE_BUSY at once where SQLite doesn't
/// ask whether to try again. Whatever else is under way on `db` goes on, and no busy or progress
/// handler is left on it.
std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql);

/// Runs all `statements` on `db`, each by the same rules, and so the commit, or none of them. No
/// error: they are committed. An error: nothing is changed. Another connection that writes is
/// waited for before the first of them, also if that only reads. If ctx has ended by the end of the
/// last, or before when there are none, nothing is committed; a commit that has succeeded
/// nevertheless is no error. There is no transaction open on `db` before, nor is there afterwards.
std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements);
