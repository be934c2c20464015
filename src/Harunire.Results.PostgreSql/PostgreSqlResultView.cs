using System.Runtime.CompilerServices;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;
using Npgsql;
using NpgsqlTypes;

namespace Harunire.Results.PostgreSql;

/// <summary>A repeatable read over one result table: later batches don't show in it.</summary>
internal sealed class PostgreSqlResultView(
    NpgsqlConnection connection, NpgsqlTransaction transaction, ResultTable table, PostgreSqlTableShape shape, AppliedState state, string name) : IResultView
{
    public AppliedState LastApplied => state;

    public async IAsyncEnumerable<ResultRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // As long as it takes: a table that is being read has no deadline of its own.
        await using var command = new NpgsqlCommand(shape.Select(byKey: false), connection) { CommandTimeout = 0 };
        await using var reader = await GuardedAsync(() => command.ExecuteReaderAsync(cancellationToken));
        while (await GuardedAsync(() => reader.ReadAsync(cancellationToken)))
        {
            yield return Row(reader);
        }
    }

    public async IAsyncEnumerable<ResultRow> ReadByKeysAsync(IEnumerable<Datum[]> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(shape.Select(byKey: true), connection);
        var parameter = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea });
        foreach (var key in keys)
        {
            parameter.Value = KeyEncoding.Encode(key);
            await using var reader = await GuardedAsync(() => command.ExecuteReaderAsync(cancellationToken));
            yield return await GuardedAsync(() => reader.ReadAsync(cancellationToken)) ? Row(reader) : new ResultRow(key, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private ResultRow Row(NpgsqlDataReader reader) => table.Row(i => Cell(reader, i));

    private Datum Cell(NpgsqlDataReader reader, int ordinal)
    {
        try
        {
            return PostgreSqlText.Read(reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal), table.Columns[ordinal].Type);
        }
        catch (Exception failure) when (failure is HarunireException or FormatException or OverflowException)
        {
            throw TableFailures.DamagedCell(name, table.Name, table.Columns[ordinal].Name, failure);
        }
    }

    // A failure in the middle of a scan is an error, never the end of the rows.
    private async Task<T> GuardedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlSession.Failure(failure, name);
        }
    }
}
