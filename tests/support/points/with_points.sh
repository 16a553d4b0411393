#!/bin/sh
# Compiles an answer so that the stage can hold its threads at any of its points:
#   with_points.sh c++ -fsanitize=thread ... -o ANSWER.o -c ANSWER.cpp
#   with_points.sh --finish ANSWER.o        the same for an object that has been compiled so
# The compiler calls accesses.cpp for each access to memory. Here the calls that block, wake or make threads
# become those of calls.cpp, and what inline functions the answer uses becomes its own: else it would share
# them with the tests, and one copy of each would do for both.
set -e
if [ "$1" = --finish ]; then
  object=$2
else
  "$@"
  object=
  for word; do
    [ "$previous" != -o ] || object=$word
    previous=$word
  done
fi
symbols=$object.symbols
trap 'rm -f "$symbols" "$object.points"' EXIT

nm -P --defined-only "$object" >"$symbols"
if grep -q '^__tsan_' "$symbols"; then
  echo "note: this file has __tsan_ names of its own, so of its threads only the events are walked" >&2
  [ "$1" = --finish ] || "$@" -fno-sanitize=thread
  exit 0
fi
awk '$2 == "W" {print $1}' "$symbols" >"$symbols.weak"
here=$(dirname "$0")
ld -r --force-group-allocation -T "$here/spin_locks.ld" -o "$object.points" "$object"
objcopy --localize-symbols="$symbols.weak" --redefine-syms="$here/calls.txt" "$object.points" "$object"
rm -f "$symbols.weak"
