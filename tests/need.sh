#!/usr/bin/env bash
# need.sh SET... - sees to it that the Debian packages of these sets (tests/packages) are there.
#
# Nothing missing: says nothing, asks no network, takes some hundredths of a second. Something missing: says what and why
# and installs it with apt-get, by sudo when not root. NO_INSTALL=1 only says it. PACKAGES names another list.
set -u
list=${PACKAGES:-$(dirname "$0")/packages}
cc=${CC:-cc}

if ! command -v "${cc%% *}" >/dev/null; then
    echo "stance: no C compiler: '$cc' is not there (on Debian: apt-get install gcc libc6-dev)" >&2
    exit 1
fi

# The lines of the wanted sets as: package, probe, why.
wanted=$(awk -v sets=" $* " '!/^[[:space:]]*(#|$)/ && index(sets, " " $1 " ") {
    package = $2; probe = $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); print package "\t" probe "\t" $0 }' "$list") || exit 1

# One run of the preprocessor asks for all headers; it prints the packages whose header is not found.
# shellcheck disable=SC2086 # both may be several words
missing=$(awk -F '\t' '{ kind = $2; sub(/:.*/, "", kind); name = $2; sub(/^[^:]*:/, "", name) }
    kind == "header" { printf "#if !__has_include(<%s>)\nmissing %s\n#endif\n", name, $1 }' <<<"$wanted" |
    $cc ${CPPFLAGS:-} -E -P -x c - | awk '$1 == "missing" { print $2 }')
while IFS=$'\t' read -r package probe _; do
    [[ $probe != command:* ]] || command -v "${probe#command:}" >/dev/null || missing+=" $package"
done <<<"$wanted"
# shellcheck disable=SC2086 # a list of words
set -- $missing
[ $# -gt 0 ] || exit 0

echo "stance: missing on this machine:" >&2
for package; do
    awk -F '\t' -v p="$package" '$1 == p { printf "  %-16s %s\n", $1, $3 }' <<<"$wanted" >&2
done
if [[ ${MAKEFLAGS-} =~ ^[a-zA-Z]*n[a-zA-Z]*(\ |$) ]]; then NO_INSTALL=1; fi # make -n only says what it would do
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
if [ -n "${NO_INSTALL:-}" ] || ! command -v apt-get >/dev/null || ! command -v "${as_root[0]:-true}" >/dev/null; then
    echo "stance: please install these packages (on Debian, as root: apt-get install $*), then run make again" >&2
    exit 1
fi
echo "stance: installing them: ${as_root[*]}${as_root[*]:+ }apt-get install $*" >&2
export DEBIAN_FRONTEND=noninteractive
# The list of packages may be old or, on a new machine, not there at all; an install that fails is what counts.
"${as_root[@]}" apt-get update -qq >&2
if ! "${as_root[@]}" apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >&2; then
    echo "stance: apt-get could not install $*: see above; once they are installed, make works without a network" >&2
    exit 1
fi
