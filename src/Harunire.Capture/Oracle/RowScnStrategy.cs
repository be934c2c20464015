using System.Runtime.CompilerServices;
using Harunire.Capture.Polling;
using Harunire.Model.Changes;

namespace Harunire.Capture.Oracle;

/// <summary>ORA_ROWSCN as a filter: it is never below the SCN of the row's last change, and may be any higher.</summary>
/// <remarks>Without ROWDEPENDENCIES a change moves the number of its whole block (SQL Language Reference, "ORA_ROWSCN Pseudocolumn"). What did not change is dropped by comparison with the published row.</remarks>
internal sealed class RowScnStrategy : IOracleStrategy
{
    public const string Name = "rowscn";

    public LossContract Contract(OracleTable? table) => new()
    {
        Strategy = Name,
        SeesDeletes = false,
        SeesEveryVersion = false,
        GivesBeforeImages = true,
        Notes =
        [
            "Deletes are not seen: an audit by snapshot diff finds them.",
            "Only the last version at the time of a poll is seen.",
            .. table is { HasRowScn: false } ? ["The table has no ROWDEPENDENCIES: each change brings the rows of its block, which are compared and dropped."] : Array.Empty<string>(),
        ],
    };

    public ChangeReading Reading(OracleTable table) => ChangeReading.ChangedRows;

    public Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public async IAsyncEnumerable<RowChange> ReadAsync(
        OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var statement = new OracleStatement("rowscn").Part("columns", OracleRows.Select(table)).Part("table", table.Quoted).Bind("as_of", poll.Scn).Bind("after", afterScn);
        await foreach (var (row, place) in OracleRows.ReadAsync(poll, statement, table, cancellationToken))
        {
            yield return new RowChange(table.Schema, ChangeOperation.Update, place, null, row, poll.Scn, null);
        }

        await poll.RequireUncutAsync(table, mark, cancellationToken);
    }

    public IEnumerable<string> Privileges(OracleTable table) => [$"FLASHBACK ON {table.Quoted}"];
}
