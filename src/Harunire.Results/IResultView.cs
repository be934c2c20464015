using Harunire.Model.Results;
using Harunire.Model.Values;

namespace Harunire.Results;

/// <summary>A result table at one moment: its rows and the cut that they belong to.</summary>
public interface IResultView : IAsyncDisposable
{
    /// <summary>The batch that the rows are as of.</summary>
    AppliedState LastApplied { get; }

    /// <summary>All rows in the key's order (<see cref="Model.Rows.KeyEncoding"/>), in constant memory.</summary>
    IAsyncEnumerable<ResultRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The rows of these keys, in the order asked; <see cref="ResultRow.Values"/> is null where there is none.</summary>
    IAsyncEnumerable<ResultRow> ReadByKeysAsync(IEnumerable<Datum[]> keys, CancellationToken cancellationToken);
}
