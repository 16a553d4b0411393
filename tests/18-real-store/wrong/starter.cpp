// Never looks at the context, and makes no transaction. Caught by: Change.begins_nothing_for_a_client_who_has_gone, Change.changes_nothing_when_a_statement_fails, Change.closes_the_transaction_also_when_its_commit_is_refused, Change.commits_nothing_that_nobody_wants_any_more, Change.gives_up_a_commit_that_waits_for_a_reader, Change.leaves_somebody_elses_statement_alone, Change.loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up, Change.waits_for_a_lock_as_long_as_the_client_does, Fetch.hears_of_a_client_who_gives_up_before_the_first_step, Fetch.leaves_no_question_behind, Fetch.leaves_somebody_elses_statement_alone, Fetch.looks_at_a_lock_every_100_ms_however_long_that_has_been_there, Fetch.returns_no_rows_to_a_client_who_has_gone_meanwhile, Fetch.runs_nothing_for_a_client_who_has_gone, Fetch.says_so_when_it_was_the_deadline, Fetch.serves_two_connections_at_the_same_time, Fetch.stops_a_statement_that_finds_rows_for_ever, Fetch.stops_a_statement_that_would_run_for_ever, Fetch.waits_for_a_lock_as_long_as_the_client_does, Fetch.waits_for_a_lock_no_longer_than_the_client_does, Fetch.waits_for_a_lock_no_longer_than_until_the_deadline, Change.runs_no_further_statement_for_a_client_who_has_gone, Change.waits_for_another_writer_also_when_its_first_statement_reads, Change.may_be_of_nothing
#include "store.h"

#include "sqlite_error.h"
#include "statement.h"

// Your turn: neither of them looks at `ctx`. While a statement runs, nobody but SQLite can look;
// asking.h is how it is asked to. And what if change() fails at its second statement?
std::expected<Rows, std::error_code> fetch(context::Context /*ctx*/, sqlite::Connection& db,
                                           const std::string& sql) {
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code != SQLITE_DONE) return std::unexpected(sqlite::error(code));
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) {
    if (const auto done = fetch(ctx, db, sql); !done) return done.error();
  }
  return {};
}
