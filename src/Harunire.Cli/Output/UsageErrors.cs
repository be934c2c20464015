using System.CommandLine;
using Harunire.Model.Errors;

namespace Harunire.Cli.Output;

/// <summary>Wrong usage of the command line: what is wrong, the nearest option or command, and how to get help.</summary>
internal static class UsageErrors
{
    public static void Write(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"error HAR8001: {error.Message}");
        }

        foreach (var token in parsed.UnmatchedTokens)
        {
            var known = parsed.CommandResult.Command.Subcommands.Select(c => c.Name)
                .Concat(parsed.CommandResult.Command.Options.Select(o => o.Name));
            if (NearestName.Find(token, known) is { } nearest)
            {
                Console.Error.WriteLine($"  did you mean '{nearest}' instead of '{token}'?");
            }
        }

        var command = parsed.CommandResult.Command;
        Console.Error.WriteLine($"  'harunire {(command is RootCommand ? "" : command.Name + " ")}--help' shows the usage. Nothing was touched.");
    }
}
