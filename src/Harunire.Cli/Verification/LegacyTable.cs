using Harunire.Model.Errors;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Harunire.Verify;
using Harunire.Verify.Comparison;
using Microsoft.Data.Sqlite;

namespace Harunire.Cli.Verification;

/// <summary>The table that the old batch fills; values typed as declared.</summary>
/// <param name="schema">Its key has no meaning: the mapping's target says how rows are paired.</param>
/// <param name="scan">Its rows in any order, read inside the side's transaction; ordinals that are not wanted are NULL.</param>
internal sealed class LegacyTable(TableSchema schema, Func<IReadOnlySet<int>, CancellationToken, IAsyncEnumerable<Datum[]>> scan)
{
    public string Name => schema.Name.Table;

    public IReadOnlyList<ColumnDefinition> Columns => schema.Columns;

    /// <summary>All rows in the order of the key, sorted on disk where they are many; only paired columns are read, the others are NULL.</summary>
    public IAsyncEnumerable<Datum[]> ReadAsync(IReadOnlyList<ComparedColumn> columns, CancellationToken cancellationToken) =>
        new RowSorter(SqliteFactory.Instance).SortAsync(
            scan(columns.Select(c => c.LegacyOrdinal).ToHashSet(), cancellationToken), [.. columns.Where(c => c.IsKey).Select(c => c.LegacyOrdinal)], Name, cancellationToken);

    /// <summary>HAR7xxx for a table that is not there.</summary>
    /// <param name="written">As the mapping names it.</param>
    /// <param name="table">Its name without an owner.</param>
    /// <param name="database">For messages.</param>
    /// <param name="known">The tables that are there.</param>
    public static HarunireException Missing(string written, string table, string database, IReadOnlyList<string> known)
    {
        var hint = NearestName.Find(table, known) is { } nearest ? $"did you mean {nearest}?"
            : known.Count == 0 ? "the database has no tables: is it the right one?"
            : $"it has: {string.Join(", ", known.Take(20))}{(known.Count > 20 ? ", ..." : "")}";
        return new HarunireException(VerifyErrors.NoLegacyTable, $"{database} has no table {table}", written, hint);
    }
}
