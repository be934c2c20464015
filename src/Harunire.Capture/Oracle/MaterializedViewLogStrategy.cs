using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Capture.Polling;
using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>A materialized view log of our own: it holds the keys that changed, by commit SCN; their rows are read as of the poll's SCN.</summary>
/// <remarks>
/// SEQUENCE$$ is the order of statements, not of commits, and is not used. XID$$ and ALL_SUMMAP give the commit's SCN, as Oracle's own fast refresh reads it.
/// Direct-path loads are not in the log but in ALL_SUMDELTA, as ranges of ROWIDs.
/// </remarks>
internal sealed class MaterializedViewLogStrategy : IOracleStrategy
{
    public const string Name = "mvlog";

    public LossContract Contract(OracleTable? table) => new()
    {
        Strategy = Name,
        SeesDeletes = true,
        SeesEveryVersion = false,
        GivesBeforeImages = true,
        Notes =
        [
            "Only the last version at the time of a poll is seen.",
            "The log must have no other consumer: it is purged when its materialized views are refreshed. Nobody purges it while there is none (docs/oracle-source.md).",
            "TRUNCATE and a partition exchange are not in the log; the table is then compared row by row.",
        ],
    };

    public ChangeReading Reading(OracleTable table) => ChangeReading.ChangedRows;

    public async Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken)
    {
        if (table.Log is null)
        {
            throw Unusable(poll, table, "it has no materialized view log WITH PRIMARY KEY, COMMIT SCN that can be read", CreateLog(table));
        }

        var consumers = (await poll.Session.QueryAsync(Of("mvlog_consumers", table), row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), cancellationToken))[0];
        if (consumers > 0)
        {
            throw Unusable(poll, table, $"its materialized view log has {consumers} other consumers: their refresh purges rows that were not read yet", "take another strategy for this table");
        }
    }

    public async IAsyncEnumerable<RowChange> ReadAsync(
        OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in ReadLogAsync(poll, table, afterScn, cancellationToken))
        {
            yield return change;
        }

        foreach (var load in (await LoadsAsync(poll, table, cancellationToken)).Where(load => mark?.Loads.Contains(load.Name, StringComparer.Ordinal) != true))
        {
            var statement = new OracleStatement("rowid_range").Part("columns", OracleRows.Select(table)).Part("table", table.Quoted)
                .Bind("as_of", poll.Scn).Bind("low", load.Low).Bind("high", load.High);
            await foreach (var (row, place) in OracleRows.ReadAsync(poll, statement, table, cancellationToken))
            {
                yield return new RowChange(table.Schema, ChangeOperation.Update, place, null, row, poll.Scn, null);
            }
        }

        await poll.RequireUncutAsync(table, mark, cancellationToken);
    }

    public IEnumerable<string> Privileges(OracleTable table) =>
        [$"FLASHBACK ON {table.Quoted}", $"SELECT ON {OracleIdentifier.Quote(table.Schema.Name with { Table = table.Log ?? "MLOG$_" + table.Schema.Name.Table })}"];

    /// <summary>The statement for the table's owner.</summary>
    public static string CreateLog(OracleTable table) => $"CREATE MATERIALIZED VIEW LOG ON {table.Quoted} WITH PRIMARY KEY, COMMIT SCN";

    /// <summary>The log's table; null where there is none of the needed kind.</summary>
    public static async Task<string?> FindLogAsync(OracleSession session, OracleTable table, CancellationToken cancellationToken)
    {
        var logs = await session.QueryAsync(Of("mvlog_of", table), row => (Table: row.GetString(0), ByCommit: row.GetString(1) == "YES", ByKey: row.GetString(2) == "YES"), cancellationToken);
        return logs.Find(log => log.ByCommit && log.ByKey).Table;
    }

    /// <summary>Direct-path loads that are known now, for the mark of this poll.</summary>
    public static async Task<IReadOnlyList<(string Name, string Low, string High)>> LoadsAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken) =>
        await poll.Session.QueryAsync(
            Of("direct_path", table),
            row => (string.Create(CultureInfo.InvariantCulture, $"{row.GetString(0)}-{row.GetString(1)}-{row.GetValue(2)}"), row.GetString(0), row.GetString(1)),
            cancellationToken);

    private static OracleStatement Of(string statement, OracleTable table) =>
        new OracleStatement(statement).Bind("owner", table.Schema.Name.Schema!).Bind("name", table.Schema.Name.Table);

    private static async IAsyncEnumerable<RowChange> ReadLogAsync(OraclePoll poll, OracleTable table, long afterScn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = table.KeyColumns.ToList();
        var statement = new OracleStatement("mvlog")
            .Part("log_key", string.Join(", ", key.Select(c => OracleColumn.Select("L." + OracleIdentifier.Quote(c.Name), c.Type))))
            .Part("columns", OracleRows.Select(table))
            .Part("log_columns", string.Join(", ", key.Select(c => "M." + OracleIdentifier.Quote(c.Name))))
            .Part("log", OracleIdentifier.Quote(table.Schema.Name with { Table = table.Log! }))
            .Part("table", table.Quoted)
            .Part("same_key", string.Join(" AND ", key.Select(c => $"{OracleTable.Of(c)} = L.{OracleIdentifier.Quote(c.Name)}")))
            .Bind("after", afterScn).Bind("up_to", poll.Scn).Bind("as_of", poll.Scn);
        await using var command = poll.Session.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader, poll, table, key);
        }
    }

    private static RowChange Read(DbDataReader reader, OraclePoll poll, OracleTable table, List<ColumnDefinition> key)
    {
        if (!reader.IsDBNull(key.Count + table.Schema.Key[0]))
        {
            var row = OracleRows.Read(reader, table, key.Count, poll.Subject(table));
            return new RowChange(table.Schema, ChangeOperation.Update, OracleRows.Place(reader, table, row, key.Count), null, row, poll.Scn, null);
        }

        var gone = new Datum[table.Schema.Columns.Length];
        for (var i = 0; i < key.Count; i++)
        {
            gone[table.Schema.Key[i]] = OracleColumn.Read(reader, i, key[i].Type);
        }

        return new RowChange(table.Schema, ChangeOperation.Delete, new SnapshotKey([.. table.Schema.Key.Select(k => (object)gone[k])]), gone, null, poll.Scn, null);
    }

    private static HarunireException Unusable(OraclePoll poll, OracleTable table, string reason, string hint) =>
        new(CaptureErrors.UnusableStrategy, reason, poll.Subject(table), hint);
}
