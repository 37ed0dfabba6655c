#!/usr/bin/env bash
# sample.sh - the report on data/sample must be the one that is kept in reports/sample, file by file and byte by byte.
# Writes TAP. UPDATE=1 keeps the new one. SAMPLE_REPORT holds the options of the report; the Makefile sets it.
set -u
cd "$(dirname "$0")/.." || exit 1
: "${STANCE:=build/stance}" "${SAMPLE_REPORT:?}"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# shellcheck disable=SC2086 # SAMPLE_REPORT is a list of words
if ! "$STANCE" import -d "$work/sample.db" data/sample >&2 ||
    ! "$STANCE" report -d "$work/sample.db" $SAMPLE_REPORT --out "$work/sample" >&2; then
    echo "not ok - import and report of data/sample"
    exit 1
fi
if diff -ru reports/sample "$work/sample" >"$work/diff" 2>&1; then
    echo "ok - reports/sample is what data/sample gives"
elif [ -n "${UPDATE:-}" ]; then
    rm -rf reports/sample
    mkdir -p reports && cp -r "$work/sample" reports/sample || exit 1
    echo "ok - reports/sample, written anew"
else
    echo "not ok - reports/sample is not what data/sample gives now: read the difference, then 'make sample' keeps the new one"
    head -n 100 "$work/diff"
    exit 1
fi
