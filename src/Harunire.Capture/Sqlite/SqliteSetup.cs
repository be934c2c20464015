using System.Data.Common;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Rows;

namespace Harunire.Capture.Sqlite;

/// <summary>Compares the change log and its triggers with the tables, and finds the statements that are missing.</summary>
internal sealed class SqliteSetup(DbConnection connection, string reader, string source)
{
    /// <summary>What is missing, table by table. Columns that were added at a table's end are among it, though capture goes on without them.</summary>
    public IReadOnlyList<MissingPart> Missing(IReadOnlyList<TableSchema> tables)
    {
        var missing = new List<MissingPart>();
        var hasLog = HasLog();
        if (!hasLog)
        {
            missing.Add(new MissingPart(tables[0].Name.Table, "there is no change log in the source yet", SqliteChangeLog.LedgerStatements));
        }

        if (!hasLog || SqliteRetention.AcknowledgedBy(connection, reader) is null)
        {
            missing.Add(new MissingPart(tables[0].Name.Table, $"the change log does not know the reader '{reader}'", [SqliteRetention.Registration(reader)]));
        }

        var nextId = hasLog ? connection.ExecuteScalar<long>($"SELECT coalesce(max(table_id), 0) FROM {SqliteChangeLog.Tables}") : 0;
        foreach (var table in tables)
        {
            var unique = SqliteDictionary.UniqueKeys(connection, table.Name.Table);
            var logged = hasLog ? Find(table) : null;
            var reason = logged is null ? "the table has no triggers for capture" : Unfit(logged, unique);
            if (reason is not null)
            {
                missing.Add(new MissingPart(table.Name.Table, reason, SqliteChangeLog.NewTable(table, logged?.Id ?? ++nextId, unique)));
            }
            else if (logged!.Width < table.Columns.Length)
            {
                missing.Add(new MissingPart(
                    table.Name.Table,
                    $"added columns are not captured yet: {string.Join(", ", table.Columns.Skip(logged.Width).Select(c => c.Name))}",
                    SqliteChangeLog.MoreColumns(table, logged.Width, logged.Id, unique),
                    CaptureGoesOn: true));
            }
        }

        return missing;
    }

    /// <summary>The tables with their logs. HAR3004 where the set-up does not fit, HAR3011 where a column is no longer what it was.</summary>
    public IReadOnlyList<LoggedTable> Require(IReadOnlyList<TableSchema> tables)
    {
        foreach (var table in tables)
        {
            var now = SqliteDictionary.Describe(connection, new TableRequest(table.Name.Table, [.. table.Key.Select(k => table.Columns[k].Name)]), source);
            if (table.Columns.Zip(now.Columns).FirstOrDefault(pair => pair.First != pair.Second) is { First: not null } pair)
            {
                throw Changed(table, $"the column {pair.First.Name} {pair.First.Type} is now {pair.Second.Name} {pair.Second.Type}");
            }

            if (now.Columns.Length < table.Columns.Length)
            {
                throw Changed(table, $"the column {table.Columns[now.Columns.Length].Name} is gone");
            }
        }

        if (Missing(tables).FirstOrDefault(part => !part.CaptureGoesOn) is { } missing)
        {
            throw new HarunireException(CaptureErrors.SetupMissing, missing.Reason, missing.Table, "run 'harunire apply' on the migration");
        }

        return [.. tables.Select(table => Find(table)!)];
    }

    private bool HasLog() =>
        connection.ExecuteScalar<long>(
            "SELECT count(*) FROM sqlite_schema WHERE name IN @names",
            new { names = new[] { SqliteChangeLog.Ledger, SqliteChangeLog.Tables, SqliteChangeLog.Shapes, SqliteRetention.Readers } }) == 4;

    private LoggedTable? Find(TableSchema table)
    {
        var row = connection.QuerySingleOrDefault<LogRow>($"SELECT table_id AS Id, since AS Since FROM {SqliteChangeLog.Tables} WHERE name = @name", new { name = table.Name.Table });
        if (row is null)
        {
            return null;
        }

        var shapes = connection.Query<ShapeRow>($"SELECT since AS Since, columns AS Columns FROM {SqliteChangeLog.Shapes} WHERE table_id = @id ORDER BY since", new { id = row.Id });
        return new LoggedTable(table, row.Id, row.Since, [.. shapes.Select(shape => (shape.Since, (int)shape.Columns))]);
    }

    private string? Unfit(LoggedTable logged, IReadOnlyList<IReadOnlyList<string>> unique)
    {
        // A capture that began before columns were added, and another has set them up since: the columns it knows are all there.
        var known = connection.ExecuteScalar<string>($"SELECT fingerprint FROM {SqliteChangeLog.Tables} WHERE table_id = @id", new { id = logged.Id });
        var now = SqliteDictionary.Describe(connection, new TableRequest(logged.Table.Name.Table, [.. logged.Table.Key.Select(k => logged.Table.Columns[k].Name)]), source);
        if (logged.Shapes.Count == 0 || SqliteChangeLog.Fingerprint(LoggedTable.Cut(now, logged.Shapes[^1].Columns), unique) != known)
        {
            return "the table's columns or keys have changed since its triggers were made";
        }

        var triggers = SqliteChangeLog.TriggerNames(logged.Id).Where((_, i) => unique.Count > 0 || i is not (0 or 2)).ToList();
        var present = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = @table COLLATE NOCASE", new { table = logged.Table.Name.Table }).ToHashSet(StringComparer.Ordinal);
        return triggers.Find(trigger => !present.Contains(trigger)) is { } lost ? $"the trigger {lost} is gone (was the table dropped and made again?)" : null;
    }

    private HarunireException Changed(TableSchema table, string what) =>
        new(CaptureErrors.TableChanged, what, $"{source}, {table.Name}", "put the column back, or begin again with new topics and a new snapshot");

    /// <summary>Something that <c>apply</c> would make.</summary>
    /// <param name="CaptureGoesOn">True: nothing is lost without it.</param>
    internal sealed record MissingPart(string Table, string Reason, IReadOnlyList<string> Statements, bool CaptureGoesOn = false);

    private sealed record LogRow
    {
        public long Id { get; init; }

        public long Since { get; init; }
    }

    private sealed record ShapeRow
    {
        public long Since { get; init; }

        public long Columns { get; init; }
    }
}
