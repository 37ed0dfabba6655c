#!/usr/bin/env bash
# bench/shapes.sh [BYTES...] - is the time linear in the length of one document, whatever it holds? Prints the nanoseconds
# a byte that `stance score` takes for ordinary prose and for texts made to hurt, from 1 kB to 10 MB in one document, its
# start taken off (for the shortest ones that leaves little but noise). Ends with 1 when the longest takes more than four
# times as long a byte as the one of 1 MB.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

: "${STANCE:=build/stance}"
sizes=${*:-1000 10000 100000 1000000 10000000}
read -ra list <<<"$sizes"
shapes=(
    'prose|The ambassador said that talks would go on. \"We are ready,\" he added. Moscow expects a meeting, Kim Lee told reporters.\n\n'
    'a million quote marks|\" '
    'opening marks|“a '
    'closing marks|a” '
    'single marks|‘a '
    'apostrophes|the states’ '
    'paragraphs left open|“We are here\n\n'
    'no sentence end|the ambassador said that he would go and '
    'one name|Antonov '
    'one name that speaks|Antonov said '
    'names in a list|Anatoly Antonov, '
    'commas|a, '
    'brackets|( '
    'dashes|a - '
    'that|that '
    'who|a man who '
    'lead-ins|Lee said:\n\n'
    'labels|Lee: yes.\n'
    'heads|Norland Open To Talks\n\n'
    'stops|a. '
    'ellipses|… '
    'according to|according to '
    'as he put it|as he put it '
    'back references|It is so. This was stated by Lee. '
    'points of a list|Lee said:\n\na point that has no stop\n\nanother such point\n\n'
    'nicknames|Ann \"Bob\" Lee '
    'claims|Lee'\''s claim that talks '
    'comments|Lee said it was so — and it was so '
    'states|Russia and China '
    'peoples|Russians and South Korean '
    'lost marks|?We are here. Nobody '
    'quotations that lost their ends|\"We want peace, the mayor went, that \"the '
    'stops without an end|The envoy came here on foot. Nobody knew '
)

document() # UNIT BYTES: a JSON line whose text is about so many bytes
{
    UNIT=$1 LC_ALL=C awk -v bytes="$2" 'BEGIN {
        unit = ENVIRON["UNIT"]; n = int(bytes / length(unit)) + 1 # the environment keeps backslashes as they are
        printf "{\"id\":\"x\",\"text\":\""; for (i = 0; i < n; i++) printf "%s", unit; print "\"}" }'
}

seconds() # FILE: CPU seconds, user and system
{
    local TIMEFORMAT='%U %S'
    { time "$STANCE" score <"$1" >/dev/null 2>&1; } 2>&1 | awk '{ print $1 + $2 }'
}

document 'a' 1 >"$work/empty"
start=$(seconds "$work/empty")
printf '%-24s' 'ns a byte'
printf '%12s' "${list[@]}"
printf '\n'
slow=0
for shape in "${shapes[@]}"; do
    printf '%-24s' "${shape%%|*}"
    reference=
    for bytes in "${list[@]}"; do
        document "${shape#*|}" "$bytes" >"$work/document"
        rate=$(awk -v s="$(seconds "$work/document")" -v o="$start" -v b="$bytes" 'BEGIN { printf "%d", (s > o ? s - o : 0) / b * 1e9 }')
        printf '%12s' "$rate"
        if [ "$bytes" = 1000000 ]; then reference=$rate; fi
    done
    if [ -n "$reference" ] && [ "$bytes" -gt 1000000 ] && [ "$rate" -gt $((4 * reference + 100)) ]; then
        printf '  not linear'
        slow=1
    fi
    printf '\n'
done
exit "$slow"
