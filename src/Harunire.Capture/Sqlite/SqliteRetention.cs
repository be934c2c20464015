using System.Data;
using System.Data.Common;
using Dapper;

namespace Harunire.Capture.Sqlite;

/// <summary>Who still needs the change log, and the removal of what nobody needs.</summary>
/// <remarks>Each reader of the log has a row with the SCN it has acknowledged. Entries above the least of them stay, and so do the last <see cref="KeptEntries"/> below it.</remarks>
internal static class SqliteRetention
{
    public const string Readers = "harunire_readers";

    /// <summary>Entries that stay though all readers have them: so topics that are restored from a copy of a moment ago go on without a gap.</summary>
    public const long KeptEntries = 1_000;

    // A short transaction each: the application's own writers wait no longer than for one.
    private const long EntriesAtOnce = 5_000;

    public const string ReadersStatement = $"CREATE TABLE IF NOT EXISTS {Readers} (reader TEXT PRIMARY KEY, scn INTEGER NOT NULL) WITHOUT ROWID";

    /// <summary>Registers a reader at the log's present end: nothing from there on is removed without its acknowledgement.</summary>
    public static string Registration(string reader) =>
        $"INSERT INTO {Readers} VALUES ({SqliteIdentifier.Text(reader)}, {SqliteChangeLog.End}) ON CONFLICT DO NOTHING";

    public static long? AcknowledgedBy(DbConnection connection, string reader) =>
        connection.ExecuteScalar<long?>($"SELECT scn FROM {Readers} WHERE reader = @reader", new { reader });

    /// <summary>Notes what a reader has, and removes what no reader needs.</summary>
    public static void Acknowledge(DbConnection connection, string reader, long scn, CancellationToken cancellationToken)
    {
        using (var transaction = connection.BeginTransaction(IsolationLevel.Serializable))
        {
            connection.Execute($"UPDATE {Readers} SET scn = max(scn, @scn) WHERE reader = @reader", new { reader, scn }, transaction);
            transaction.Commit();
        }

        while (RemoveSome(connection))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static bool RemoveSome(DbConnection connection)
    {
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        var first = connection.ExecuteScalar<long?>($"SELECT min(seq) FROM {SqliteChangeLog.Ledger}", transaction: transaction);
        var last = connection.ExecuteScalar<long>($"SELECT min(scn) FROM {Readers}", transaction: transaction) - KeptEntries;
        if (first is null || first > last)
        {
            return false;
        }

        var upTo = Math.Min(last, first.Value + EntriesAtOnce - 1);
        foreach (var id in connection.Query<long>($"SELECT table_id FROM {SqliteChangeLog.Tables}", transaction: transaction))
        {
            connection.Execute($"DELETE FROM {SqliteChangeLog.LogTable(id)} WHERE seq <= @upTo", new { upTo }, transaction);
        }

        connection.Execute($"DELETE FROM {SqliteChangeLog.Ledger} WHERE seq <= @upTo", new { upTo }, transaction);
        transaction.Commit();
        return upTo < last;
    }
}
