using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Cli.Verification.Sides;
using Harunire.Jobs.Quarantines;
using Harunire.Model.Errors;
using Harunire.Plans.Nodes;
using Harunire.Results;
using Harunire.Verify;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire status</c>: how far source, topics and each result table are.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var command = new ToolCommand("status", "Shows how far capture and each mapping are.")
        {
            Examples =
            [
                "status migrations/customer-orders/migration.yaml",
                "status migrations/customer-orders/migration.yaml -o json",
                "status migrations/customer-orders/migration.yaml -e production -o md",
            ],
            Exits = [3, 4],
        };
        command.Arguments.Add(GlobalOptions.Migration);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var call = new Invocation(parsed);
            var session = await call.OpenAsync(cancellationToken);
            await using var source = session.File.IsFilledByConnector ? null : await session.Connections.OpenSourceAsync(TimeSpan.Zero, cancellationToken);
            var scn = source?.Scn;
            var rows = new List<Row>();
            foreach (var plan in session.Plans)
            {
                var applied = await session.Connections.Results().LastAppliedAsync(plan.Target.Name, cancellationToken);
                rows.Add(new Row(plan.Mapping, applied, source is null || applied.CutId is null ? null : await BehindAsync(source, applied.Scn, plan, cancellationToken)));
            }

            await using var kept = session.Connections.Topics.OpenQuarantineReader();
            var quarantined = kept is null ? 0 : await Quarantine.CountAsync(kept, session.File.Prefix, cancellationToken);
            call.Write(new CommandResult("status", Describe(session, scn, quarantined, rows), "mappings", Text(session, scn, quarantined, rows)));
            return 0;
        });
        return command;
    }

    // A source that keeps no log of its own can't always tell at once.
    private static async Task<long?> BehindAsync(ISourceSide source, long applied, MappingPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ChangesBetweenAsync(applied, source.Scn, plan.Tables, cancellationToken);
        }
        catch (HarunireException failure) when (failure.Code == VerifyErrors.StreamBehind)
        {
            return null;
        }
    }

    private static JsonObject Describe(MigrationSession session, long? scn, long quarantined, List<Row> rows) => new()
    {
        ["migration"] = session.File.Name,
        ["source"] = session.Source.Name,
        ["sourceScn"] = scn,
        ["quarantined"] = quarantined,
        ["drivers"] = DriverState.Describe(),
        ["mappings"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject
        {
            ["mapping"] = r.Mapping,
            ["scn"] = r.Applied.CutId is null ? null : r.Applied.Scn,
            ["behind"] = r.Behind,
            ["version"] = r.Applied.Version,
            ["quarantined"] = r.Applied.Quarantined,
        })]),
    };

    private static string Text(MigrationSession session, long? scn, long quarantined, List<Row> rows)
    {
        var text = new StringBuilder();
        text.AppendLine(scn is null ? $"source {session.Source.Name}" : string.Create(CultureInfo.InvariantCulture, $"source {session.Source.Name}: SCN {scn}"));
        var width = rows.Max(r => r.Mapping.Length);
        foreach (var (mapping, applied, changes) in rows)
        {
            var distance = scn is null ? "" : changes is null ? ", how far behind is not known before the next cut" : string.Create(CultureInfo.InvariantCulture, $", {changes} changes behind");
            var state = applied.CutId is null ? "no result yet" : string.Create(CultureInfo.InvariantCulture, $"SCN {applied.Scn}{distance}{(applied.Quarantined == 0 ? "" : $", without {applied.Quarantined} quarantined records")}");
            text.AppendLine($"  {mapping.PadRight(width)}  {state}");
        }

        if (quarantined > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {quarantined} of at most {session.File.QuarantineLimit} records are in quarantine: harunire topic peek {session.File.Path} {Quarantine.TopicOf(session.File.Prefix)}");
        }

        foreach (var missing in DriverState.Missing)
        {
            text.AppendLine(missing);
        }

        if (scn is null)
        {
            return text.Append($"How far the source is, only its connector knows. Next: harunire stream {session.File.Path} --once").ToString();
        }

        var behind = rows.Count(r => r.Behind != 0);
        return text.Append(behind == 0
            ? $"All {rows.Count} of {rows.Count} mappings have all changes of the source. Next: harunire verify {session.File.Path}"
            : $"{behind} of {rows.Count} mappings are behind. Next: harunire run {session.File.Path} --once").ToString();
    }

    /// <param name="Behind">Changes of its tables that the result lacks; null: there is no result, or it is not known.</param>
    private sealed record Row(string Mapping, AppliedState Applied, long? Behind);
}
