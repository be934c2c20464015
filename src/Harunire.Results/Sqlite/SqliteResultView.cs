using System.Data.Common;
using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Results.Sqlite;

/// <summary>A read transaction over one result table.</summary>
internal sealed class SqliteResultView(DbConnection connection, DbTransaction transaction, ResultTable table, AppliedState state, string name) : IResultView
{
    public AppliedState LastApplied => state;

    public async IAsyncEnumerable<ResultRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = SqliteSession.Prepare(connection, transaction, SqliteTableShape.Select(table, byKey: false), 0);
        await using var reader = await OpenAsync(command, cancellationToken);
        while (await NextAsync(reader, cancellationToken))
        {
            yield return Row(reader);
        }
    }

    public async IAsyncEnumerable<ResultRow> ReadByKeysAsync(IEnumerable<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = SqliteSession.Prepare(connection, transaction, SqliteTableShape.Select(table, byKey: true), 1);
        foreach (var key in keys)
        {
            command.Parameters[0].Value = KeyEncoding.Encode(key);
            await using var reader = await OpenAsync(command, cancellationToken);
            yield return await NextAsync(reader, cancellationToken) ? Row(reader) : new ResultRow(key, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private ResultRow Row(DbDataReader reader) => table.Row(i => Cell(reader, i));

    private Datum Cell(DbDataReader reader, int ordinal)
    {
        try
        {
            return StoredValue.Read(reader.GetValue(ordinal), table.Columns[ordinal].Type);
        }
        catch (HarunireException failure)
        {
            throw TableFailures.DamagedCell(name, table.Name, table.Columns[ordinal].Name, failure);
        }
    }

    // A failure in the middle of a scan is an error, never the end of the rows.
    private async Task<bool> NextAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (DbException failure)
        {
            throw SqliteSession.Unavailable(failure, name);
        }
    }

    private async Task<DbDataReader> OpenAsync(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await command.ExecuteReaderAsync(cancellationToken);
        }
        catch (DbException failure)
        {
            throw SqliteSession.Unavailable(failure, name);
        }
    }
}
