# shellcheck shell=bash
# What soak and the benchmarks share; sourced by them. A folder of their own, a busybox layer, a document, small helpers.

: "${HCSCTL:=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/dist/hcsctl}"
export PATH=$PATH:/usr/sbin:/sbin

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

require() {
    local tool
    [[ $(id -u) -eq 0 ]] || die "needs root"
    [[ -x $HCSCTL ]] || die "no program at $HCSCTL: run 'make release', or set HCSCTL"
    for tool in "$@"; do
        command -v "$tool" >/dev/null || die "needs $tool: run scripts/install-requirements bench"
    done
}

# A layer with busybox and a link for each of its programs.
make_layer() {
    local layer=$1 name busybox
    busybox=$(command -v busybox) || die "needs busybox-static"
    mkdir -p "$layer"/{bin,dev,etc,proc,sys,tmp,root}
    cp "$busybox" "$layer/bin/busybox"
    for name in $("$busybox" --list); do
        [[ $name == busybox ]] || ln -s busybox "$layer/bin/$name"
    done
    echo 'root:x:0:0:root:/root:/bin/sh' >"$layer/etc/passwd"
    echo 'root:x:0:' >"$layer/etc/group"
}

# A document over one layer, with its scratch in a folder of the caller's, or where hcsctl makes it.
make_document() {
    local layer=$1 scratch=${2:-}
    printf '{"SystemType":"Container","Name":"fixture",'
    if [[ -n $scratch ]]; then printf '"LayerFolderPath":"%s",' "$scratch"; fi
    printf '"Layers":[{"ID":"b7f2a6f0-5c1e-4c33-9d5e-000000000001","Path":"%s"}]}\n' "$layer"
}

# Ends whatever containers are left below the state root.
delete_all() {
    local folder
    for folder in "$root"/*/; do
        [[ -d $folder ]] || continue
        "$HCSCTL" --root "$root" delete -f "$(basename "$folder")" >/dev/null 2>&1 || true
    done
}

# The value of a key of `hcsctl inspect`, wherever in the answer it stands.
inspect_field() {
    local id=$1 key=$2
    "$HCSCTL" --root "$root" inspect --format json "$id" | python3 -c '
import json, sys
def find(value):
    if isinstance(value, dict):
        if sys.argv[1] in value: return value[sys.argv[1]]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            found = find(item)
            if found is not None: return found
found = find(json.load(sys.stdin))
if found is None: sys.exit(f"inspect has no {sys.argv[1]}")
print(found)' "$key"
}
