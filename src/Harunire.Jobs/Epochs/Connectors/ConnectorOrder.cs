using Harunire.Model.Changes;
using Harunire.Model.Errors;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs.Connectors;

/// <summary>Transactions of a connector, named by the database: each is published whole before the next one, in every partition in the order of the transaction topic.</summary>
/// <remarks>A connector that was restarted may publish a range of them again, in the same order. docs/decisions/0020.</remarks>
internal sealed class ConnectorOrder(EpochPosition start) : BlockOrder
{
    /// <summary>What was applied; moves with the reader.</summary>
    public ConnectorPosition Applied { get; set; } = start.Connector ?? ConnectorPosition.Start;

    public override bool Counts(TransactionRecord record, IReadOnlyList<RecordHeader> headers) => record.IsEnd;

    public override bool IsStart(TransactionRecord record) => record.IsEnd && record.Id == start.Connector?.LastTransaction;

    public override bool IsBeyond(PartitionCursor cursor, string block) => cursor.LastBlock is { Length: > 0 } last && last != block;

    public override bool ComesAgain => true;

    /// <summary>True while a transaction that was applied before is passed over: what stands before its events comes again too, and its own END counts it.</summary>
    public bool IsPassing { get; set; }

    public override bool Applies(PartitionCursor cursor, PartitionCursor.BufferedEvent stray)
    {
        var change = stray.Change!;
        if (change.Position.CutId.Length == 0)
        {
            CheckSnapshotRow(cursor, stray);
            return true;
        }

        return IsPassing || change.Position.Scn <= Applied.Scn ? false : throw new HarunireException(
            JobErrors.StrayTransaction,
            $"an event of transaction {change.Position.CutId}, committed at SCN {change.Position.Scn}, stands before those of a transaction that ended first",
            $"{cursor.Table.Name} in {cursor.Place(stray.Record.Offset)}");
    }

    /// <summary>An event without a transaction must be a row of the snapshot that counts.</summary>
    public void CheckSnapshotRow(PartitionCursor cursor, PartitionCursor.BufferedEvent item)
    {
        var (change, place) = (item.Change!, $"{cursor.Table.Name} in {cursor.Place(item.Record.Offset)}");
        if (change.Operation != ChangeOperation.Read)
        {
            throw new HarunireException(JobErrors.NoTransactions, "a change without its transaction", place, "set provide.transaction.metadata=true in the connector, and let it fill new topics");
        }

        if (item.Marks.Snapshot == SnapshotMark.Incremental || change.Position.Scn != Applied.SnapshotScn)
        {
            throw new HarunireException(
                JobErrors.SecondSnapshot,
                item.Marks.Snapshot == SnapshotMark.Incremental ? "a row of an incremental snapshot" : $"a row of a snapshot as of SCN {change.Position.Scn}; the rows of that as of SCN {Applied.SnapshotScn} are in the results",
                place);
        }
    }
}
