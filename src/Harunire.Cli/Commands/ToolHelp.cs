using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using Harunire.Cli.Output;

namespace Harunire.Cli.Commands;

/// <summary>The help of every command, in one order: usage, sentence, examples, subcommands, arguments, options by group, exit codes.</summary>
internal sealed class ToolHelp : SynchronousCommandLineAction
{
    private const int Indent = 2;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.Write(Text(parseResult.CommandResult.Command));
        return ExitCodes.Done;
    }

    public static string Text(Command command)
    {
        var text = new StringBuilder();
        text.Append("Usage: ").Append(Usage(command)).Append("\n\n").Append(command.Description).Append('\n');
        if (command is ToolCommand tool)
        {
            Section(text, "Examples", [.. tool.Examples.Select(example => ($"harunire {example}", ""))]);
        }

        Section(text, "Commands", [.. command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? ""))]);
        Section(text, "Arguments", [.. command.Arguments.Select(a => (a.Name, a.Description ?? ""))]);
        Section(text, "Options", [.. command.Options.Where(o => !GlobalOptions.All.Contains(o) && o is not (HelpOption or VersionOption)).Select(Row)]);
        Section(text, "Options of every command", [.. GlobalOptions.All.Select(Row), ("-h, --help", "Show this help"), .. command is RootCommand ? new[] { ("--version", "Show the version, and the drivers that were built in") } : []]);
        var exits = command is ToolCommand { Exits: var own } ? new[] { 0, 2, 70 }.Concat(own).Order() : ExitCodes.All.AsEnumerable();
        Section(text, "Exit codes", [.. exits.Select(code => (code.ToString(CultureInfo.InvariantCulture), ExitCodes.Meaning(code)))]);
        return text.ToString();
    }

    private static string Usage(Command command)
    {
        var words = new List<string> { "harunire" };
        words.AddRange(Path(command));
        if (command.Subcommands.Any(c => !c.Hidden))
        {
            words.Add("COMMAND");
        }

        words.AddRange(command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $"[{a.Name}]" : a.Name));
        words.Add("[options]");
        return string.Join(' ', words);
    }

    private static IEnumerable<string> Path(Command command) =>
        command is RootCommand ? [] : command.Parents.OfType<Command>().SelectMany(Path).Append(command.Name);

    private static (string, string) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        var value = option.ValueType == typeof(bool) ? "" : $" {option.HelpName ?? "VALUE"}";
        return (names + value, option.Description ?? "");
    }

    private static void Section(StringBuilder text, string title, IReadOnlyList<(string Name, string Text)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append(":\n");
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, meaning) in rows)
        {
            text.Append(' ', Indent).Append((meaning.Length == 0 ? name : name.PadRight(width + Indent) + meaning).TrimEnd()).Append('\n');
        }
    }
}
