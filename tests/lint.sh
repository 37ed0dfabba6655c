#!/usr/bin/env bash
# shellcheck disable=SC2317,SC2154,SC2153 # checks are called by name; FLOORS and CC come from outside
# lint.sh [CHECK...] - what the house plan asks of the code, as far as a machine can see it; without names, every check.
# FLOORS, PUBLIC_FLOOR, BUILD, STANCE, CC and SOURCE_FLAGS come from the Makefile: `make lint`, or for some checks only
# `make lint CHECKS="includes symbols"`.
set -u
cd "$(dirname "$0")/.." || exit 1
shopt -s nullglob
export LC_ALL=C.UTF-8
read -ra floors <<<"$FLOORS"
eval "flags=($SOURCE_FLAGS)"
sources=(src/*/*.c)
internal=(src/*/*.h)
public=(include/stance/*.h)
tests=(tests/test_*.c tests/*/*.c tests/*/*.h)
scripts=(.ci/run tests/*.sh tests/*/*.sh)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
jobs=$(nproc)

# "HEADER FLOOR" a line: those that the Makefile names; any other public header has the name of its floor.
for floor in "${floors[@]}"; do
    names=PUBLIC_$floor
    echo "$floor $floor"
    for name in ${!names:-}; do echo "$name $floor"; done
done >"$work/public"

