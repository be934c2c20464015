using Harunire.Capture;
using Harunire.Model.Changes;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>A table as a consumer knows it: rows by key, from a snapshot and the changes after it.</summary>
public sealed class TableReplay(TableSchema table, LossContract contract)
{
    private readonly Dictionary<string, Datum[]> _rows = new(StringComparer.Ordinal);

    /// <summary>One line a row, sorted.</summary>
    public IReadOnlyList<string> Lines => [.. _rows.Values.Select(Line).Order(StringComparer.Ordinal)];

    public static string Line(IEnumerable<Datum> row) => string.Join('|', row.Select(d => d.IsNull ? "NULL" : $"{d.Kind}:{d}"));

    public void Add(Datum[] row) => _rows.TryAdd(Key(row), row).Should().BeTrue("a snapshot gives each row once: {0}", Line(row));

    public void Apply(RowChange change)
    {
        change.Table.Should().Be(table);
        if (contract.GivesBeforeImages && change.Operation is ChangeOperation.Update or ChangeOperation.Delete)
        {
            change.Before.Should().NotBeNull("the contract promises before images");
        }

        switch (change.Operation)
        {
            case ChangeOperation.Create when contract.GivesBeforeImages:
                _rows.TryAdd(Key(change.After!), change.After!).Should().BeTrue("a created row is new: {0}", Line(change.After!));
                break;
            case ChangeOperation.Create:
                _rows[Key(change.After!)] = change.After!;
                break;
            case ChangeOperation.Update:
                Remove(change.Before ?? change.After!, change.Before);
                _rows[Key(change.After!)] = change.After!;
                break;
            case ChangeOperation.Delete:
                Remove(change.Before!, change.Before);
                break;
            case ChangeOperation.Truncate:
                _rows.Clear();
                break;
        }
    }

    private void Remove(Datum[] row, Datum[]? before)
    {
        _rows.Remove(Key(row), out var known).Should().BeTrue("the changed row is known: {0}", Line(row));
        if (before is not null && contract.GivesBeforeImages)
        {
            Line(known!).Should().Be(Line(before), "the row before is the row as it was");
        }
    }

    private string Key(Datum[] row) => Line(table.Key.Select(k => row[k]));
}
