using System.Collections.Immutable;
using Harunire.Model.Changes;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Results.Cassandra.Tests;

/// <summary>Batches of a small table: a number as key, a number and a text as values.</summary>
internal static class Batches
{
    public static ResultTable Table { get; } = new()
    {
        Name = "totals",
        Columns = [new ColumnDefinition("store", new NumberType(9, 0), false), new ColumnDefinition("amount", OracleType.Number, true), new ColumnDefinition("note", new TextType(40), true)],
        PartitionKeyCount = 1,
        ClusteringDescending = [],
    };

    public static ResultBatch Of(ResultTable table, long version, params IReadOnlyList<ResultRow> rows) => new()
    {
        Table = table,
        Version = version,
        Cut = new Cut { Id = $"cut-{version}", Scn = version * 100, ReadMicroseconds = version * 1_000_000, EventCounts = ImmutableSortedDictionary<string, long>.Empty },
        Rows = rows,
    };

    public static ResultBatch Of(long version, params IReadOnlyList<ResultRow> rows) => Of(Table, version, rows);

    public static ResultRow Row(long store, long? amount, string note = "-") =>
        new([Datum.FromNumber(store)], amount is null ? null : [Datum.FromNumber(amount.Value), Datum.FromText(note)]);

    public static async Task<List<string>> DumpAsync(IResultTarget target, ResultTable table, CancellationToken cancellationToken)
    {
        await using var view = await target.OpenViewAsync(table, cancellationToken);
        var rows = await view.ReadAsync(cancellationToken).ToListAsync(cancellationToken);
        rows.Sort(static (left, right) => KeyEncoding.Compare(left.Key, right.Key));
        return [.. rows.Select(r => string.Join('|', r.Key.Concat(r.Values!)))];
    }

    public static Task<List<string>> DumpAsync(IResultTarget target, CancellationToken cancellationToken) => DumpAsync(target, Table, cancellationToken);
}
