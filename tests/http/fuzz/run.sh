#!/bin/sh
# Fuzzes what comes in at the server for so many minutes (default: 10). Needs clang 19, its runtime
# (libclang-rt-19-dev) and Boost. What it finds is folded into corpus.txt, which corpus_test.cpp replays.
#   tests/http/fuzz/run.sh 30
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
minutes=${1:-10}
work=${WORK:-/tmp/http-fuzz}
mkdir -p "$work/found" "$work/small"

${CXX:-clang++-19} -std=c++23 -O1 -g -fsanitize="fuzzer,address,undefined" -fno-sanitize-recover=all \
  -I"$root/src" "$root"/src/context/*.cpp "$root"/src/context/detail/*.cpp "$root/src/http/http.cpp" \
  "$root/src/http/server/request_parser.cpp" "$here/request_machine.cpp" "$here/request_fuzz.cpp" \
  -o "$work/fuzz"

number=0
while read -r line; do
  number=$((number + 1))
  printf '%s' "$line" | xxd -r -p > "$work/found/corpus-$number"
done < "$here/corpus.txt"

nice -n 19 "$work/fuzz" -max_total_time="$((minutes * 60))" -max_len=1200 -print_final_stats=1 \
  -dict="$here/words.txt" -artifact_prefix="$work/" "$work/found"

rm -f "$work"/small/*
"$work/fuzz" -set_cover_merge=1 "$work/small" "$work/found"
for file in "$work"/small/* "$work"/crash-*; do
  if [ -e "$file" ]; then
    xxd -p "$file" | tr -d '\n'
    echo
  fi
done | sort -u > "$here/corpus.txt"
echo "$(wc -l < "$here/corpus.txt") inputs in $here/corpus.txt"
