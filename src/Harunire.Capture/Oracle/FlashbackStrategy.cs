using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Harunire.Capture.Polling;
using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Capture.Oracle;

/// <summary>Flashback version query: each committed version of each row, from undo.</summary>
/// <remarks>It reads the table at each poll, and sends only what changed: the versions that begin or end in the range.</remarks>
internal sealed class FlashbackStrategy : IOracleStrategy
{
    public const string Name = "flashback";

    public LossContract Contract(OracleTable? table) => new()
    {
        Strategy = Name,
        SeesDeletes = true,
        SeesEveryVersion = true,
        GivesBeforeImages = true,
        Notes =
        [
            "Several changes of one row in one transaction come as one.",
            "DDL, TRUNCATE, a partition exchange or undo that is gone cut the history; the table is then compared row by row, and versions in between are not seen.",
            "NOLOGGING direct-path loads are noticed only where V$DATAFILE can be read.",
            .. LobNotes(table),
        ],
    };

    /// <summary>A LOB's earlier version is not in the history: the row before is the published one.</summary>
    public ChangeReading Reading(OracleTable table) => LobOrdinals(table).Length == 0 ? ChangeReading.Changes : ChangeReading.ChangedRows;

    public Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<RowChange> ReadAsync(
        OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lobs = LobOrdinals(table);
        var history = lobs.Length == 0 ? table : WithoutLobs(table);
        var versions = await ReadVersionsAsync(poll, history, afterScn, cancellationToken);
        await poll.RequireUncutAsync(table, mark, cancellationToken);
        await ProbeAsync(poll, table, afterScn, cancellationToken);
        var changes = VersionHistory.ToChanges(history.Schema, !table.IsOrderedByKey, afterScn, versions, reason => poll.Gap(table, reason));
        foreach (var change in changes)
        {
            yield return lobs.Length == 0 ? change : await LobReader.CompleteAsync(poll, table, change, cancellationToken);
        }
    }

    public IEnumerable<string> Privileges(OracleTable table) => [$"FLASHBACK ON {table.Quoted}", "SELECT ON SYS.V_$UNDOSTAT", "SELECT ON SYS.V_$DATAFILE"];

    private static async Task<List<RowVersion>> ReadVersionsAsync(OraclePoll poll, OracleTable table, long afterScn, CancellationToken cancellationToken)
    {
        var statement = new OracleStatement("versions").Part("columns", OracleRows.Select(table)).Part("table", table.Quoted)
            .Bind("low", afterScn).Bind("high", poll.Scn)
            .Bind("start_after", afterScn).Bind("start_to", poll.Scn)
            .Bind("end_after", afterScn).Bind("end_to", poll.Scn);
        try
        {
            return await poll.Session.QueryAsync(
                statement,
                reader =>
                {
                    var row = OracleRows.Read(reader, table, 3, poll.Subject(table));
                    return new RowVersion(
                        reader.IsDBNull(0) ? null : reader.GetString(0),
                        reader.IsDBNull(1) ? null : Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture),
                        reader.IsDBNull(2) ? null : reader.GetString(2)[0],
                        row,
                        OracleRows.Place(reader, table, row, 3));
                },
                cancellationToken);
        }
        catch (DbException failure) when (OracleFailure.IsHistoryGone(failure))
        {
            throw poll.Gap(table, $"undo no longer reaches back to SCN {afterScn}: {failure.Message.Split('\n')[0]}", failure);
        }
    }

    // A version query is silent where DDL cut its history; a query as of the range's beginning says so (ORA-01466).
    private static async Task ProbeAsync(OraclePoll poll, OracleTable table, long afterScn, CancellationToken cancellationToken)
    {
        try
        {
            var statement = new OracleStatement("probe").Part("table", table.Quoted).Part("key", OracleIdentifier.Quote(table.KeyColumns.First().Name)).Bind("as_of", afterScn);
            await poll.Session.QueryAsync(statement, _ => true, cancellationToken);
        }
        catch (DbException failure) when (OracleFailure.IsHistoryGone(failure) || OracleFailure.IsDefinitionChanged(failure))
        {
            throw poll.Gap(table, $"the table can't be read as of SCN {afterScn} any more: {failure.Message.Split('\n')[0]}", failure);
        }
    }

    private static ImmutableArray<int> LobOrdinals(OracleTable table) =>
        [.. Enumerable.Range(0, table.Schema.Columns.Length).Where(i => OracleTypeNames.IsLob(table.Schema.Columns[i].Type))];

    private static OracleTable WithoutLobs(OracleTable table)
    {
        var columns = table.Schema.Columns.Where(c => !OracleTypeNames.IsLob(c.Type)).ToImmutableArray();
        return table with
        {
            Schema = table.Schema with { Columns = columns, Key = [.. table.KeyColumns.Select(key => columns.IndexOf(key))] },
        };
    }

    private static IEnumerable<string> LobNotes(OracleTable? table) =>
        table is null ? []
        : LobOrdinals(table).Length > 0 ? ["A LOB whose version is gone comes as Debezium's unavailable value."]
        : table.LeftOutLobs.IsEmpty ? []
        : [$"Not captured: {string.Join(", ", table.LeftOutLobs)} (LOB; 'lobs: true' captures them)."];
}
