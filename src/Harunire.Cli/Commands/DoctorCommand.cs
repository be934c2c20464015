using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text;
using Harunire.Cli.Composition;
using Harunire.Cli.Doctor;
using Harunire.Cli.Output;
using Harunire.Model.Health;
using Harunire.Plans.Files;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire doctor</c>: every part of a migration is looked at, and what is wrong is said with what to do.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var command = new ToolCommand("doctor", "Looks at every part of a migration and says what is wrong; changes nothing.")
        {
            Examples =
            [
                "doctor migrations/customer-orders/migration.yaml",
                "doctor migrations/customer-orders/migration.yaml -e production",
                "doctor migrations/customer-orders/migration.yaml -o json",
            ],
            Exits = [1],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var migration = MigrationReader.Read(parsed.GetRequiredValue(GlobalOptions.Migration));
            await using var connections = new MigrationConnections(migration, call.Settings);
            var findings = await new Examination(migration, call.Settings, connections).RunAsync(cancellationToken);
            var problems = findings.Count(finding => finding.State == HealthState.Problem);
            call.Write(new CommandResult("doctor", Describe(migration, findings, problems), "findings", Text(migration, findings, problems)));
            return problems == 0 ? 0 : 1;
        });
        return command;
    }

    private static JsonObject Describe(MigrationFile migration, IReadOnlyList<Finding> findings, int problems) => new()
    {
        ["migration"] = migration.Name,
        ["problems"] = problems,
        ["drivers"] = DriverState.Describe(),
        ["findings"] = new JsonArray([.. findings.Select(finding => (JsonNode)finding.Describe())]),
    };

    private static string Text(MigrationFile migration, IReadOnlyList<Finding> findings, int problems)
    {
        var text = new StringBuilder();
        foreach (var area in findings.GroupBy(finding => finding.Area))
        {
            text.AppendLine(area.Key);
            foreach (var finding in area)
            {
                text.AppendLine($"  {finding.Sign} {(finding.Subject.Length == 0 ? "" : finding.Subject + ": ")}{finding.Message}{(finding.Hint is null ? "" : $" ({finding.Hint})")}");
            }
        }

        return text.Append(problems == 0
            ? $"{findings.Count} findings, no problem. Next: harunire run {migration.Path}"
            : $"{problems} of {findings.Count} findings are problems. Next: mend them, then harunire doctor {migration.Path}").ToString();
    }
}
