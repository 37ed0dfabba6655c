#!/usr/bin/env bash
# readme.sh [FILE...] - runs the examples of README.md, so that they stay true. Writes TAP.
#
# Examples are the blocks marked ```console. A line that begins with "$ " is a command (a \ at its end continues it); the
# lines up to the next one are what it writes, stdout and stderr together: a line "..." stands for any number of lines, and
# where nothing is shown nothing is compared. A command must succeed unless `echo $?` follows it. Commands that build,
# install or fetch (make, apt-get, sudo, git, cd, man) are left out, and so is a block after a line <!-- no-run -->. All run in
# one directory that has the data and lexicons of the checkout and the program as build/stance.
set -u
cd "$(dirname "$0")/.." || exit 1
root=$PWD
stance=$(realpath "${STANCE:-build/stance}") || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- README.md
for file; do
    [ -f "$file" ] || { echo "not ok - $file is not there"; exit 1; }
done
mkdir -p "$work/here/build" "$work/bin"
ln -s "$stance" "$work/here/build/stance"
ln -s "$stance" "$work/bin/stance"
ln -s "$root/data" "$root/lexicons" "$work/here"
cp -r "$root/reports" "$work/here" # an example writes a report of its own beside the sample
export PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 COLUMNS=80

# One command a record: FILE:LINE, the command, then what it shows; records end with \036, fields with \037.
commands()
{
    awk 'function flush() {
            sub(/\n+$/, "\n", shown)
            if (shown == "\n") shown = ""
            if (command != "") printf "%s\037%s\037%s\036", place, command, shown
            command = shown = ""
        }
        { line = $0 }
        in_block && line ~ /^[ \t]*```/ { flush(); in_block = 0; next }
        !in_block && line ~ /^```console/ { in_block = 1; more = 0; ignored = no_run; no_run = 0; next }
        !in_block { if (line ~ /<!-- no-run -->/) no_run = 1; else if (line != "") no_run = 0; next }
        ignored { next }
        more { command = command "\n" line; more = line ~ /\\$/; next }
        line ~ /^\$ / { flush(); command = substr(line, 3); place = FILENAME ":" FNR; more = line ~ /\\$/; next }
        { shown = shown line "\n" }
        END { flush() }' "$@"
}

# Shown text as an awk check: each line in its place, "..." for any number of lines.
compare() # SHOWN GOT
{
    awk 'NR == FNR { want[++n] = $0; next } { got[++m] = $0 }
        function match_from(i, j) {
            for (; i <= n; i++) {
                if (want[i] == "...") {
                    for (; j <= m + 1; j++) if (match_from(i + 1, j)) return 1
                    return 0
                }
                if (j > m || want[i] != got[j]) return 0
                j++
            }
            return j == m + 1
        }
        END {
            while (m > 0 && got[m] == "") m--
            exit !match_from(1, 1)
        }' "$1" "$2"
}

failed=0 count=0 last=0 place='' pending=''
fail() # WHY
{
    echo "not ok - $place: $1"
    sed 's/^/  /' "$work/command" "$work/got"
    failed=1
}
while IFS=$'\037' read -r -d $'\036' at command shown; do
    read -r word _ <<<"$command"
    case $word in make | apt | apt-get | sudo | git | cd | man) continue ;; esac
    if [ -n "$pending" ] && [[ $command != 'echo $?'* ]]; then fail "ended with status $last"; fi
    pending='' place=$at
    printf '$ %s\n' "$command" >"$work/command"
    (cd "$work/here" && timeout 60 bash -c "(exit $last); $command") >"$work/got" 2>&1 </dev/null
    last=$?
    count=$((count + 1))
    [ $last = 0 ] || pending=yes
    printf '%s' "$shown" >"$work/shown"
    if [ -n "$shown" ] && ! compare "$work/shown" "$work/got"; then
        echo "not ok - $place: $command"
        diff -u --label README --label 'what happened' "$work/shown" "$work/got"
        failed=1
    elif [ -z "$pending" ]; then
        echo "ok - $place"
    fi
done < <(commands "$@")
if [ -n "$pending" ]; then fail "ended with status $last"; fi
if [ $count = 0 ]; then echo "ok - examples # SKIP no examples in $*"; fi
exit $failed
