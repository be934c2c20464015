using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Harunire.Cli.Composition;
using Harunire.Jobs.Quarantines;
using Harunire.Results;

namespace Harunire.Cli.Commands;

/// <summary><c>harunire status</c>: how far source, topics and each result table are.</summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var command = new Command("status", "Shows how far capture and each mapping are. Example: harunire status migrations/customer-orders/migration.yaml") { CommonOptions.Migration };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await MigrationSession.OpenAsync(parsed.GetRequiredValue(CommonOptions.Migration), CommonOptions.Settings(parsed), cancellationToken);
            long scn;
            await using (var view = await session.Source.OpenViewAsync(session.Tables, cancellationToken))
            {
                scn = view.Scn;
            }

            var target = session.Connections.Results();
            var rows = new List<(string Mapping, AppliedState Applied)>();
            foreach (var plan in session.Plans)
            {
                rows.Add((plan.Mapping, await target.LastAppliedAsync(plan.Target.Name, cancellationToken)));
            }

            await using var kept = session.Connections.Topics.OpenQuarantineReader();
            var quarantined = kept is null ? 0 : await Quarantine.CountAsync(kept, session.File.Prefix, cancellationToken);
            if (CommonOptions.IsJson(parsed))
            {
                JsonDocumentWriter.Write("status", new JsonObject
                {
                    ["migration"] = session.File.Name,
                    ["sourceScn"] = scn,
                    ["quarantined"] = quarantined,
                    ["mappings"] = new JsonArray([.. rows.Select(r => (JsonNode)new JsonObject
                    {
                        ["mapping"] = r.Mapping,
                        ["scn"] = r.Applied.CutId is null ? null : r.Applied.Scn,
                        ["behind"] = r.Applied.CutId is null ? null : scn - r.Applied.Scn,
                        ["version"] = r.Applied.Version,
                        ["quarantined"] = r.Applied.Quarantined,
                    })]),
                });
                return 0;
            }

            Console.Out.WriteLine($"source {session.Source.Name}: SCN {scn}");
            foreach (var (mapping, applied) in rows)
            {
                var state = applied.CutId is null ? "no result yet" : string.Create(CultureInfo.InvariantCulture, $"SCN {applied.Scn}, {scn - applied.Scn} changes behind{(applied.Quarantined == 0 ? "" : $", without {applied.Quarantined} quarantined records")}");
                Console.Out.WriteLine($"  {mapping,-36} {state}");
            }

            if (quarantined > 0)
            {
                Console.Out.WriteLine($"  {quarantined} of at most {session.File.QuarantineLimit} records are in quarantine: harunire topic peek {session.File.Path} {Quarantine.TopicOf(session.File.Prefix)}");
            }

            var behind = rows.Count(r => r.Applied.CutId is null || r.Applied.Scn < scn);
            Console.Out.WriteLine(behind == 0
                ? $"All {rows.Count} of {rows.Count} mappings are at the source's SCN. Next: harunire verify {session.File.Path}"
                : $"{behind} of {rows.Count} mappings are behind. Next: harunire run {session.File.Path} --once");
            return 0;
        });
        return command;
    }
}
