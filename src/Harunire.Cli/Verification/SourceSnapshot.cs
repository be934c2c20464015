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

    /// <summary>How many changes of these tables lie after the SCN. A log that was cut off counts as changed.</summary>
    public long ChangesAfter(long scn, ImmutableArray<TableSchema> tables)
    {
        if (scn >= Scn)
        {
            return 0;
        }

        var text = scn.ToString(CultureInfo.InvariantCulture);
        var kept = Number(Connection, $"SELECT count(*) FROM harunire_changes WHERE seq > {text}");
        if (kept < Scn - scn)
        {
            return Scn - scn;
        }

        using var command = Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM harunire_changes c JOIN harunire_tables t ON t.table_id = c.table_id WHERE c.seq > {text} AND t.name COLLATE NOCASE IN ({string.Join(", ", tables.Select((_, i) => Parameter(i)))})";
        for (var i = 0; i < tables.Length; i++)
        {
            command.Parameters.AddWithValue(Parameter(i), tables[i].Name.Table);
        }

        return (long)command.ExecuteScalar()!;
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
