using Harunire.Model.Values;

namespace Harunire.Specifications.Sources;

/// <summary>A transaction of the application. Not committed when disposed: rolled back.</summary>
public interface ISourceTransaction : IAsyncDisposable
{
    Task InsertAsync(string table, Datum[] row);

    /// <param name="key">The row's key, in the order of the table's key.</param>
    /// <param name="row">All columns; the key may change.</param>
    Task UpdateAsync(string table, Datum[] key, Datum[] row);

    Task DeleteAsync(string table, Datum[] key);

    Task CommitAsync();
}
