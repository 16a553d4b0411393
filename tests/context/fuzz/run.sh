#!/bin/sh
# Fuzzes src/context for so many minutes (default: 10). Needs clang 19 and its runtime
# (libclang-rt-19-dev).
#   tests/context/fuzz/run.sh 30           one thread, compared with the model after each step
#   tests/context/fuzz/run.sh 30 race      two threads; an order of their steps must explain the end
#   SANITIZE=thread tests/context/fuzz/run.sh 30 race
# What the first one finds is folded into corpus.txt, which corpus_test.cpp replays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
minutes=${1:-10}
target=${2:-context}
case $target in
  context) sources="$here/machine.cpp $here/context_fuzz.cpp" ;;
  race) sources="$here/race.cpp $here/race_fuzz.cpp" ;;
  *)
    echo "run.sh [minutes] [context|race]" >&2
    exit 2
    ;;
esac
work=${WORK:-/tmp/context-fuzz}/$target
mkdir -p "$work/found" "$work/small"

# shellcheck disable=SC2086  # several sources
${CXX:-clang++-19} -std=c++23 -O1 -g -fsanitize="fuzzer,${SANITIZE:-address,undefined}" \
  -fno-sanitize-recover=all -I"$root/src" "$root"/src/context/*.cpp \
  "$root"/src/context/detail/*.cpp $sources -o "$work/fuzz"

if [ "$target" = context ]; then
  number=0
  while read -r line; do
    number=$((number + 1))
    printf '%s' "$line" | xxd -r -p > "$work/found/corpus-$number"
  done < "$here/corpus.txt"
fi

nice -n 19 "$work/fuzz" -max_total_time="$((minutes * 60))" -max_len=400 -print_final_stats=1 \
  -artifact_prefix="$work/" "$work/found"
[ "$target" = context ] || exit 0

rm -f "$work"/small/*
"$work/fuzz" -merge=1 "$work/small" "$work/found"
for file in "$work"/small/* "$work"/crash-*; do
  if [ -e "$file" ]; then
    xxd -p "$file" | tr -d '\n'
    echo
  fi
done | sort -u > "$here/corpus.txt"
echo "$(wc -l < "$here/corpus.txt") programs in $here/corpus.txt"
