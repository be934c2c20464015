using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Cli.Output;
using Harunire.Jobs.Quarantines;
using Harunire.Results;

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
            long? scn = null;
            if (!session.File.IsFilledByConnector)
            {
                await using var source = await session.Source.OpenViewAsync(session.Tables, cancellationToken);
                scn = source.Scn;
            }

            var rows = new List<(string Mapping, AppliedState Applied)>();
            foreach (var plan in session.Plans)
            {
                rows.Add((plan.Mapping, await session.Connections.Results().LastAppliedAsync(plan.Target.Name, cancellationToken)));
            }

            await using var kept = session.Connections.Topics.OpenQuarantineReader();
            var quarantined = kept is null ? 0 : await Quarantine.CountAsync(kept, session.File.Prefix, cancellationToken);
            call.Write(new CommandResult("status", Describe(session, scn, quarantined, rows), "mappings", Text(session, scn, quarantined, rows)));
            return 0;
        });
        return command;
    }

    private static JsonObject Describe(MigrationSession session, long? scn, long quarantined, List<(string Mapping, AppliedState Applied)> rows) => new()
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
            ["behind"] = r.Applied.CutId is null ? null : scn - r.Applied.Scn,
            ["version"] = r.Applied.Version,
            ["quarantined"] = r.Applied.Quarantined,
        })]),
    };

    private static string Text(MigrationSession session, long? scn, long quarantined, List<(string Mapping, AppliedState Applied)> rows)
    {
        var text = new StringBuilder();
        text.AppendLine(scn is null ? $"source {session.Source.Name}" : string.Create(CultureInfo.InvariantCulture, $"source {session.Source.Name}: SCN {scn}"));
        var width = rows.Max(r => r.Mapping.Length);
        foreach (var (mapping, applied) in rows)
        {
            var state = applied.CutId is null ? "no result yet" : string.Create(CultureInfo.InvariantCulture, $"SCN {applied.Scn}{(scn is null ? "" : $", {scn - applied.Scn} changes behind")}{(applied.Quarantined == 0 ? "" : $", without {applied.Quarantined} quarantined records")}");
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

        var behind = rows.Count(r => r.Applied.CutId is null || r.Applied.Scn < scn);
        return text.Append(behind == 0
            ? $"All {rows.Count} of {rows.Count} mappings are at the source's SCN. Next: harunire verify {session.File.Path}"
            : $"{behind} of {rows.Count} mappings are behind. Next: harunire run {session.File.Path} --once").ToString();
    }
}
