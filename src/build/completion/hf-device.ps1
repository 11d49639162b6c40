# Completion of hf-device for PowerShell, made from its commands when it was built.

Register-ArgumentCompleter -Native -CommandName 'hf-device', 'hf-device.cmd' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $valued = @(@valued@)
    # Which command is meant by a word after another command.
    $commands = @{
@names@
    }
    # What may follow a command and, after the colon, one of its options. The empty word stands for
    # the names of the stored tokens.
    $arguments = @{
@arguments@
    }

    $command = ''
    $option = ''
    foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
        if ($element.Extent.EndOffset -ge $cursorPosition) {
            break
        }
        $word = $element.Extent.Text
        if ($option) {
            $option = ''
        } elseif ($valued -ccontains $word) {
            $option = $word
        } elseif (-not $word.StartsWith('-') -and $commands.ContainsKey("$command/$word")) {
            $command = $commands["$command/$word"]
        }
    }
    $typed = "$wordToComplete".TrimStart("'", '"')
    $prefix = ''
    if (-not $option -and $typed -match '^(--[^=]+)=(.*)$') {
        $option = $Matches[1]
        $prefix = "$option="
        $typed = $Matches[2]
    }

    $words = $arguments["${command}:$option"]
    if ($null -eq $words) {
        return
    }
    foreach ($word in $words.Keys) {
        $names = if ($word) { $word } else { @(& 'hf-device' auth list --quiet 2>$null) }
        foreach ($name in $names) {
            if (-not $name.StartsWith($typed, [System.StringComparison]::Ordinal)) {
                continue
            }
            if ($name.StartsWith('-') -and -not $typed.StartsWith('-')) {
                continue
            }
            $text = $prefix + $name
            if ($text -notmatch '^[A-Za-z0-9_.=-]+$') {
                # Quotes of other alphabets end such a text too.
                $text = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($text) + "'"
            }
            [System.Management.Automation.CompletionResult]::new($text, $name, 'ParameterValue', $words[$word])
        }
    }
}
