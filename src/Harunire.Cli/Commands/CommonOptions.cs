using System.CommandLine;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;

namespace Harunire.Cli.Commands;

/// <summary>The options that every command takes, in one place.</summary>
internal static class CommonOptions
{
    public static Option<string> Output { get; } = new("--output", "-o") { Description = "text or json", DefaultValueFactory = _ => "text", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress on stderr", Recursive = true };

    public static Option<string[]> Set { get; } = new("--set") { Description = "A setting for this call: name=value", DefaultValueFactory = _ => [], Recursive = true };

    public static Option<string?> EnvironmentName { get; } = new("--environment", "-e") { Description = "The entry of 'environments' in harunire.yaml to use", Recursive = true };

    public static Option<bool> NoInput { get; } = new("--no-input") { Description = "Never ask (Harunire asks nothing in this version)", Recursive = true };

    public static Argument<string> Migration { get; } = new("migration.yaml") { Description = "The migration file" };

    public static ToolSettings Settings(ParseResult parsed) =>
        ToolSettings.Load(Directory.GetCurrentDirectory(), parsed.GetValue(EnvironmentName), parsed.GetValue(Set) ?? [], Environment.GetEnvironmentVariables());

    public static bool IsJson(ParseResult parsed) => parsed.GetValue(Output) == "json";

    /// <summary>Progress and hints: stderr, unless --quiet.</summary>
    public static Action<string> Progress(ParseResult parsed) =>
        parsed.GetValue(Quiet) ? _ => { }
    : line => Console.Error.WriteLine(SecretMask.Apply(line));
}
