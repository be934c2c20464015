using System.CommandLine;

namespace Harunire.Cli.Commands;

/// <summary>The options that every command takes, and the argument that most do.</summary>
internal static class GlobalOptions
{
    public static Option<string> Output { get; } = new("--output", "-o") { Description = "How the result is written: text, json, ndjson, csv or md", HelpName = "FORMAT", DefaultValueFactory = _ => "text", Recursive = true };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v") { Description = "Say more on stderr: each step, each statement", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say nothing on stderr but errors", Recursive = true };

    public static Option<string[]> Set { get; } = new("--set") { Description = "A setting for this call; may be given several times", HelpName = "NAME=VALUE", DefaultValueFactory = _ => [], Recursive = true };

    public static Option<string?> EnvironmentName { get; } = new("--environment", "-e") { Description = "The entry of 'environments' in harunire.yaml to use", HelpName = "NAME", Recursive = true };

    public static Option<bool> NoInput { get; } = new("--no-input") { Description = "Never ask; Harunire asks nothing, so scripts may say it and nothing changes", Recursive = true };

    public static Argument<string> Migration { get; } = new("MIGRATION") { Description = "The migration file" };

    public static IReadOnlyList<Option> All { get; } = [Output, Verbose, Quiet, Set, EnvironmentName, NoInput];
}