# A file includes its own floor and lower ones; outside libraries from the floor on that the house plan gives them.
lint_includes()
{
    local header name
    for header in "${public[@]}"; do
        name=$(basename "$header" .h)
        grep -q "^$name " "$work/public" || echo "$header: its floor is unknown: name it in a PUBLIC_FLOOR of the Makefile"
    done
    grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null "${sources[@]}" "${internal[@]}" "${public[@]}" |
        awk -v list="$FLOORS" '
        BEGIN {
            n = split(list, floor)
            for (i = 1; i <= n; i++) level[floor[i]] = i
            outside["sqlite3"] = level["store"]
            outside["gsl"] = level["stats"]
            outside["libxml"] = outside["archive"] = outside["csv"] = outside["jansson"] = level["ingest"]
            outside["sys/wait"] = outside["spawn"] = level["ingest"]
        }
        NR == FNR { public[$1] = level[$2]; next }
        {
            split($0, part, ":"); file = part[1]
            split(file, dir, "/")
            own = dir[1] == "src" ? level[dir[2]] : 0
            if (dir[1] == "include") { name = dir[3]; sub(/\.h$/, "", name); own = public[name] }
            if (!own) next
            header = $0; sub(/^[^"<]*["<]/, "", header); sub(/[">].*/, "", header)
            quoted = $0 ~ /include[[:space:]]*"/
            stem = header; sub(/\.h$/, "", stem)
            split(stem, at, "/")
            if (!quoted) needs = (stem in outside) ? outside[stem] : outside[at[1]]
            else if (at[1] == "stance") needs = public[at[2]]
            else needs = level[at[1]]
            if (quoted && !needs) print file ":" part[2] ": \"" header "\" names no floor"
            else if (needs > own) print file ":" part[2] ": " header " belongs to " floor[needs] ", above " floor[own]
        }' "$work/public" -
}

# A floor calls its own and lower floors; the library is quiet: it does not write to the terminal nor end the process. Names of
# the cli floor are nobody's but the program's own, so they need no prefix.
lint_symbols()
{
    local floor
    for floor in "${floors[@]}"; do
        nm -g --defined-only "$BUILD/$floor.a" 2>/dev/null | awk -v f="$floor" 'NF == 3 { print "D", f, $3 }'
        nm -gu -A "$BUILD/$floor.a" 2>/dev/null | awk -v f="$floor" '{ split($1, at, ":"); print "U", f, $NF, at[2] }'
    done | awk -v list="$FLOORS" '
        BEGIN { n = split(list, floor); for (i = 1; i <= n; i++) level[floor[i]] = i }
        $1 == "D" {
            defined[$3] = level[$2]
            if ($2 != "cli" && $3 !~ /^(stance_|main$|argp_program_|_)/) print $2 ": public name without stance_: " $3
        }
        $1 == "U" { user[++count] = $2; symbol[count] = $3; member[count] = $4 }
        END {
            for (i = 1; i <= count; i++) {
                own = level[user[i]]; s = symbol[i]; needs = 0
                sub(/^__isoc[0-9]+_/, "", s)
                if (s in defined) needs = defined[s]
                else if (s ~ /^sqlite3_/) needs = level["store"]
                else if (s ~ /^(gsl|cblas)_/) needs = level["stats"]
                else if (s ~ /^(xml|html|xslt)[A-Z]/ || s ~ /^(json|archive|csv)_/) needs = level["ingest"]
                else if (s ~ /^(popen|system|v?fork|exec[lv].*|posix_spawn.*|waitpid)$/) needs = level["ingest"]
                else if (s ~ /^(_?exit|abort|v?printf|puts|putchar|perror|__printf_chk|stdout|stderr)$/) needs = level["cli"]
                if (needs > own) print user[i] ": " member[i] " uses " s ", which is for " floor[needs] " and above"
            }
        }'
}

# No globals: nothing writable outlives a call, so that threads and other engines can share the library.
lint_globals()
{
    local floor
    for floor in "${floors[@]}"; do
        [ "$floor" = cli ] && continue
        nm -f sysv "$BUILD/$floor.a" 2>/dev/null | awk -F '|' -v f="$floor" '
            /\.o\]?:$/ { member = $0; sub(/.*\[/, "", member); sub(/\]?:$/, "", member) }
            $4 ~ /OBJECT|TLS/ { section = $7; gsub(/ /, "", section); gsub(/ /, "", $1)
                if (section ~ /^\.(data|bss|tdata|tbss)(\.[^r].*)?$/) print f ": " member ": writable for ever: " $1 }'
    done
}

# Every header stands by itself; the public ones are C++ too.
lint_headers()
{
    local header
    for header in "${internal[@]}" "${public[@]}"; do
        $CC "${flags[@]}" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c - <<<"#include \"${header#*/}\"" ||
            echo "$header does not compile alone"
    done 2>&1
    for header in "${public[@]}"; do
        clang++ -std=c++11 -Iinclude -Wall -Wextra -Werror -fsyntax-only -x c++ - <<<"#include \"${header#*/}\"" ||
            echo "$header does not compile as C++"
    done 2>&1
}

lint_length()
{
    wc -l "${sources[@]}" "${internal[@]}" "${public[@]}" "${tests[@]}" |
        awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines, more than 600" }'
}

lint_blanks()
{
    grep -nE $'\t|[ \r]$' /dev/null "${sources[@]}" "${internal[@]}" "${public[@]}" "${tests[@]}" "${scripts[@]}"
    grep -nE '[[:space:]]$' /dev/null Makefile
}

# The project stands by itself: it names no place of one machine.
lint_places()
{
    grep -rnIE '/wor[k]/|/hom[e]/|/roo[t]/|/Use[r]s/' --exclude-dir=build --exclude-dir=.git .
    grep -rnI '\.\./share[d]' --exclude-dir=build --exclude-dir=.git . | grep -v '^\./\.ci/run:'
}

# Each table has its header line, with the note as last column, and no line has more cells than it; then the program reads all.
lint_lexicons()
{
    awk -F '\t' '
        FNR == 1 { cells = 0 }
        /^#/ || /^$/ { next }
        !cells {
            cells = NF
            if ($NF != "note" || $0 !~ /^[a-z_]+(\t[a-z_]+)+$/) print FILENAME ":" FNR ": no header line that ends in the column note"
            next
        }
        NF > cells { print FILENAME ":" FNR ": " NF " cells, the header names " cells }' /dev/null lexicons/*/*.tsv
    "$STANCE" lexicon check --strict >"$work/lexicon" 2>&1 || cat "$work/lexicon"
}

lint_cppcheck()
{
    cppcheck -q -j "$jobs" --std=c11 --language=c --enable=warning,performance,portability --inline-suppr \
        --suppress=missingIncludeSystem --error-exitcode=0 -D_GNU_SOURCE -D__GNUC__ -DSTANCE_VERSION='""' \
        -DSTANCE_LEXICON_DIR='""' -Iinclude -Isrc "${sources[@]}" 2>&1
}

# The analyzer's way to a finding takes many lines: V=1 shows them.
lint_tidy()
{
    # shellcheck disable=SC2016 # for the inner shell; error.c defines what analyzer.h replaces
    printf '%s\0' "${sources[@]}" | xargs -0 -P "$jobs" -n 1 bash -c 'eval "flags=($SOURCE_FLAGS)"
        first=tests/analyzer.h; [ "$0" != src/base/error.c ] || first=stance/error.h
        exec clang-tidy --quiet "$0" -- -include "$first" "${flags[@]}"' 2>"$work/tidy" |
        awk -v all="${V:-}" '/: (error|warning): / { show = 1 } / note: / { show = 0 } show || all'
    grep -E ': error:|not found|No such' "$work/tidy"
}

lint_format()
{
    clang-format --dry-run -Werror "${sources[@]}" "${internal[@]}" "${public[@]}" "${tests[@]}" 2>&1 |
        sed -n 's/:[0-9]*:[0-9]*: error: code should be clang-formatted.*//p' | sort | uniq -c |
        awk '{ print $2 ": `make format` would change it at " $1 " places" }'
}

checks=(includes symbols globals headers length blanks places lexicons cppcheck tidy format)
[ $# = 0 ] || checks=("$@")
bad=0
for check in "${checks[@]}"; do
    "lint_$check" >"$work/found" 2>&1
    if [ -s "$work/found" ]; then
        echo "lint: $check:"
        sed 's/^/  /' "$work/found" | head -n 200
        bad=1
    fi
done
[ $bad != 0 ] || echo "lint: nothing found by ${checks[*]}"
exit $bad
