# Completion of hf-device for fish, made from its commands when it was built.

function __hf_device_command -d 'The command that was typed, such as: auth login'
    set -l command ''
    set -l is_value no
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if test $is_value = yes
            set is_value no
            continue
        end
        switch $word
            case @valued@
                set is_value yes
            case '-*'
            case '*'
                switch "$command/$word"
@names@
                end
        end
    end
    echo $command
end

function __hf_device_is
    test (__hf_device_command) = "$argv"
end

function __hf_device_stored_names
    # One that looks like an option would be taken for one.
    command hf-device auth list --quiet 2>/dev/null | string match -v -- '-*'
end

complete -c hf-device -f
@arguments@
