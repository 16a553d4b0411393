#!/bin/sh
# Fuzzes src/context for so many seconds (default: 600), then folds what was found into corpus.txt,
# which corpus_test.cpp replays. Needs clang 19 and its runtime (libclang-rt-19-dev).
#   tests/context/fuzz/run.sh 600
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${WORK:-/tmp/context-fuzz}
mkdir -p "$work/found" "$work/small"

${CXX:-clang++-19} -std=c++23 -O1 -g -fsanitize=fuzzer,address,undefined \
  -fno-sanitize-recover=undefined -I"$root/src" "$root"/src/context/*.cpp \
  "$root"/src/context/detail/*.cpp "$here/machine.cpp" "$here/context_fuzz.cpp" -o "$work/fuzz"

number=0
while read -r line; do
  number=$((number + 1))
  printf '%s' "$line" | xxd -r -p > "$work/found/corpus-$number"
done < "$here/corpus.txt"

nice -n 19 "$work/fuzz" -max_total_time="${1:-600}" -max_len=400 -print_final_stats=1 \
  -artifact_prefix="$work/" "$work/found"

rm -f "$work"/small/*
"$work/fuzz" -merge=1 "$work/small" "$work/found"
for file in "$work"/small/* "$work"/crash-*; do
  if [ -e "$file" ]; then
    xxd -p "$file" | tr -d '\n'
    echo
  fi
done | sort -u > "$here/corpus.txt"
echo "$(wc -l < "$here/corpus.txt") programs in $here/corpus.txt"
