#!/usr/bin/env bash
# man.sh - the manual pages are laid out without a warning, and the one on lexicon files names every kind of file and column.
# Writes TAP.
set -u
cd "$(dirname "$0")/.." || exit 1
shopt -s nullglob
failed=0

say() # NAME FOUND: a test is good when nothing was found
{
    if [ -z "$2" ]; then echo "ok - $1"; return; fi
    echo "not ok - $1"
    printf '%s\n' "$2"
    failed=1
}

for page in man/*.[1-9]; do
    if command -v mandoc >/dev/null; then
        say "$page" "$(mandoc -T lint -W warning "$page" 2>&1)"
    elif command -v man >/dev/null && command -v groff >/dev/null; then
        say "$page" "$(MANROFFSEQ='' man --warnings=w -l "$page" 2>&1 >/dev/null)"
    else
        echo "ok - $page # SKIP neither mandoc nor man is here"
    fi
done

# The headers of the shipped files against both descriptions.
missing=$(for file in lexicons/en/*.tsv; do
    kind=$(basename "$file" .tsv)
    kind=${kind%%-*}
    for word in "$kind" $(grep -vm 1 '^#' "$file"); do
        grep -qw -- "$word" man/stance-lexicon.5 || echo "man/stance-lexicon.5 does not name $word (of $kind)"
        grep -qw -- "$word" lexicons/README.md || echo "lexicons/README.md does not name $word (of $kind)"
    done
done | sort -u)
say "kinds and columns of lexicon files" "$missing"
exit $failed
