using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Types;

namespace Harunire.Capture.Oracle;

/// <summary>Tables, columns and keys, from the views that every user may read.</summary>
internal sealed class OracleDictionary(OracleSession session, OracleSourceOptions options)
{
    /// <summary>Character sets whose bytes are ordered as their code points are. UTF8 is not: it orders surrogates first.</summary>
    private static readonly HashSet<string> OrderedCharsets = ["AL32UTF8", "US7ASCII", "WE8ISO8859P1"];

    public async Task<OracleTable> DescribeAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request, cancellationToken);
        var settings = options.Tables.GetValueOrDefault(found.Name, new OracleTableOptions());
        RefuseKinds(found, settings);
        var declared = await session.QueryAsync(Named("columns", found.Name), ReadColumn, cancellationToken);
        var leftOutLobs = settings.Lobs ? [] : declared.Where(c => c.Type is { } type && OracleTypeNames.IsLob(type)).Select(c => c.Name).ToImmutableArray();
        var captured = declared.Where(c => !leftOutLobs.Contains(c.Name) && !settings.LeaveOut.Contains(c.Name, StringComparer.OrdinalIgnoreCase)).ToList();
        CheckLeftOut(found.Name, settings, declared);
        var key = await KeyOfAsync(request, found.Name, captured, cancellationToken);
        var schema = new TableSchema
        {
            Name = new TableName(options.Schema, found.Name),
            Columns = [.. captured.Select((column, i) => new ColumnDefinition(column.Name, Supported(column, found.Name), column.IsNullable && !key.Contains(i)))],
            Key = key,
        };
        var isOrdered = await IsOrderedAsync(schema, captured, cancellationToken);
        if (!isOrdered && (found.IotType is not null || found.CanMoveRows))
        {
            throw new HarunireException(
                CaptureErrors.UnusableStrategy,
                "its key is not ordered in the database's character set as it is here, and its rows may change their ROWID, so neither can bound a snapshot's chunks",
                Subject(found.Name),
                "ALTER TABLE ... DISABLE ROW MOVEMENT, or name a unique key of numbers or dates in the migration");
        }

        return new OracleTable
        {
            Schema = schema,
            Options = settings,
            IsOrderedByKey = isOrdered,
            HasRowScn = found.HasRowDependencies,
            IsPartitioned = found.IsPartitioned,
            LeftOutLobs = leftOutLobs,
        };
    }

    /// <summary>A table's or view's columns without a key; null where there is none of this name.</summary>
    public async Task<TableSchema?> FindRowsAsync(string table, CancellationToken cancellationToken)
    {
        var declared = await session.QueryAsync(Named("columns", table), ReadColumn, cancellationToken);
        return declared.Count == 0 ? null : new TableSchema
        {
            Name = new TableName(options.Schema, table),
            Columns = [.. declared.Select(column => new ColumnDefinition(column.Name, Supported(column, table), column.IsNullable))],
            Key = [],
        };
    }

    /// <summary>True where the columns and the key that are captured are still there as they were.</summary>
    public async Task<bool> IsUnchangedAsync(OracleTable table, CancellationToken cancellationToken)
    {
        var declared = await session.QueryAsync(Named("columns", table.Schema.Name.Table), ReadColumn, cancellationToken);
        return table.Schema.Columns.All(column => declared.Exists(d => d.Name == column.Name && column.Type.Equals(d.Type)));
    }

    private OracleStatement Named(string statement, string table) => new OracleStatement(statement).Bind("owner", options.Schema).Bind("name", table);

    private string Subject(string table) => $"{session.Name}, {options.Schema}.{table}";

    private async Task<FoundTable> FindAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync(
            Named("table", request.Name),
            row => new FoundTable(row.GetString(1), row.GetString(2) == "Y", Text(row, 3), Text(row, 4), Text(row, 5)?.Trim() == "ENABLED", Text(row, 6) == "ENABLED", Text(row, 7) == "YES"),
            cancellationToken);
        return found.Find(t => t.Name == request.Name) ?? (found.Count == 1 ? found[0] : throw (found.Count > 1
            ? new HarunireException(CaptureErrors.UnknownTable, $"several tables have this name but for upper and lower case: {string.Join(", ", found.Select(t => t.Name))}", Subject(request.Name), "write the name as the dictionary has it")
            : await UnknownAsync(request, cancellationToken)));
    }

    private async Task<HarunireException> UnknownAsync(TableRequest request, CancellationToken cancellationToken)
    {
        var known = await session.QueryAsync(new OracleStatement("tables").Bind("owner", options.Schema), row => row.GetString(0), cancellationToken);
        var nearest = NearestName.Find(request.Name, known);
        return new HarunireException(
            CaptureErrors.UnknownTable,
            $"there is no such table, or no privilege on it",
            Subject(request.Name),
            nearest is null ? $"is '{options.Schema}' the owner, and was SELECT granted? A view can't be captured" : $"did you mean {nearest}?");
    }

    // Flashback queries don't work on these (SQL Language Reference, flashback_query_clause), and no other strategy has their history.
    private void RefuseKinds(FoundTable table, OracleTableOptions settings)
    {
        var reason = table.IsTemporary ? "it is a temporary table"
            : table.Cluster is not null ? $"it is in the cluster {table.Cluster}"
            : !OracleStrategies.Names.Contains(settings.Strategy) ? $"there is no strategy '{settings.Strategy}' for Oracle: {string.Join(", ", OracleStrategies.Names)}"
            : null;
        if (reason is not null)
        {
            throw new HarunireException(CaptureErrors.UnusableStrategy, reason, Subject(table.Name));
        }
    }

    private void CheckLeftOut(string table, OracleTableOptions settings, List<DeclaredColumn> declared)
    {
        if (settings.LeaveOut.FirstOrDefault(name => !declared.Exists(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))) is { } missing)
        {
            throw new HarunireException(CaptureErrors.UnknownTable, $"the migration leaves out the column {missing}, which the table does not have", Subject(table));
        }
    }

    private OracleType Supported(DeclaredColumn column, string table) => column.Type ?? throw new HarunireException(
        CaptureErrors.UnsupportedType, $"column {column.Name} has the type {column.DataType}", Subject(table), $"leave it out: '{table}: {{ leave out: [{column.Name}] }}'; docs/oracle-source.md lists the types that can be read");

    private async Task<ImmutableArray<int>> KeyOfAsync(TableRequest request, string table, List<DeclaredColumn> columns, CancellationToken cancellationToken)
    {
        var constraints = (await session.QueryAsync(Named("keys", table), row => (Name: row.GetString(0), Type: row.GetString(1), Column: row.GetString(2)), cancellationToken))
            .GroupBy(c => (c.Name, c.Type)).Select(g => (g.Key.Type, Columns: g.Select(c => c.Column).ToList())).ToList();
        var wanted = request.Key.IsDefaultOrEmpty ? constraints.Find(c => c.Type == "P").Columns : Named(request, constraints);
        if (wanted is null)
        {
            throw new HarunireException(
                CaptureErrors.NoKey,
                request.Key.IsDefaultOrEmpty ? "it has no enabled primary key" : $"({string.Join(", ", request.Key)}) is not an enabled primary key or unique constraint",
                Subject(table),
                $"name the columns of a unique constraint that are NOT NULL: '{table}: {{ key: [COLUMN] }}'");
        }

        ImmutableArray<int> key = [.. wanted.Select(name => columns.FindIndex(c => c.Name == name))];
        var bad = key.Contains(-1) ? "a key column is left out"
            : key.Where(k => columns[k].IsNullable).Select(k => $"the key column {columns[k].Name} may be NULL").FirstOrDefault();
        return bad is null ? key : throw new HarunireException(CaptureErrors.NoKey, bad, Subject(table));
    }

    private static List<string>? Named(TableRequest request, List<(string Type, List<string> Columns)> constraints) =>
        constraints.Find(c => c.Columns.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(request.Key)).Columns is { } columns
            ? [.. request.Key.Select(name => columns.First(c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase)))]
            : null;

    private async Task<bool> IsOrderedAsync(TableSchema schema, List<DeclaredColumn> columns, CancellationToken cancellationToken)
    {
        var types = schema.Key.Select(k => schema.Columns[k].Type).ToList();
        if (!types.TrueForAll(t => t is NumberType or TextType or CharType or DateType or TimestampType or TimestampLtzType or RawType)
            || schema.Key.Any(k => columns[k].DataType is "NVARCHAR2" or "NCHAR"))
        {
            return false;
        }

        return !types.Exists(t => t is TextType or CharType)
            || (await session.QueryAsync(new OracleStatement("charset"), row => row.GetString(0), cancellationToken)).TrueForAll(OrderedCharsets.Contains);
    }

    private static DeclaredColumn ReadColumn(DbDataReader row)
    {
        var type = row.GetString(1);
        return new DeclaredColumn(row.GetString(0), type, OracleTypeNames.Parse(type, Number(row, 2) ?? 0, Number(row, 3) ?? 0, Number(row, 4), Number(row, 5)), row.GetString(6) == "Y");
    }

    private static string? Text(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static int? Number(DbDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : Convert.ToInt32(row.GetValue(ordinal), CultureInfo.InvariantCulture);

    private sealed record FoundTable(string Name, bool IsTemporary, string? IotType, string? Cluster, bool HasRowDependencies, bool CanMoveRows, bool IsPartitioned);

    private sealed record DeclaredColumn(string Name, string DataType, OracleType? Type, bool IsNullable);
}
