using Harunire.Topics.Debezium;
using Harunire.Topics.Logs;

namespace Harunire.Jobs.Epochs;

/// <summary>How the blocks of one kind of capture are named, follow each other, and count.</summary>
internal abstract class BlockOrder
{
    /// <summary>Takes in the next record of the transaction topic; true where it is the END of a block that counts.</summary>
    public abstract bool Counts(TransactionRecord record, IReadOnlyList<RecordHeader> headers);

    /// <summary>True where the record is the END that the start was made from.</summary>
    public abstract bool IsStart(TransactionRecord record);

    /// <summary>True where an event of a later block has been read: by order, none of this one follows.</summary>
    public abstract bool IsBeyond(PartitionCursor cursor, string block);

    /// <summary>True: of a block that a partition holds several times, the first run of events is taken; false: all of them at once.</summary>
    public abstract bool ComesAgain { get; }

    /// <summary>What becomes of an event that stands before those of the next block that counts. An error where that can't be told.</summary>
    /// <returns>True: it is applied with that block; false: it is dropped.</returns>
    public abstract bool Applies(PartitionCursor cursor, PartitionCursor.BufferedEvent stray);
}
