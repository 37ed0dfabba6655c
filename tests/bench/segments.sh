#!/usr/bin/env bash
# bench/segments.sh - how long `stance shifts --series` takes on long series, reading included: CPU seconds, median of three
# runs. Where R has the package fpop, its solver is timed beside ours on the same values (in memory, without reading).
set -eu
cd "$(dirname "$0")/../.."
: "${STANCE:=build/stance}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

series() # COUNT EVERY SLOPES: a series that changes about every EVERY values (0: never), of normal noise
{
    awk -v n="$1" -v every="$2" -v slopes="$3" 'BEGIN { srand(1); print "period,value"
        for (i = 0; i < n; i++) {
            if (every && rand() < 1 / every) { level = 8 * rand() - 4; slope = slopes * (20 * rand() - 10) / every }
            level += slope
            printf "%d,%.6f\n", i, level + sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand())
        } }'
}

cpu() # COMMAND...
{
    local TIMEFORMAT='%U %S'
    for _ in 1 2 3; do { time "$@" >"$work/out" 2>"$work/err"; } 2>&1; done | awk '{ print $1 + $2 }' | sort -n | sed -n 2p
}

fpop()
{
    Rscript -e 'y <- read.csv(commandArgs(TRUE))$value
        s <- median(abs(diff(y) - median(diff(y)))) * 1.4826 / sqrt(2)
        cat(median(replicate(3, system.time(fpop::Fpop(y, 4 * log(length(y)) * s^2))[[1]])))' "$1" 2>/dev/null ||
        echo 'not installed'
}

row() # LABEL COUNT EVERY SLOPES MODEL
{
    series "$2" "$3" "$4" >"$work/series.csv"
    printf '%-44s%8.3f s CPU' "$1" "$(cpu "$STANCE" shifts --series "$work/series.csv" --model "$5" --format csv)"
    if [ "$5" = mean ]; then printf '   R fpop: %s' "$(fpop "$work/series.csv")"; fi
    printf '\n'
}

row 'levels, 1e6 values, no change' 1000000 0 0 mean
row 'levels, 1e6 values, about 1,000 changes' 1000000 1000 0 mean
row 'levels, 1e6 values, about 10,000 changes' 1000000 100 0 mean
row 'either, 1e6 values, about 1,000 changes' 1000000 1000 0 auto
row 'lines, 1e5 values, about 100 changes' 100000 1000 1 linear
row 'lines, 1e5 values, about 1,000 changes' 100000 100 1 linear
row 'lines, 1e5 values, no change (blocks)' 100000 0 0 linear
row 'lines, 1e6 values, about 100 changes' 1000000 10000 1 linear
