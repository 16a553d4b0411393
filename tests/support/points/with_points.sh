#!/bin/sh
# Compiles an answer so that the stage can hold its threads at any of its points:
#   with_points.sh c++ -fsanitize=thread ... -o ANSWER.o -c ANSWER.cpp
#   with_points.sh --finish ANSWER.o        the same for an object that has been compiled so
# The compiler calls accesses.cpp for each access to memory. Here the calls that block, wake or make threads
# become those of calls.cpp, and what inline functions the answer uses becomes its own: else it would share
# them with the tests, and one copy of each would do for both.
set -e
object=
if [ "$1" = --finish ]; then
  object=$2
else
  "$@"
  previous=
  for word; do
    [ "$previous" != -o ] || object=$word
    previous=$word
  done
fi
[ -n "$object" ] || exit 0
here=$(dirname "$0")
mine=$object.points.$$
trap 'rm -f "$mine" "$mine.new" "$mine.weak"' EXIT

readelf -sW "$object" >"$mine"
own=$(awk 'NR == FNR {taken[$1]; next}
  $5 != "LOCAL" && $7 != "UND" && ($8 ~ /^(__tsan_.*|_Zn[wa]m|_Zd[la]Pv)$/ || $8 in taken) {print $8; exit}' "$here/calls.txt" "$mine")
if [ -n "$own" ]; then
  echo "note: this file has a $own of its own, so of its threads only the events are walked" >&2
  [ "$1" = --finish ] || "$@" -fno-sanitize=thread
  exit 0
fi
# Functions only: what is there once in a program stays that. An empty list objcopy doesn't take.
awk '$4 == "FUNC" && $5 == "WEAK" && $7 != "UND" {print $8} END {print "no_such_name"}' "$mine" >"$mine.weak"
if ! ld -r --force-group-allocation -T "$here/spin_locks.ld" -o "$mine" "$object" ||
  ! objcopy --localize-symbols="$mine.weak" --redefine-syms="$here/calls.txt" "$mine" "$mine.new"; then
  rm -f "$object" # half an object is none
  exit 1
fi
mv "$mine.new" "$object"
