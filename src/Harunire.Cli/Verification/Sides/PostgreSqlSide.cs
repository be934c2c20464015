using System.Runtime.CompilerServices;
using Harunire.Capture.PostgreSql;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Dialects.PostgreSql;

namespace Harunire.Cli.Verification.Sides;

/// <summary>One read transaction over a PostgreSQL database.</summary>
internal class PostgreSqlSide(PostgreSqlReading reading) : IComparedDatabase
{
    /// <summary>In the search path, where no schema stands before the dot.</summary>
    public async Task<LegacyTable> FindTableAsync(string written, CancellationToken cancellationToken) =>
        await reading.FindAsync(written, cancellationToken) is { } table
            ? new LegacyTable(table.Schema, (wanted, stop) => reading.ReadAsync(table, wanted, stop))
            : throw LegacyTable.Missing(written, written, reading.Name, await reading.TablesAsync(cancellationToken));

    public Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken) => reading.AskAsync(query, cancellationToken);

    public async IAsyncEnumerable<Datum[]> RunAsync(BoundQuery query, int[] keyOrdinals, IReadOnlyList<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var printer = new PostgreSqlPrinter();
        var sql = keys.Count == 1 ? printer.PrintByKey(query, keyOrdinals) : printer.Print(query);
        (Datum, OracleType)[] parameters = keys.Count == 1 ? [.. keyOrdinals.Select((ordinal, i) => (keys[0][i], query.Columns[ordinal].Type))] : [];
        (string, OracleType)[] columns = [.. query.Columns.Select(column => (PostgreSqlPrinter.NameOf(column), column.Type))];
        await foreach (var row in reading.QueryAsync(sql, columns, parameters, cancellationToken))
        {
            yield return row;
        }
    }

    public virtual ValueTask DisposeAsync() => reading.DisposeAsync();
}
