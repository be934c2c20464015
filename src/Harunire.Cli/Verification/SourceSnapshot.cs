using System.Collections.Immutable;
using System.Globalization;
using Harunire.Capture;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>One read transaction over the source's SQLite database, and where the change log stands in it.</summary>
internal sealed class SourceSnapshot : IAsyncDisposable
{
    private readonly SqliteTransaction _transaction;

    private SourceSnapshot(SqliteConnection connection, SqliteTransaction transaction, long scn) => (Connection, _transaction, Scn) = (connection, transaction, scn);

    public SqliteConnection Connection { get; }

    /// <summary>The change log's last number as of the transaction.</summary>
    public long Scn { get; }

    /// <summary>Takes the connection over, also where it throws.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="name">For messages.</param>
    public static SourceSnapshot Open(SqliteConnection connection, string name)
    {
        try
        {
            var transaction = BeginRead(connection);
            var scn = Number(connection, "SELECT count(*) FROM sqlite_schema WHERE name IN ('harunire_changes', 'harunire_tables')") == 2
                ? Number(connection, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'harunire_changes'")
                : throw new HarunireException(CaptureErrors.SetupMissing, "the source has no change log, so its state has no SCN", name, "run 'harunire apply' on the migration");
            return new SourceSnapshot(connection, transaction, scn);
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new HarunireException(CaptureErrors.Unreachable, failure.Message, name, inner: failure);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A read transaction whose moment is fixed by a first read.</summary>
    public static SqliteTransaction BeginRead(SqliteConnection connection)
    {
        var transaction = connection.BeginTransaction(deferred: true);
        Number(connection, "SELECT count(*) FROM sqlite_schema");
        return transaction;
    }

    /// <summary>How many changes of these tables have an SCN above <paramref name="after"/> and up to <paramref name="until"/>. A log that was cut off counts as changed.</summary>
    public long ChangesBetween(long after, long until, ImmutableArray<TableSchema> tables)
    {
        if (after >= until)
        {
            return 0;
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"seq > {after} AND seq <= {until}");
        var kept = Number(Connection, $"SELECT count(*) FROM harunire_changes WHERE {range}");
        if (kept < until - after)
        {
            return until - after;
        }

        using var command = Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM harunire_changes c JOIN harunire_tables t ON t.table_id = c.table_id WHERE c.{range} AND t.name COLLATE NOCASE IN ({string.Join(", ", tables.Select((_, i) => Parameter(i)))})";
        for (var i = 0; i < tables.Length; i++)
        {
            command.Parameters.AddWithValue(Parameter(i), tables[i].Name.Table);
        }

        return (long)command.ExecuteScalar()!;
    }

    /// <summary>The last SCN at or before a time; null where the log does not reach back so far.</summary>
    /// <param name="microseconds">Since 1970-01-01 UTC.</param>
    public long? ScnAt(long microseconds)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT (SELECT max(seq) FROM harunire_changes WHERE at <= @at), (SELECT min(seq) FROM harunire_changes)";
        command.Parameters.AddWithValue("@at", microseconds);
        using var reader = command.ExecuteReader();
        reader.Read();
        return !reader.IsDBNull(0) ? reader.GetInt64(0) : reader.IsDBNull(1) ? (Scn == 0 ? 0 : null) : reader.GetInt64(1) == 1 ? 0 : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private static string Parameter(int index) => "@t" + index.ToString(CultureInfo.InvariantCulture);

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
