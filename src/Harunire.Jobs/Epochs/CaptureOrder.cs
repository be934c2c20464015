using Harunire.Jobs.Capturing;
using Harunire.Jobs.Capturing.Commits;
using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>Blocks of our own capture: their ids hold its clock, which grows; <see cref="BlockRule"/> says which of them count.</summary>
internal sealed class CaptureOrder(EpochPosition start) : BlockOrder
{
    private readonly BlockRule _rule = new(start.LastBlockMicroseconds);

    public override bool Counts(TransactionRecord record, IReadOnlyList<RecordHeader> headers) => _rule.Counts(record, headers);

    public override bool IsStart(TransactionRecord record) => BlockId.TryParse(record.Id)?.Microseconds == start.LastBlockMicroseconds;

    public override bool IsBeyond(PartitionCursor cursor, string block) => Clock(cursor.LastBlock) > Clock(block);

    public override bool ComesAgain => false;

    // A block that does not count, or one that was applied before.
    public override bool Applies(PartitionCursor cursor, PartitionCursor.BufferedEvent stray) => false;

    private static long Clock(string? block) => BlockId.TryParse(block ?? "")?.Microseconds ?? long.MinValue;
}
