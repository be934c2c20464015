using System.CommandLine;
using Harunire.Cli.Composition;
using Harunire.Cli.Verification;
using Harunire.Plans.Files;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire verify</c>: compares result tables with the legacy tables, and explains each difference.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var mapping = new Option<string[]>("--mapping", "-m") { Description = "Only this mapping; may be given several times", DefaultValueFactory = _ => [] };
        var report = new Option<string?>("--report") { Description = "Write reports to files : a folder, or a path that ends in .html, .json, .junit.xml, .csv or .md" };
        var formats = new Option<string[]>("--format") { Description = $"Formats of the reports: {string.Join(", ", ReportFiles.Formats)}", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        formats.AcceptOnlyFromAmong([.. ReportFiles.Formats]);
        var behind = new Option<bool>("--allow-behind") { Description = "Compare although the stream has not taken in all of the source" };
        var command = new ToolCommand("verify", "Compares the results with the legacy tables, and explains each difference.")
        {
            Examples =
            [
                "verify migrations/customer-orders/migration.yaml",
                "verify migrations/customer-orders/migration.yaml --report report --format html junit",
                "verify migrations/customer-orders/migration.yaml -m sales_by_store_day -o json",
            ],
            Exits = [1, 3, 4],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.Options.Add(mapping);
        command.Options.Add(report);
        command.Options.Add(formats);
        command.Options.Add(behind);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var settings = new Invocation(parsed).Settings;
            var file = MigrationReader.Read(parsed.GetRequiredValue(GlobalOptions.Migration));
            var run = new VerificationRun(file, new MigrationConnections(file, settings), settings, TimeProvider.System) { AllowBehind = parsed.GetValue(behind) };
            var outcome = await run.RunAsync(parsed.GetValue(mapping) ?? [], cancellationToken);
            var style = AnsiStyle.Choose(Console.IsOutputRedirected, Environment.GetEnvironmentVariables());
            ReportFiles.Writer(parsed.GetValue(GlobalOptions.Output)!, style).Write(outcome, Console.Out);
            if (parsed.GetValue(report) is { } path)
            {
                foreach (var written in ReportFiles.Write(outcome, path, parsed.GetValue(formats) ?? []))
                {
                    Console.Error.WriteLine($"report written: {written}");
                }
            }

            return outcome.ExitCode;
        });
        return command;
    }
}
