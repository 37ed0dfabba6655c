#!/usr/bin/env bash
# bench/run.sh - how fast it is here: medians of five runs, beside `wc -w` on the same bytes.
# CORPUS=FILE.jsonl is the text, one {"id":…, "text":…} a line; without it the sample corpus is repeated to about 8 MB.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

: "${STANCE:=build/stance}"

cpu() # COMMAND...: median CPU seconds of five runs, user and system; reads $input
{
    local TIMEFORMAT='%U %S'
    for _ in 1 2 3 4 5; do
        rm -f "$work"/bench.db*
        if [ -f "$work/kept.db" ]; then cp "$work/kept.db" "$work/bench.db"; fi
        { time "$@" <"${input:-/dev/null}" >"$work/out" 2>"$work/err"; } 2>&1
    done | awk '{ print $1 + $2 }' | sort -n | sed -n 3p
}

corpus=${CORPUS:-$work/corpus.jsonl}
if [ -z "${CORPUS:-}" ]; then
    awk 'FNR == 1 && NR > 1 { out() } { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, " "); text = text $0 "\\n" }
        function out() { printf "{\"id\":\"%d\",\"text\":\"%s\"}\n", ++n, text; text = "" } END { out() }' \
        data/sample/*.txt >"$work/once"
    while [ "$(stat -c %s "$corpus" 2>/dev/null || echo 0)" -lt 8000000 ]; do cat "$work/once" >>"$corpus"; done
fi
bytes=$(stat -c %s "$corpus")
rate() { awk -v b="$bytes" -v s="$1" -v w="$words" 'BEGIN { if (s <= 0) s = 0.001
    printf "%8.1f MB/s   %5.2f x wc -w\n", b / s / 1e6, w / s }'; }

words=$(cpu wc -w "$corpus")
printf 'text: %s bytes\n' "$bytes"
printf '%-28s' 'wc -w'; rate "$words"
printf '%-28s%8.3f s CPU\n' 'lexicon compiled, no text' "$(cpu "$STANCE" score --unit text)"
printf '%-28s' 'stance score --unit text'; rate "$(input=$corpus cpu "$STANCE" score --unit text)"
printf '%-28s' 'stance score'; rate "$(input=$corpus cpu "$STANCE" score)"
for documents in ${STANCE_SEEDS:-} data/sample; do
    rm -f "$work/kept.db"
    printf '%-28s%8.3f s CPU\n' "import, ${documents##*/}" "$(cpu "$STANCE" import -d "$work/bench.db" "$documents")"
    "$STANCE" import -d "$work/kept.db" "$documents" >"$work/out" 2>&1
    printf '%-28s%8.3f s CPU\n' "report, ${documents##*/}" \
        "$(cpu "$STANCE" report -d "$work/bench.db" --by quarter --out "$work/report")"
done
printf '\nsegments of series\n'
STANCE=$STANCE tests/bench/segments.sh
