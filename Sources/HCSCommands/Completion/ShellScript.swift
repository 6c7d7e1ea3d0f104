internal import ArgumentParser

/// The shells there is a script for. The scripts are thin: they ask `hcsctl __complete` and show what it says.
enum ShellScript: String, CaseIterable, ExpressibleByArgument {
    case bash
    case zsh
    case fish

    /// Whether the shell shows what stands beside a value.
    var showsDescriptions: Bool { self != .bash }

    /// The script; its first line names the version, by which a stale one is known.
    var text: String {
        let body =
            switch self {
            case .bash: Self.bashBody
            case .zsh: Self.zshBody
            case .fish: Self.fishBody
            }
        let stamp = "# hcsctl \(HCSCommand.version): completion for \(rawValue)\n"
        return self == .zsh ? "#compdef hcsctl\n" + stamp + body : stamp + body
    }

    /// Where the shell looks for it, for everybody.
    var systemPath: String {
        switch self {
        case .bash: "/usr/share/bash-completion/completions/hcsctl"
        case .zsh: "/usr/local/share/zsh/site-functions/_hcsctl"
        case .fish: "/usr/share/fish/vendor_completions.d/hcsctl.fish"
        }
    }

    /// Where the shell looks for it, for one user.
    func userPath(home: String, dataHome: String?) -> String {
        let data = dataHome ?? home + "/.local/share"
        return switch self {
        case .bash: data + "/bash-completion/completions/hcsctl"
        case .zsh: data + "/zsh/site-functions/_hcsctl"
        case .fish: home + "/.config/fish/completions/hcsctl.fish"
        }
    }

    private static let bashBody = #"""
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

        """#

    private static let zshBody = #"""
        _hcsctl() {
            local found line directives="" ending
            local -a given values shown spaces
            given=("${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}")
            found=$(${(Q)words[1]} __complete zsh $((CURRENT - 2)) "${given[@]}" 2>/dev/null </dev/null) || return 1
            for line in "${(@f)found}"; do
                if [[ $line == :* ]]; then
                    directives=,${line#:}
                    continue
                fi
                values+=("${line%%$'\t'*}")
                if [[ $line == *$'\t'* ]]; then
                    shown+=("${line%%$'\t'*}  -- ${line#*$'\t'}")
                else
                    shown+=("$line")
                fi
            done
            [[ $directives == *,nospace* ]] && spaces=(-S '')
            (( ${#values} )) && compadd -l "${spaces[@]}" -d shown -a values
            if [[ $directives == *,folders* || $directives == *,files=* ]]; then
                compset -P '*='
                if [[ $directives == *,folders* ]]; then
                    _files -/
                else
                    compset -P '*:'
                    ending=${${directives##*,files=}%%,*}
                    if [[ -n $ending ]]; then _files -g "*.$ending"; else _files; fi
                fi
            fi
        }
        if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _hcsctl "$@"; else compdef _hcsctl hcsctl; fi

        """#

    private static let fishBody = #"""
        function __hcsctl_complete
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l program $words[1]
            set -e words[1]
            set -l directives ""
            for line in ($program __complete fish (count $words) $words "$current" 2>/dev/null </dev/null)
                if string match -q ':*' -- $line
                    set directives ,(string sub -s 2 -- $line)
                else
                    echo $line
                end
            end
            set -l before (string match -r '^-[^=]*=' -- $current)
            set -l value (string replace -r '^-[^=]*=' '' -- $current)
            set -l ending ""
            if string match -q '*,files=*' -- $directives
                set ending (string replace -r '.*,files=([^,]*).*' '$1' -- $directives)
                set before (string join -- '' $before (string match -r '^.*:' -- $value))
                set value (string replace -r '^.*:' '' -- $value)
            else if not string match -q '*,folders*' -- $directives
                return
            end
            for path in $value*
                if test -d $path
                    echo "$before$path/"
                else if string match -q '*,files=*' -- $directives; and string match -q -- "*$ending" $path
                    echo "$before$path"
                end
            end
        end
        complete -c hcsctl -f -k -a '(__hcsctl_complete)'

        """#
}
