# hcsctl 0.1.0: completion for fish
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
