using Harunire.Model.Rows;

namespace Harunire.Capture.Polling;

/// <summary>A source that keeps no change log of its own: what a poll finds is completed by the rows that were published before.</summary>
public interface IPollingSource : ISourceReader
{
    /// <summary>What the strategy of a described table gives.</summary>
    ChangeReading ReadingOf(TableSchema table);

    /// <summary>As <see cref="ISourceReader.OpenViewAsync"/>, with what only a poll needs.</summary>
    Task<IPollingView> OpenPollAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken);
}
