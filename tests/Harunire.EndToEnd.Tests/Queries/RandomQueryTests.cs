using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Plans.Lowering;
using Harunire.Plans.Rules;
using Harunire.Sql.Binding;
using Harunire.Sql.Bound;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>Random queries: the stream, SQLite and PostgreSQL give the same rows, before and after changes.</summary>
/// <remarks>HARUNIRE_QUERIES sets how many, HARUNIRE_SEED where they begin; a failure names its query and seed.</remarks>
[Collection(CorpusCollection.Name)]
public sealed class RandomQueryTests(CorpusEngines engines, ITestOutputHelper output)
{
    private static readonly int Count = Setting("HARUNIRE_QUERIES", 300);
    private static readonly int First = Setting("HARUNIRE_SEED", 20_251_125);

    [Fact]
    public void RandomQueries_GiveTheSameRowsOnEveryEngine()
    {
        var (failures, refused, rows) = (new List<string>(), 0, 0);
        for (var seed = First; seed < First + Count && failures.Count < 5; seed++)
        {
            var text = new RandomQuery(seed).Write();
            try
            {
                rows += Compare(OracleQuery.Bind(text, new SourceLocation("random", 1, 1), engines.Tables), seed, text, failures);
            }
            catch (HarunireException refusal) when (refusal.Code.Code is "HAR2007")
            {
                refused++; // told with a place instead of a wrong row
            }
            catch (Exception failure) when (failure is DbException or HarunireException)
            {
                failures.Add($"seed {seed}: {failure.Message}: {text}");
            }
        }

        output.WriteLine($"{Count} queries from seed {First}: {refused} refused, {rows} rows compared");
        failures.Should().BeEmpty("seeds are named; a query has one meaning");
        refused.Should().BeLessThan(1 + (Count / 10), "most queries are planned");
        rows.Should().BeGreaterThan(Count, "queries without rows prove little");
    }

    private int Compare(BoundQuery query, int seed, string text, List<string> failures)
    {
        var stream = new StreamRun(engines.Tables, query, seed);
        var compared = 0;
        foreach (var phase in new[] { CorpusTables.Before, CorpusTables.After })
        {
            var rows = phase == CorpusTables.Before ? stream.Insert() : stream.Change();
            compared += rows.Count;
            var (exact, rounded) = (QueryRows.Exact(query, rows), QueryRows.Rounded(query, rows));
            if (Differ(exact, QueryRows.Exact(query, engines.OnSqlite(phase, query))) is { } sqlite)
            {
                failures.Add($"seed {seed}, SQLite, {phase}: {sqlite}: {text}");
            }

            if (engines.OnPostgreSql(phase, query) is { } others && Differ(rounded, QueryRows.Rounded(query, others)) is { } postgres)
            {
                failures.Add($"seed {seed}, PostgreSQL, {phase}: {postgres}: {text}");
            }
        }

        CompareRules(query, seed, text, failures);
        return compared;
    }

    // The plan as it was lowered, and after each rule alone, gives the rows of SQLite.
    private void CompareRules(BoundQuery query, int seed, string text, List<string> failures)
    {
        var expected = QueryRows.Exact(query, engines.OnSqlite(CorpusTables.After, query));
        var lowered = new QueryLowering().Lower(query);
        foreach (var (rule, i) in RewriteRules.Ordered.Prepend(plan => plan).Select((rule, i) => (rule, i)))
        {
            var stream = new StreamRun(engines.Tables, rule(lowered), seed);
            stream.Insert();
            if (Differ(QueryRows.Exact(query, stream.Change()), expected) is { } difference)
            {
                failures.Add($"seed {seed}, rule {i} alone: {difference}: {text}");
            }
        }
    }

    private static string? Differ(List<string> stream, List<string> other) => stream.SequenceEqual(other, StringComparer.Ordinal)
        ? null
        : $"{stream.Count} against {other.Count} rows; only the stream: {string.Join("; ", stream.Except(other).Take(3))}; only the other: {string.Join("; ", other.Except(stream).Take(3))}";

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
