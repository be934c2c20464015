using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Settings;
using Harunire.Cli.Verification;
using Harunire.Plans.Files;
using Harunire.Verify.Certificates;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire verify</c>: compares result tables with the legacy tables, and explains each difference.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var mapping = new Option<string[]>("--mapping", "-m") { Description = "Only this mapping; may be given several times", DefaultValueFactory = _ => [] };
        var report = new Option<string?>("--report") { Description = "Write reports to files: a folder, or a path that ends in .html, .json, .junit.xml, .csv or .md" };
        var formats = new Option<string[]>("--format") { Description = $"Formats of the reports: {string.Join(", ", ReportFiles.Formats)}", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        formats.AcceptOnlyFromAmong([.. ReportFiles.Formats]);
        var behind = new Option<bool>("--allow-behind") { Description = "Compare although the stream has not taken in all of the source" };
        var asOf = new Option<string?>("--as-of") { Description = "As of when the legacy tables are: an SCN, or a time in UTC such as 2026-03-10T02:00:00Z" };
        var accept = new Option<bool>("--accept") { Description = "Propose the failing keys as accepted differences, for somebody to sign" };
        var certify = new Option<int?>("--certify") { Description = "Issue a cut-over certificate where so many windows in a row are equal" };
        certify.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--certify takes a number of windows from 1 on");
            }
        });
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
        foreach (var option in new Option[] { mapping, report, formats, behind, asOf, accept, certify })
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var settings = call.Settings;
            var file = MigrationReader.Read(parsed.GetRequiredValue(GlobalOptions.Migration));
            var options = new VerifyOptions { Mappings = parsed.GetValue(mapping) ?? [], AllowBehind = parsed.GetValue(behind), AsOf = parsed.GetValue(asOf) };
            await using var connections = new MigrationConnections(file, settings);
            var outcome = await new VerificationRun(file, connections, settings, TimeProvider.System).RunAsync(options, cancellationToken);
            Write(call, outcome);
            if (parsed.GetValue(report) is { } path)
            {
                Say(call, ReportFiles.Write(outcome, path, parsed.GetValue(formats) ?? []).Select(f => $"report written: {f}"));
            }

            if (parsed.GetValue(accept))
            {
                Say(call, AcceptanceProposal.Write(file, outcome, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)).Select(f => $"proposed: {f}; give each record a reason and move it to the .accepted.yaml"));
            }

            if (parsed.GetValue(certify) is { } count)
            {
                Say(call, Certify(file, settings, outcome, count, parsed.GetValue(report)));
            }

            return outcome.ExitCode;
        });
        return command;
    }

    private static IEnumerable<string> Certify(MigrationFile file, ToolSettings settings, VerificationReport outcome, int count, string? report)
    {
        var history = new VerificationHistory(file, settings);
        var certificate = CertificateIssuer.Issue(outcome, history.Windows, count);
        var folder = report is null ? "." : Path.HasExtension(report) ? Path.GetDirectoryName(Path.GetFullPath(report))! : report;
        Directory.CreateDirectory(folder);
        var stem = Path.Combine(folder, $"certificate-{file.Name}");
        using var html = new StringWriter();
        CertificateWriter.Html(certificate, html);
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(stem + ".html", SecretMask.Apply(html.ToString()), utf8);
        File.WriteAllText(stem + ".json", SecretMask.Apply(CertificateWriter.Json(certificate)), utf8);
        return [CertificateWriter.Sentence(certificate), $"certificate written: {stem}.html, {stem}.json"];
    }

    private static void Write(Invocation call, VerificationReport outcome)
    {
        if (call.Format == "ndjson")
        {
            using var json = new StringWriter();
            new JsonReportWriter().Write(outcome, json);
            call.Write(new CommandResult("verification", (JsonObject)JsonNode.Parse(json.ToString())!, "mappings", ""));
            return;
        }

        var style = AnsiStyle.Choose(Console.IsOutputRedirected, Environment.GetEnvironmentVariables());
        ReportFiles.Writer(call.Format, style).Write(outcome, Console.Out);
    }

    private static void Say(Invocation call, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            call.Progress.Note(line);
        }
    }
}
