using System.CommandLine;
using Harunire.Model.Errors;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire completion SHELL</c>: a script that lets a shell ask the tool for completions.</summary>
internal static class CompletionCommand
{
    // The shells ask with System.CommandLine's directive: [suggest:POSITION] "LINE".
    private const string Bash = """
        _harunire() {
          local IFS=$'\n' name=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} hide='^[-/]'
          local line=${COMP_LINE#"$name"}
          [[ $word == -* ]] && hide='^/'
          COMPREPLY=($(compgen -W "$("$name" "[suggest:$((COMP_POINT - ${#name}))]" "$line" 2>/dev/null | grep -v "$hide")" -- "$word"))
        }
        complete -o default -F _harunire harunire ./harunire

        """;

    private const string Zsh = """
        _harunire() {
          local name=${words[1]} line="${words[2,-1]}"
          local -a found
          found=("${(@f)$("$name" "[suggest:${#line}]" "$line" 2>/dev/null)}")
          (( ${#found} )) && compadd -- $found || _files
        }
        compdef _harunire harunire ./harunire

        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName harunire, ./harunire -ScriptBlock {
          param($word, $ast, $position)
          $line = $ast.ToString().Substring($ast.CommandElements[0].ToString().Length)
          & $ast.CommandElements[0].ToString() "[suggest:$($line.Length)]" "$line" 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;

    private static readonly string[] Shells = ["bash", "zsh", "pwsh"];

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh" };
        shell.CompletionSources.Add(Shells);
        var command = new ToolCommand("completion", "Prints a script for a shell, so that it completes commands, options and names.")
        {
            Examples = ["completion bash > ~/.local/share/bash-completion/completions/harunire", "completion zsh > ~/.zfunc/_harunire", "completion pwsh >> $PROFILE"],
        };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                "pwsh" => PowerShell,
                var other => throw new HarunireException(CliErrors.BadUsage, $"there is no completion for '{other}'", hint: $"there is one for: {string.Join(", ", Shells)}"),
            });
            return 0;
        });
        return command;
    }
}
