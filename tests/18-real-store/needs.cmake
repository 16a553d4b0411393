# What this step takes from the distribution beyond what all steps take.
find_package(SQLite3 QUIET)
kata_needs(SQLite::SQLite3 libsqlite3-dev sqlite3.h)
# Its scenes let a clock go on a thousand times in one event, and the store runs meanwhile: no turns.
set(without_points ON)
