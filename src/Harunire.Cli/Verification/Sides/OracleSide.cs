using System.Runtime.CompilerServices;
using Harunire.Capture.Oracle;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.Oracle;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over an Oracle database.</summary>
internal class OracleSide(OracleReading reading) : IComparedDatabase
{
    /// <summary>Of the migration's schema, where no owner stands before the dot.</summary>
    public async Task<LegacyTable> FindTableAsync(string written, CancellationToken cancellationToken) =>
        await reading.FindAsync(written, cancellationToken) is { } table
            ? new LegacyTable(table, (wanted, stop) => reading.ReadAsync(table, wanted, stop))
            : throw LegacyTable.Missing(written, written, reading.Name, await reading.TablesAsync(cancellationToken));

    public Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken) => reading.AskAsync(query, cancellationToken);

    public async IAsyncEnumerable<Datum[]> RunAsync(BoundQuery query, int[] keyOrdinals, IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var printer = new OracleQueryPrinter();
        var sql = keys.Count == 1 ? printer.PrintByKey(query, keyOrdinals) : printer.Print(query);
        (string, OracleType)[] columns = [.. query.Columns.Select(column => (OracleQueryPrinter.NameOf(column), column.Type))];
        await foreach (var row in reading.QueryAsync(sql, columns, keys.Count == 1 ? keys[0] : [], cancellationToken))
        {
            yield return row;
        }
    }

    public virtual ValueTask DisposeAsync() => reading.DisposeAsync();
}
