using System.CommandLine;
using Harunire.Model.Errors;

namespace Harunire.Cli.Output;

/// <summary>Wrong usage of the command line: what is wrong, the nearest option or command, and how to get help.</summary>
internal static class UsageErrors
{
    public static void Write(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;

        // Where a command's name is wrong, that a command is missing and that its arguments fit nothing only follows from it.
        var wrong = command.Subcommands.Count > 0 ? parsed.UnmatchedTokens.Take(1).ToList() : [.. parsed.UnmatchedTokens];
        foreach (var error in parsed.Errors.Where(error => wrong.Count == 0 || command.Subcommands.Count == 0 || error.Message.Contains($"'{wrong[0]}'", StringComparison.Ordinal)))
        {
            Console.Error.WriteLine($"error HAR8001: {error.Message}");
        }

        foreach (var token in wrong)
        {
            var known = command.Subcommands.Select(c => c.Name).Concat(command.Options.Select(o => o.Name));
            if (NearestName.Find(token, known) is { } nearest)
            {
                Console.Error.WriteLine($"  did you mean '{nearest}' instead of '{token}'?");
            }
        }

        Console.Error.WriteLine($"  'harunire {(command is RootCommand ? "" : command.Name + " ")}--help' shows the usage. Nothing was touched.");
    }
}
