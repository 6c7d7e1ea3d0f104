# hcsctl 0.1.0: completion for bash
_hcsctl() {
    local words=() word gap rest=${COMP_LINE:0:COMP_POINT} i
    # COMP_WORDBREAKS cuts at = and :; words without a space between them are one.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        gap=${rest%%[![:space:]]*}
        rest=${rest:${#gap}}
        word=${COMP_WORDS[i]}
        ((i < COMP_CWORD)) || word=$rest
        rest=${rest:${#word}}
        if ((i > 0)) && [[ -z $gap ]]; then words[-1]+=$word; else words+=("$word"); fi
    done
    local current=${words[-1]} found line cut="" directives=""
    found=$("$1" __complete bash $((${#words[@]} - 2)) "${words[@]:1}" 2>/dev/null </dev/null) || return 0
    # What stands before the last break is not replaced.
    [[ $current == *=* && $COMP_WORDBREAKS == *=* ]] && cut=${current%"${current##*=}"}
    [[ $current == *:* && $COMP_WORDBREAKS == *:* ]] && cut=${current%"${current##*[=:]}"}
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ $line == :* ]]; then directives=,${line#:}; else COMPREPLY+=("${line#"$cut"}"); fi
    done <<<"$found"
    [[ $directives != *,nospace* ]] || compopt -o nospace
    local ending path value=${current##*=}
    [[ $value != *:* || $directives == *,folders* ]] || value=${value##*:}
    if [[ $directives == *,folders* ]]; then
        compopt -o filenames
        while IFS= read -r path; do COMPREPLY+=("$path"); done < <(compgen -d -- "$value")
    elif [[ $directives == *,files=* ]]; then
        compopt -o filenames
        ending=${directives##*,files=}
        ending=${ending%%,*}
        while IFS= read -r path; do
            [[ -n $ending && $path != *."$ending" && ! -d $path ]] || COMPREPLY+=("$path")
        done < <(compgen -f -- "$value")
    fi
}
complete -F _hcsctl hcsctl
