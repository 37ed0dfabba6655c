#!/usr/bin/env bash
# run.sh [CASE...] - golden tests of the command line: tests/cli/*.test, or the cases named. Writes TAP.
#
# A case is a text file that tells a story in an empty directory of its own. Its sections begin with a line "--- ":
#
#     # What the case shows, before the first section.
#     --- file in/note.txt         the lines that follow become this file
#     --- bytes in/broken.txt      the same without the line ends, and with \x80, \n, \t, \\ for bytes
#     --- stdin                    the lines that follow are the standard input of the next run
#     --- run stance import in     runs it; what it writes to stdout follows
#     --- stderr                   what it wrote to stderr; left out when that was nothing
#     --- status 4                 its exit status; left out when that was 0
#     --- # words                  a remark between sections
#     --- skip if root             the rest of the case needs a user whom file permissions bind
#
# The command is no shell line: words, 'quoted words', and at the end "> FILE" to keep stdout in a file. `stance` is the
# program under test; others come from PATH (cat, cmp, env, chmod …). data/ and lexicons/ of the checkout stand beside the
# case's own files as links. In what is written, the checkout reads @root@, its lexicons @lexicons@, the directory of the
# case @here@; a last line without its end is followed by "\ no end of line", and a line that would look like a section by
# itself has a \ before it.
#
# The runner writes the story anew with what really happened and compares the two files. UPDATE=1 keeps the new one: write
# the sections file, stdin and run by hand, let UPDATE=1 add the rest, and read what it added.
set -u
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=${here%/*/*}
stance=$(realpath "${STANCE:-$root/build/stance}") || exit 1
work=$(mktemp -d) || exit 1
work=$(realpath "$work")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$stance" "$work/bin/stance"

for_sed() { printf '%s' "$1" | sed 's/[][\\.*^$|]/\\&/g'; }
places=(-e "s|$(for_sed "${stance%/*}")/\.\./lexicons|@lexicons@|g" -e "s|$(for_sed "$root")/lexicons|@lexicons@|g"
    -e "s|$(for_sed "$work")/case|@here@|g" -e "s|$(for_sed "$root")|@root@|g")

# The bytes of a file as a section shows them.
shown()
{
    [ -s "$1" ] || return 0
    sed "${places[@]}" -e 's/^\\*--- /\\&/' "$1"
    [ -z "$(tail -c 1 "$1" | tr -d '\n')" ] || printf '\n\\ no end of line\n'
}

run_command() # LINE: runs it and writes its sections
{
    local words=() into='' status n
    mapfile -d '' words < <(xargs printf '%s\0' <<<"$1")
    n=${#words[@]}
    if [ "$n" -gt 2 ] && [ "${words[n - 2]}" = '>' ]; then
        into=${words[n - 1]}
        words=("${words[@]:0:n-2}")
    fi
    # Given from outside: nothing but what a sanitizer and the clock need.
    env -i PATH="$work/bin:/usr/local/bin:/usr/bin:/bin" HOME="$work" LC_ALL=C.UTF-8 TZ=UTC COLUMNS=80 \
        ${ASAN_OPTIONS+ASAN_OPTIONS="$ASAN_OPTIONS"} ${UBSAN_OPTIONS+UBSAN_OPTIONS="$UBSAN_OPTIONS"} \
        timeout 60 "${words[@]}" <"$work/in" >"${into:-$work/out}" 2>"$work/err"
    status=$?
    : >"$work/in"
    if [ -z "$into" ]; then shown "$work/out"; fi
    if [ -s "$work/err" ]; then
        echo '--- stderr'
        shown "$work/err"
    fi
    if [ $status != 0 ]; then echo "--- status $status"; fi
}

play() # CASE: writes the story anew; status 3 when the rest was skipped
{
    local section=head into='' line
    : >"$work/in"
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        '--- '*) section=${line#--- } into='' ;;
        *)
            case $section in
            head | '#'*) printf '%s\n' "$line" ;;
            file\ * | stdin)
                printf '%s\n' "$line"
                printf '%s\n' "$line" >>"$into"
                ;;
            bytes\ *)
                printf '%s\n' "$line"
                printf '%b' "$line" >>"$into"
                ;;
            esac
            continue
            ;;
        esac
        case $section in
        file\ * | bytes\ *)
            printf '%s\n' "$line"
            into=${section#* }
            mkdir -p "$(dirname "./$into")" && : >"$into" || return 1
            ;;
        stdin)
            printf '%s\n' "$line"
            into=$work/in
            ;;
        run\ *)
            printf '%s\n' "$line"
            run_command "${section#run }"
            ;;
        'skip if root')
            printf '%s\n' "$line"
            if [ "$(id -u)" = 0 ]; then return 3; fi
            ;;
        '#'*) printf '%s\n' "$line" ;;
        stderr | status\ *) ;;
        *)
            echo "$1: no such section: $line" >&2
            return 1
            ;;
        esac
    done <"$1"
}

failed=0
[ $# -gt 0 ] || set -- "$here"/*.test
for file; do
    name=$(basename "$file" .test)
    if [ ! -f "$file" ]; then
        echo "ok - command line # SKIP no cases in tests/cli"
        continue
    fi
    file=$(realpath "$file")
    mkdir "$work/case"
    ln -s "$root/data" "$root/lexicons" "$work/case"
    (cd "$work/case" && play "$file") >"$work/story"
    status=$?
    chmod -R u+w "$work/case" 2>/dev/null
    rm -rf "$work/case"
    if [ $status = 3 ]; then
        echo "ok - $name # SKIP $name: root may read and write everything"
    elif [ $status = 0 ] && cmp -s "$file" "$work/story"; then
        echo "ok - $name"
    elif [ $status = 0 ] && [ -n "${UPDATE:-}" ]; then
        cp "$work/story" "$file"
        echo "ok - $name, written anew"
    else
        echo "not ok - $name"
        diff -u --label "$name.test" --label 'what happened' "$file" "$work/story"
        failed=1
    fi
done
exit $failed
