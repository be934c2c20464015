using System.Globalization;
using System.Security.Cryptography;
using Harunire.Cli.Composition;
using Harunire.Cli.Settings;
using Harunire.Jobs;
using Harunire.Model.Errors;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Verify;
using Harunire.Verify.Reports;

namespace Harunire.Cli.Verification;

/// <summary>Verifies the mappings of a migration, several at a time; the report has them in the migration's order.</summary>
internal sealed class VerificationRun(MigrationFile migration, MigrationConnections connections, ToolSettings settings, TimeProvider clock)
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public async Task<VerificationReport> RunAsync(VerifyOptions options, CancellationToken cancellationToken)
    {
        if (migration.IsFilledByConnector)
        {
            throw new HarunireException(
                JobErrors.NoCapture,
                "verify reads the source at the moment of the result, and this source is only known by its connector's topics",
                migration.Name,
                "compare by a migration with the same mappings whose source is the database itself");
        }

        var candidates = await PlanAsync(Choose(options.Mappings), cancellationToken);
        var now = clock.GetUtcNow();
        var reports = new MappingReport[candidates.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, candidates.Count),
            new ParallelOptions { MaxDegreeOfParallelism = settings.Count("verify.parallel"), CancellationToken = cancellationToken },
            async (i, stop) => reports[i] = await new MappingVerification(migration, connections, settings, clock, options, candidates[i]).RunAsync(stop));
        var history = new VerificationHistory(migration, settings);
        var run = new VerificationReport
        {
            RunId = now.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture),
            Job = migration.Name,
            Source = connections.SourceName,
            Time = now.ToString(TimeFormat, CultureInfo.InvariantCulture),
            Mappings = [.. reports.Select(r => r with { History = history.Of(r.Mapping) })],
            NextWhenDifferent = Array.Exists(reports, r => r.Refusal?.Code == VerifyErrors.StreamBehind || r.Verdicts[Verify.Comparison.Verdict.InFlight] > 0)
                ? $"the stream is behind the source: 'harunire run {migration.Path} --once' first, then 'harunire verify {migration.Path}'"
                : $"harunire verify {migration.Path}",
            NextWhenEqual = $"harunire status {migration.Path}",
        };
        history.Add(run);
        return run;
    }

    private List<MappingFile> Choose(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var mapping = migration.Mappings.FirstOrDefault(m => m.Name == name);
            if (mapping is null)
            {
                var nearest = NearestName.Find(name, migration.Mappings.Select(m => m.Name));
                throw new HarunireException(CliErrors.BadUsage, $"the migration has no mapping {name}", hint: nearest is null ? $"it has: {string.Join(", ", migration.Mappings.Select(m => m.Name))}" : $"did you mean {nearest}?");
            }

            if (mapping.Verify is null)
            {
                throw new HarunireException(new Diagnostic { Code = CliErrors.BadUsage, Message = $"the mapping {name} has no 'verify:' block", Location = mapping.NameLocation, Hint = "name its legacy table: verify: { legacy: TABLE }" });
            }
        }

        var chosen = migration.Mappings.Where(m => m.Verify is not null && (names.Count == 0 || names.Contains(m.Name))).ToList();
        return chosen.Count > 0 ? chosen : throw new HarunireException(VerifyErrors.NothingToCompare, "no mapping has a 'verify:' block", migration.Name, "name the legacy table in a mapping: verify: { legacy: TABLE }");
    }

    private async Task<List<Candidate>> PlanAsync(List<MappingFile> chosen, CancellationToken cancellationToken)
    {
        var tables = await connections.Source().DescribeAsync(MigrationSession.RequestsOf(migration), cancellationToken);
        var catalog = new SchemaCatalog(tables);
        var problems = new List<Diagnostic>();
        var candidates = new List<Candidate>();
        foreach (var mapping in chosen)
        {
            try
            {
                var query = PlanBuilder.Bind(mapping, catalog);
                candidates.Add(new Candidate(mapping, query, PlanBuilder.Build(mapping, query), Hash(mapping)));
                _ = AcceptanceReader.Read(mapping);
            }
            catch (HarunireException failure)
            {
                problems.AddRange(failure.Diagnostics);
            }
        }

        return problems.Count == 0 ? candidates : throw new HarunireException(problems);
    }

    private static string Hash(MappingFile mapping)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in new[] { mapping.Path, AcceptanceReader.PathOf(mapping) }.Where(File.Exists))
        {
            hash.AppendData(File.ReadAllBytes(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
