using System.Collections.Immutable;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;

namespace Harunire.Verify.Tests;

/// <summary>A result table of stores and days, rows for it, and the comparison by dictionaries that the real one must equal.</summary>
internal static class Twin
{
    public static ResultTable Table { get; } = new()
    {
        Name = "sales_by_store_day",
        Columns =
        [
            new ColumnDefinition("store", new NumberType(10, 0), false),
            new ColumnDefinition("day", OracleType.Date, false),
            new ColumnDefinition("amount", OracleType.Number, true),
            new ColumnDefinition("note", new TextType(40), true),
        ],
        PartitionKeyCount = 1,
        ClusteringDescending = [true],
    };

    public static DateOnly Today { get; } = new(2026, 3, 10);

    public static VerificationRules Rules(params (string Column, ColumnRule Rule)[] rules) => new()
    {
        Columns = ColumnPairing.Pair(Table, Table.Columns, rules.ToDictionary(r => r.Column, r => r.Rule), "LEGACY"),
        Today = Today,
    };

    public static Datum Day(int day, int hour = 0) => Datum.FromDate(OracleDate.Create(2026, 3, day, hour)!.Value);

    public static Datum Number(string? text) => text is null ? Datum.Null : Datum.FromNumber(OracleNumber.Parse(text));

    public static Datum[] Key(long store, int day) => [Datum.FromNumber(store), Day(day)];

    public static Datum[] Row(long store, int day, string? amount, string? note = null) => [Datum.FromNumber(store), Day(day), Number(amount), Datum.FromText(note)];

    /// <summary>So many rows in key order.</summary>
    public static List<Datum[]> Many(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Row((i / 28) - 20, (i % 28) + 1, $"{i * 37 % 1000}.{i % 100:00}", $"note {i}"))];

    public static Task<ComparisonOutcome> CompareAsync(IEnumerable<Datum[]> legacy, IEnumerable<Datum[]> target, VerificationRules? rules = null) =>
        Verifier.CompareAsync(legacy.ToAsyncEnumerable(), target.ToAsyncEnumerable(), rules ?? Rules(), "LEGACY", "target", TestContext.Current.CancellationToken);

    /// <summary>Verdicts by key, the plain way: exact equality of printed values.</summary>
    public static List<string> Naive(List<Datum[]> legacy, List<Datum[]> target)
    {
        var left = legacy.GroupBy(Name).ToDictionary(g => g.Key, g => g.ToList());
        var right = target.GroupBy(Name).ToDictionary(g => g.Key, g => g.ToList());
        var failing = new List<string>();
        foreach (var key in left.Keys.Union(right.Keys))
        {
            var (one, other) = (left.GetValueOrDefault(key, []), right.GetValueOrDefault(key, []));
            var verdict = one.Count > 1 || other.Count > 1 ? Verdict.Unverifiable
                : one.Count == 0 ? Verdict.Extra
                : other.Count == 0 ? Verdict.Missing
                : Print(one[0]) == Print(other[0]) ? Verdict.Match
                : Verdict.Different;
            if (verdict != Verdict.Match)
            {
                failing.Add($"{verdict} {key}");
            }
        }

        return failing;
    }

    public static string Name(Datum[] row) => $"{row[0]}|{row[1]}";

    private static string Print(Datum[] row) => string.Join('|', row.Select(v => $"{v.Kind}:{v}"));
}
