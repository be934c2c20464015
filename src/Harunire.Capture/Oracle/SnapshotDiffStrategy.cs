using Harunire.Capture.Polling;

namespace Harunire.Capture.Oracle;

/// <summary>No history at all: each poll compares the whole table, as of its SCN, with the published rows.</summary>
internal sealed class SnapshotDiffStrategy : IOracleStrategy
{
    public const string Name = "snapshot-diff";

    public LossContract Contract(OracleTable? table) => new()
    {
        Strategy = Name,
        SeesDeletes = true,
        SeesEveryVersion = false,
        GivesBeforeImages = true,
        Notes =
        [
            "Only the last version at the time of a poll is seen; a row that came and went in between is not.",
            "Each poll reads the whole table.",
        ],
    };

    public ChangeReading Reading(OracleTable table) => ChangeReading.WholeTable;

    public Task CheckAsync(OraclePoll poll, OracleTable table, CancellationToken cancellationToken) => Task.CompletedTask;

    public IAsyncEnumerable<RowChange> ReadAsync(OraclePoll poll, OracleTable table, long afterScn, OracleMark? mark, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RowChange>();

    public IEnumerable<string> Privileges(OracleTable table) => [$"FLASHBACK ON {table.Quoted}"];
}
