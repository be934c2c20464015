using Harunire.Model.Rows;

namespace Harunire.Capture.Polling;

/// <summary>The source as of one SCN, with the history up to it as far as the source still has it.</summary>
public interface IPollingView : IAsyncDisposable
{
    /// <summary>Everything committed at or below is visible, nothing above.</summary>
    long Scn { get; }

    /// <summary>As <see cref="ISourceView.ReadChunkAsync"/>.</summary>
    Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken);

    /// <summary>Why the changes since the position can't be told: history cut by DDL, undo overwritten. Null: they can.</summary>
    Task<CaptureGap?> FindGapAsync(ReadPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// The table's changes with <c>AfterScn &lt; SCN &lt;= <see cref="Scn"/></c>, the SCN never falling. HAR3020 where a gap shows only while reading.
    /// With <see cref="ChangeReading.ChangedRows"/> an update has no row before and may be a create or no change at all; a delete's row before holds at least the key.
    /// </summary>
    IAsyncEnumerable<RowChange> ReadChangesAsync(ReadPosition position, CancellationToken cancellationToken);

    /// <summary>What the source wants to be given back with a position at <see cref="Scn"/>. Opaque to others.</summary>
    Task<string> MarkOfAsync(TableSchema table, CancellationToken cancellationToken);
}
