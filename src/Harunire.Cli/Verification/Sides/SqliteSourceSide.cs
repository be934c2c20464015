using System.Collections.Immutable;
using System.Globalization;
using Harunire.Capture;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a SQLite source, and where the change log stands in it.</summary>
internal sealed class SqliteSourceSide : SqliteSide, ISourceSide
{
    private SqliteSourceSide(SqliteConnection connection, string name)
        : base(connection, name)
    {
        Scn = Number("SELECT count(*) FROM sqlite_schema WHERE name IN ('harunire_changes', 'harunire_tables')") == 2
            ? Number("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'harunire_changes'")
            : throw new HarunireException(CaptureErrors.SetupMissing, "the source has no change log, so its state has no SCN", name, "run 'harunire apply' on the migration");
    }

    /// <summary>The change log's last number as of the transaction.</summary>
    public long Scn { get; }

    /// <summary>Takes the connection over, also where it throws.</summary>
    public static SqliteSourceSide Open(SqliteConnection connection, string name)
    {
        try
        {
            return new SqliteSourceSide(connection, name);
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

    /// <summary>A log that was cut off counts as changed.</summary>
    public Task<long> ChangesBetweenAsync(long after, long until, ImmutableArray<TableSchema> tables, CancellationToken cancellationToken)
    {
        if (after >= until)
        {
            return Task.FromResult(0L);
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"seq > {after} AND seq <= {until}");
        var kept = Number($"SELECT count(*) FROM harunire_changes WHERE {range}");
        if (kept < until - after)
        {
            return Task.FromResult(until - after);
        }

        using var command = Connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM harunire_changes c JOIN harunire_tables t ON t.table_id = c.table_id WHERE c.{range} AND t.name COLLATE NOCASE IN ({string.Join(", ", tables.Select((_, i) => Parameter(i)))})";
        for (var i = 0; i < tables.Length; i++)
        {
            command.Parameters.AddWithValue(Parameter(i), tables[i].Name.Table);
        }

        return Task.FromResult((long)command.ExecuteScalar()!);
    }

    /// <summary>Null where the log does not reach back so far.</summary>
    public Task<long?> ScnAtAsync(long microseconds, CancellationToken cancellationToken)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = "SELECT (SELECT max(seq) FROM harunire_changes WHERE at <= @at), (SELECT min(seq) FROM harunire_changes)";
        command.Parameters.AddWithValue("@at", microseconds);
        using var reader = command.ExecuteReader();
        reader.Read();
        return Task.FromResult<long?>(!reader.IsDBNull(0) ? reader.GetInt64(0) : reader.IsDBNull(1) ? (Scn == 0 ? 0 : null) : reader.GetInt64(1) == 1 ? 0 : null);
    }

    private static string Parameter(int index) => "@t" + index.ToString(CultureInfo.InvariantCulture);
}
