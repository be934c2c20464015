using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Files;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Sqlite;

/// <summary>One read transaction: SQLite's snapshot isolation makes it a view as of the ledger's last number.</summary>
internal sealed class SqliteSourceView(
    DbConnection connection,
    DbTransaction transaction,
    long scn,
    IReadOnlyList<LoggedTable> logs,
    string source) : ISourceView
{
    public long Scn => scn;

    public Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        var key = table.Key.Select(k => SqliteIdentifier.Quote(table.Columns[k].Name)).ToList();
        var where = "";
        if (after is not null)
        {
            // On this side of the comparison: behind the columns it would keep SQLite from seeking in the key's index.
            where = $" WHERE ({string.Join(", ", key)}) > ({string.Join(", ", after.Parts.Select((_, i) => $"@k{i} COLLATE BINARY"))})";
            for (var i = 0; i < after.Parts.Count; i++)
            {
                AddParameter(command, string.Create(CultureInfo.InvariantCulture, $"@k{i}"), after.Parts[i]);
            }
        }

        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => SqliteIdentifier.Quote(c.Name)))} FROM {SqliteIdentifier.Quote(table.Name.Table)}{where} ORDER BY {string.Join(", ", key.Select(column => column + " COLLATE BINARY"))} LIMIT {(long)maxRows + 1}";
        var rows = new List<Datum[]>(Math.Min(maxRows, 100_000));
        var cells = new object[table.Columns.Length];
        Func<int, object> cellOf = ordinal => cells[ordinal];
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (rows.Count == maxRows)
                {
                    return Task.FromResult(new SnapshotChunk(rows, LastKey(), IsLast: false));
                }

                rows.Add(ImageReader.Read(reader, table, 0, source, cells));
                ImageReader.CheckKey(reader, table, 0, cellOf);
            }
        }
        catch (DbException failure)
        {
            throw new HarunireException(CaptureErrors.Unreachable, failure.Message, $"{source}, {table.Name}", inner: failure) { IsTransient = SqliteResultCode.IsBusy(failure) };
        }

        return Task.FromResult(new SnapshotChunk(rows, LastKey(), IsLast: true));

        SnapshotKey? LastKey() => rows.Count == 0 ? null : new SnapshotKey([.. table.Key.Select(cellOf)]);
    }

    public async IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guarded(() => CheckLedger(tables, afterScn));

        // One reader a table, merged by sequence: the order of the ledger is the order in which things happened.
        var readers = new List<SqliteChangeReader>();
        try
        {
            var queue = new PriorityQueue<SqliteChangeReader, long>();
            foreach (var table in tables)
            {
                var reader = Guarded(() => new SqliteChangeReader(connection, transaction, LogOf(table), afterScn, scn, source));
                readers.Add(reader);
                if (Guarded(reader.MoveNext))
                {
                    queue.Enqueue(reader, reader.Current.Scn);
                }
            }

            while (queue.TryDequeue(out var reader, out _))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return reader.Current;
                if (Guarded(reader.MoveNext))
                {
                    queue.Enqueue(reader, reader.Current.Scn);
                }
            }
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }

        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    // AUTOINCREMENT leaves no gap among committed rows: a rolled back statement gives its numbers back.
    private bool CheckLedger(IReadOnlyList<TableSchema> tables, long afterScn)
    {
        var entries = connection.ExecuteScalar<long>($"SELECT count(*) FROM {SqliteChangeLog.Ledger} WHERE seq > {afterScn} AND seq <= {scn}", transaction: transaction);
        if (afterScn > scn || entries != scn - afterScn)
        {
            throw new HarunireException(CaptureErrors.LogGap, $"between SCN {afterScn} and {scn} the change log has {entries} entries", source);
        }

        foreach (var table in tables)
        {
            if (LogOf(table).Since > afterScn)
            {
                throw new HarunireException(CaptureErrors.LogGap, $"its log begins at SCN {LogOf(table).Since}, and the last published position is {afterScn}", $"{source}, {table.Name}");
            }
        }

        return true;
    }

    private LoggedTable LogOf(TableSchema table) => logs.First(log => log.Table.Equals(table));

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DbException failure)
        {
            throw new HarunireException(CaptureErrors.Unreachable, failure.Message, source, inner: failure) { IsTransient = SqliteResultCode.IsBusy(failure) };
        }
    }

    private static void AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
