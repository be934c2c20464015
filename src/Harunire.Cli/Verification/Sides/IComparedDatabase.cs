using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a database that takes part in a comparison: whatever is read through it belongs to one moment.</summary>
internal interface IComparedDatabase : IAsyncDisposable
{
    /// <summary>The table that the old batch fills. HAR7xxx where there is none.</summary>
    /// <param name="written">As the mapping names it.</param>
    Task<LegacyTable> FindTableAsync(string written, CancellationToken cancellationToken);

    /// <summary>The first rows of a query in the database's own words, each cell as text; at most two rows.</summary>
    Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken);

    /// <summary>The rows of a mapping's query, by the query's columns: those with one of the keys at least.</summary>
    IAsyncEnumerable<Datum[]> RunAsync(BoundQuery query, int[] keyOrdinals, IReadOnlyList<Datum[]> keys, CancellationToken cancellationToken);
}
