#!/usr/bin/env bash
# run.sh PROGRAM... - runs the whole suite and counts: these cmocka programs, then the parts below.
#
# A part writes TAP to stdout: a line "ok - NAME", "ok - NAME # SKIP why" or "not ok - NAME" a test; all other lines, and
# stderr, are explanation, shown when the part fails (or always, with V=1). A part that ends with a status and no "not ok",
# or before the tests that its plan "1..N" announced, counts as one failure more. The last line is the plain count.
#
# From the environment: STANCE, the program under test; BUILD; TEST_TIMEOUT, seconds a part (300).
set -u
cd "$(dirname "$0")/.." || exit 1
: "${BUILD:=build}" "${STANCE:=$BUILD/stance}"
STANCE=$(realpath "$STANCE") || exit 1
export STANCE BUILD CMOCKA_MESSAGE_OUTPUT=TAP TZ=UTC
unset STANCE_DB # a test never meets the user's own database
passed=0 failed=0 skipped=0
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT

part() # NAME COMMAND...
{
    local name=$1 status p f s planned
    shift
    { timeout "${TEST_TIMEOUT:-300}" "$@" >"$out" 2>&1 </dev/null; } 2>/dev/null # the shell's own word on a crash
    status=$?
    read -r p f s planned < <(awk '
        /^1\.\.[0-9]+/ { planned += substr($1, 4) }
        /^ok .*# [Ss][Kk][Ii][Pp]/ { s++; next }
        /^ok / { p++ }
        /^not ok / { f++ }
        END { print p + 0, f + 0, s + 0, planned + 0 }' "$out")
    if [ "$f" = 0 ]; then
        if [ $status = 124 ]; then
            echo "not ok - $name took longer than ${TEST_TIMEOUT:-300} s" >>"$out"
            f=1
        elif [ $status != 0 ]; then
            echo "not ok - $name ended with status $status" >>"$out"
            f=1
        elif [ $((p + s)) -lt "$planned" ] || [ $((p + s)) = 0 ]; then
            echo "not ok - $name ran $((p + s)) of $planned tests" >>"$out"
            f=1
        fi
    fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    printf '%-44s %4d passed' "$name" "$p"
    [ "$f" = 0 ] || printf ', %d FAILED' "$f"
    [ "$s" = 0 ] || printf ', %d skipped' "$s"
    echo
    if [ "$f" != 0 ] || [ -n "${V:-}" ]; then sed 's/^/    /' "$out"
    elif [ "$s" != 0 ]; then sed -n 's/^ok .*# [Ss][Kk][Ii][Pp] */    skipped: /p' "$out"; fi
}

for program; do
    part "${program#"$BUILD"/}" "$program"
done
part tests/cli tests/cli/run.sh
part tests/kill tests/kill.sh
part tests/acceptance tests/acceptance.sh
part tests/readme tests/readme.sh
part tests/man tests/man.sh
part tests/sample tests/sample.sh

echo
echo "$passed passed, $failed failed, $skipped skipped" | tee "$BUILD/test-summary"
[ "$failed" = 0 ]
