using Harunire.Model.Results;
using Harunire.Model.Values;

namespace Harunire.Results;

/// <summary>A result table at one moment: its rows and the cut that they belong to.</summary>
/// <remarks>Law: an enumeration that comes to its end gave rows as of <see cref="LastApplied"/> and no others; else it ends with an error.</remarks>
public interface IResultView : IAsyncDisposable
{
    /// <summary>The batch that the rows are as of.</summary>
    AppliedState LastApplied { get; }

    /// <summary>All rows, in constant memory; in the key's order (<see cref="Model.Rows.KeyEncoding"/>) where <see cref="ResultCapabilities.RowsInKeyOrder"/>.</summary>
    IAsyncEnumerable<ResultRow> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The rows of these keys, in the order asked; <see cref="ResultRow.Values"/> is null where there is none.</summary>
    IAsyncEnumerable<ResultRow> ReadByKeysAsync(IEnumerable<Datum[]> keys, CancellationToken cancellationToken);
}
