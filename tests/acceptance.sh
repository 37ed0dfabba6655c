#!/usr/bin/env bash
# shellcheck disable=SC2317 # functions are called through check
# acceptance.sh - the main job on real documents: the five news reports in the folder that STANCE_SEEDS names. Writes TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
if [ -z "${STANCE_SEEDS:-}" ]; then
    echo "ok - acceptance # SKIP real documents: STANCE_SEEDS names no folder"
    exit 0
fi
: "${STANCE:=build/stance}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
db=$work/seeds.db
failed=0

check() # NAME COMMAND...: one test; the command's output only when it fails
{
    local name=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        echo "ok - $name"
    else
        echo "not ok - $name"
        cat "$work/said"
        failed=1
    fi
}

has() { grep -qE -- "$1" "$2" || { echo "no line with $1 in:"; cat "$2"; return 1; }; }
has_no() { ! grep -E -- "$1" "$2"; }
lines() { [ "$(wc -l <"$2")" = "$1" ] || { echo "not $1 lines:"; cat "$2"; return 1; }; }
dated() { has "\"date\": ?\"$1\".*\"date_basis\": ?\"header\"|\"date_basis\": ?\"header\".*\"date\": ?\"$1\"" "$2"; }
export_to() { "$STANCE" export -d "$db" "$1" --format jsonl >"$2"; }

first_import() { "$STANCE" import -d "$db" "$STANCE_SEEDS" 2>&1; }
second_import() { first_import >"$work/second" && has '5 already known' "$work/second"; }
report_twice()
{
    "$STANCE" report -d "$db" --by quarter --out "$work/report" && mv "$work/report" "$work/before" &&
        "$STANCE" report -d "$db" --by quarter --out "$work/report" && diff -r "$work/before" "$work/report"
}
# A statement record goes through `explain` by its id.
explain_first()
{
    local id
    id=$(sed -n '1s/.*"id": *"\([0-9a-f]*:[0-9]*\)".*/\1/p' "$work/statements")
    [ -n "$id" ] && "$STANCE" explain -d "$db" "$id"
}
# The filter makes as many statements of the exported documents as the import did.
score_filter()
{
    "$STANCE" score <"$work/documents" >"$work/scored" && lines "$(wc -l <"$work/statements")" "$work/scored"
}

check "the seeds are imported" first_import
check "documents are exported" export_to documents "$work/documents"
check "five documents" lines 5 "$work/documents"
for day in 2021-07-13 2021-11-02 2020-12-21 2019-07-06; do
    check "$day is read from the head line" dated $day "$work/documents"
done
grep -vE '"date_basis": ?"header"' "$work/documents" >"$work/headless"
check "the fifth has no head line" lines 1 "$work/headless"
check "and its date is found in the text or left out" has '"date_basis": ?"(text|inferred|none|dateline)"' "$work/headless"
check "statements are exported" export_to statements "$work/statements"
check "some are direct speech" has '"mode": ?"direct"' "$work/statements"
check "some are reported" has '"mode": ?"reported"' "$work/statements"
grep -E '"mode": ?"narration"' "$work/statements" >"$work/narration"
check "narration has no speaker" has_no '"speaker": ?"' "$work/narration"
grep -E '"mode": ?"(direct|reported)"' "$work/statements" >"$work/spoken"
check "what is spoken has a speaker" has_no '"speaker": ?null' "$work/spoken"
check "a second import knows all five" second_import
check "and changes nothing" export_to statements "$work/again"
check "not a byte" cmp "$work/statements" "$work/again"
check "two reports are the same bytes" report_twice
check "a statement is explained" explain_first
check "the filter finds as many statements" score_filter
exit $failed
