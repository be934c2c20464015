using Harunire.Model.Rows;

namespace Harunire.Capture;

/// <summary>The source as of one SCN: whatever is read through it belongs to that moment.</summary>
public interface ISourceView : IAsyncDisposable
{
    /// <summary>Everything committed at or below is visible, nothing above.</summary>
    long Scn { get; }

    /// <summary>The next rows in key order.</summary>
    /// <param name="table">A table with a key.</param>
    /// <param name="after">The last chunk's <see cref="SnapshotChunk.LastKey"/>; null: from the first row.</param>
    /// <param name="maxRows">At least 1.</param>
    Task<SnapshotChunk> ReadChunkAsync(TableSchema table, SnapshotKey? after, int maxRows, CancellationToken cancellationToken);

    /// <summary>The changes with <c>afterScn &lt; SCN &lt;= <see cref="Scn"/></c> of the tables, the SCN never falling.</summary>
    /// <remarks>
    /// Changes of one SCN come in an order that is the same at each reading, also through a later view: capture goes on in the middle of it
    /// by their number. They stream: memory does not grow with their count. HAR3008 where the source no longer has all of them.
    /// </remarks>
    IAsyncEnumerable<RowChange> ReadChangesAsync(IReadOnlyList<TableSchema> tables, long afterScn, CancellationToken cancellationToken);
}
