using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Model.Values;
using Harunire.Sql.Binding;
using Harunire.Sql.Bound;

namespace Harunire.EndToEnd.Tests.Queries;

/// <summary>Oracle's SQL from its text on real engines, and as a stream: the same rows everywhere, before and after changes.</summary>
[Collection(CorpusCollection.Name)]
public sealed class CorpusTests(CorpusEngines engines)
{
    private const int Seed = 20_251_125;

    public static TheoryData<string> Cases() => [.. CorpusCase.All.Keys];

    [Fact]
    public void Corpus_HasEveryServer()
    {
        if (engines.MissingReason is { } reason)
        {
            Assert.Skip($"the corpus is compared without a server: {reason}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Query_GivesTheSameRowsOnEveryEngine(string name)
    {
        var item = CorpusCase.All[name];
        var query = OracleQuery.Bind(item.Text, new SourceLocation("corpus.slt", 1, 1), engines.Tables);
        var stream = new StreamRun(engines.Tables, query, Seed);
        var failures = new List<string>();
        foreach (var phase in new[] { CorpusTables.Before, CorpusTables.After })
        {
            var rows = phase == CorpusTables.Before ? stream.Insert() : stream.Change();
            Compare(failures, $"stream and SQLite, {phase}", QueryRows.Exact(query, rows), () => QueryRows.Exact(query, engines.OnSqlite(phase, query)));
            if (!item.Differs.ContainsKey("postgresql"))
            {
                Compare(failures, $"stream and PostgreSQL, {phase}", QueryRows.Rounded(query, rows), () => Rounded(query, engines.OnPostgreSql(phase, query)));
            }

            if (!item.Differs.ContainsKey("ivorysql"))
            {
                Compare(failures, $"stream and IvorySQL, {phase}", QueryRows.Rounded(query, rows), () => Rounded(query, engines.OnIvorySql(phase, item.Text, query)));
                Compare(failures, $"stream and IvorySQL with the printed query, {phase}", QueryRows.Rounded(query, rows), () => Rounded(query, engines.OnIvorySqlPrinted(phase, query)));
            }

            if (phase == CorpusTables.Before && item.Before is { } expected)
            {
                Compare(failures, "stream and the rows by hand", QueryRows.Exact(query, rows), () => [.. expected]);
            }
        }

        failures.Should().BeEmpty("{0} has one meaning", item.Text);
    }

    private static List<string>? Rounded(BoundQuery query, List<Datum[]>? rows) => rows is null ? null : QueryRows.Rounded(query, rows);

    private static void Compare(List<string> failures, string what, List<string> stream, Func<List<string>?> other)
    {
        try
        {
            if (other() is { } rows && !rows.SequenceEqual(stream, StringComparer.Ordinal))
            {
                var (more, less) = (Minus(stream, rows), Minus(rows, stream));
                failures.Add($"{what}: only the stream: {string.Join("; ", more.Take(4))}; only the other: {string.Join("; ", less.Take(4))}");
            }
        }
        catch (Exception failure) when (failure is DbException or HarunireException)
        {
            failures.Add($"{what}: {failure.Message}");
        }
    }

    private static List<string> Minus(List<string> rows, List<string> others)
    {
        var rest = others.ToList();
        return [.. rows.Where(row => !rest.Remove(row))];
    }
}
