using System.Collections.Immutable;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Npgsql.Replication.PgOutput;
using Npgsql.Replication.PgOutput.Messages;

namespace Harunire.Capture.PostgreSql.Replication;

/// <summary>A table as a part of the log describes it: which of its columns are captured, and as what.</summary>
internal sealed class ChangedTable
{
    private readonly PostgreSqlTable _table;
    private readonly int[] _places;

    private ChangedTable(PostgreSqlTable table, TableSchema schema, int[] places) => (_table, Schema, _places) = (table, schema, places);

    /// <summary>Without the columns that were added later.</summary>
    public TableSchema Schema { get; }

    /// <summary>HAR3011 where a column was dropped or has another type, or was added since the table was described.</summary>
    /// <param name="described">The table as capture knows it.</param>
    /// <param name="columnsNow">Asked where the log lacks a column that capture knows.</param>
    public static async Task<ChangedTable> OfAsync(PostgreSqlTable described, RelationMessage relation, Func<Task<IReadOnlySet<string>>> columnsNow)
    {
        var logged = relation.Columns.Select(column => column.ColumnName).ToHashSet(StringComparer.Ordinal);
        if (described.Columns.FirstOrDefault(column => !logged.Contains(column.Definition.Name)) is { } absent
            && (!(await columnsNow()).Contains(absent.Definition.Name) || described.KeyColumns.Contains(absent)))
        {
            throw Changed(described, $"the column {absent.Definition.Name} was dropped or renamed");
        }

        var known = described.Columns.ToDictionary(column => column.Definition.Name, StringComparer.Ordinal);
        foreach (var column in relation.Columns)
        {
            if (!known.TryGetValue(column.ColumnName, out var expected))
            {
                RefuseUnknown(described, column.ColumnName);
            }
            else if (expected.TypeId != column.DataTypeId || expected.TypeModifier != column.TypeModifier)
            {
                throw Changed(described, $"the column {column.ColumnName} had another type when the row was changed than it has now");
            }
        }

        return Of(described, relation, logged);
    }

    /// <summary>A row of the log.</summary>
    /// <param name="before">Gives what the log leaves out because it was not changed.</param>
    public async ValueTask<Datum[]> ReadAsync(ReplicationTuple tuple, Datum[]? before, CancellationToken cancellationToken)
    {
        var row = new Datum[Schema.Columns.Length];
        var next = 0;
        await foreach (var value in tuple.WithCancellation(cancellationToken))
        {
            var place = _places[next++];
            if (value.IsUnchangedToastedValue)
            {
                if (place >= 0)
                {
                    row[place] = (before ?? throw new HarunireException(CaptureErrors.LogGap, $"a change leaves out {Schema.Columns[place].Name}, and the row before is missing", Schema.Name.ToString()))[place];
                }

                continue;
            }

            var text = value.IsDBNull ? null : await value.Get<string>(cancellationToken);
            if (place >= 0)
            {
                row[place] = ReadCell(place, text);
            }
        }

        return row;
    }

    public SnapshotKey KeyOf(Datum[] row) => _table.KeyOf(row);

    private Datum ReadCell(int place, string? text)
    {
        try
        {
            return _table.Columns[_table.Schema.IndexOf(Schema.Columns[place].Name)].Read(text);
        }
        catch (HarunireException failure) when (failure.Code == CaptureErrors.BadValue)
        {
            throw new HarunireException([.. failure.Diagnostics.Select(d => d with { Subject = $"{Schema.Name}.{d.Subject}, in a change" })], failure);
        }
    }

    private static ChangedTable Of(PostgreSqlTable described, RelationMessage relation, HashSet<string> logged)
    {
        var columns = described.Schema.Columns.Where(column => logged.Contains(column.Name)).ToImmutableArray();
        var schema = columns.Length == described.Schema.Columns.Length
            ? described.Schema
            : described.Schema with { Columns = columns, Key = [.. described.KeyColumns.Select(key => columns.IndexOf(key.Definition))] };
        return new ChangedTable(described, schema, [.. relation.Columns.Select(column => columns.IndexOf(columns.FirstOrDefault(known => known.Name == column.ColumnName)!))]);
    }

    // It was there when the row was changed, so its values belong to the row.
    private static void RefuseUnknown(PostgreSqlTable described, string column)
    {
        if (!described.LeftOut.Contains(column))
        {
            throw new HarunireException(
                CaptureErrors.TableChanged, $"the column {column} was added while capture ran", described.Schema.Name.ToString(), "nothing is lost: run it again, and it takes the column in; or leave the column out");
        }
    }

    private static HarunireException Changed(PostgreSqlTable table, string reason) => new(CaptureErrors.TableChanged, reason, table.Schema.Name.ToString());
}
