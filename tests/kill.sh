#!/usr/bin/env bash
# kill.sh - kills rescore at many moments of its work, by a signal that it cannot handle: each time the database must hold the
# old state whole, or the new one, corrections and all; and rescored once more it must be what an undisturbed run gives.
# Writes TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
stance=$(realpath "${STANCE:-build/stance}") || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1626170400

fail()
{
    echo "not ok - rescore killed: $*"
    exit 1
}

# 1,200 reports of our own making, and a lexicon that scores each of them otherwise.
awk 'BEGIN {
    split("chairs tables lamps doors windows maps", thing, " ")
    for (i = 1; i <= 1200; i++) {
        text = ""
        for (k = 1; k <= 12; k++)
            text = text "\\\"We have " (i * k) % 97 " " thing[(i + k) % 6 + 1] " and one brillig,\\\" Ambassador Vera Orlova said on Monday. "
        printf "{\"id\":\"r%d\",\"date\":\"2021-%02d-%02d\",\"text\":\"%s\"}\n", i, i % 12 + 1, i % 28 + 1, text
    }
}' >"$work/reports.jsonl"
mkdir "$work/own"
printf 'pattern\tclass\tstrength\tnote\nbrillig\tconciliatory\t3\tours\n' >"$work/own/tone-conciliatory.tsv"

"$stance" import -d "$work/a.db" "$work/reports.jsonl" 2>/dev/null || fail "the reports cannot be imported"
for document in r1 r600 r1200; do
    "$stance" set -d "$work/a.db" "$document" speaker 'Jon Falk' --why 'a test' --who us 2>/dev/null || fail "set"
done
"$stance" withdraw -d "$work/a.db" r2 --why 'a test' --who us 2>/dev/null || fail "withdraw"
state() { "$stance" export -d "$1" statements && "$stance" export -d "$1" hits && "$stance" list -d "$1" corrections; }
state "$work/a.db" >"$work/old" || fail "the old state cannot be read"
cp "$work/a.db" "$work/whole.db"
start=$(date +%s%N)
"$stance" rescore -d "$work/whole.db" --lexicon "$work/own" 2>/dev/null || fail "rescore"
took=$((($(date +%s%N) - start) / 1000000))
state "$work/whole.db" >"$work/new"
cmp -s "$work/old" "$work/new" && fail "the other lexicon changed nothing"

moments=16 stopped=0
cp "$work/a.db" "$work/b.db"
for ((i = 1; i <= moments; i++)); do
    "$stance" rescore -d "$work/b.db" --lexicon "$work/own" 2>/dev/null &
    pid=$!
    sleep "$(awk -v ms="$took" -v i=$i -v n=$moments 'BEGIN { printf "%.3f", ms * i / n / 1000 }')"
    kill -9 $pid 2>/dev/null && stopped=$((stopped + 1))
    wait $pid 2>/dev/null
    state "$work/b.db" >"$work/now" 2>"$work/err" || fail "at moment $i: $(cat "$work/err")"
    if cmp -s "$work/now" "$work/new"; then
        rm -f "$work"/b.db*
        cp "$work/a.db" "$work/b.db"
    elif ! cmp -s "$work/now" "$work/old"; then
        fail "at moment $i the database is neither old nor new"
    fi
done 2>/dev/null
"$stance" rescore -d "$work/b.db" --lexicon "$work/own" 2>/dev/null || fail "once more"
state "$work/b.db" >"$work/now"
cmp -s "$work/now" "$work/new" || fail "once more, it is not what an undisturbed run gives"
[ $stopped -gt 0 ] || fail "none of the runs was killed in time"
echo "ok - rescore killed $moments times"
