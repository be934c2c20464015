using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Capture.PostgreSql.Dictionary;
using Harunire.Capture.PostgreSql.Sessions;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Npgsql;

namespace Harunire.Capture.PostgreSql;

/// <summary>One read transaction (repeatable read) over a PostgreSQL database: legacy tables and queries, at one moment. One reading at a time.</summary>
public sealed class PostgreSqlReading : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly SemaphoreSlim _turn = new(1);

    private PostgreSqlReading(NpgsqlConnection connection, NpgsqlTransaction transaction, string name) => (_connection, _transaction, Name) = (connection, transaction, name);

    /// <summary>For messages.</summary>
    public string Name { get; }

    /// <param name="connectionString">As Npgsql takes it.</param>
    /// <param name="name">For messages: the connection's name.</param>
    public static async Task<PostgreSqlReading> OpenAsync(string connectionString, string name, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await PostgreSqlSession.OpenAsync(PostgreSqlSession.With(connectionString), cancellationToken);
            return await BeginAsync(connection, name, cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, name);
        }
    }

    /// <summary>A table's columns with Oracle's types, whatever its key; null where there is no such table.</summary>
    /// <param name="written"><c>table</c> in the search path, or <c>schema.table</c>; without case.</param>
    public Task<ReadableTable?> FindAsync(string written, CancellationToken cancellationToken) =>
        GuardedAsync(() => PostgreSqlDictionary.FindAsync(_connection, written, Name), cancellationToken);

    /// <summary>The tables that the search path has, by name.</summary>
    public Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellationToken) => GuardedAsync<IReadOnlyList<string>>(
        async () => [.. await _connection.QueryAsync<string>("SELECT relname::text FROM pg_class WHERE relnamespace IN (SELECT to_regnamespace(quote_ident(s)) FROM unnest(current_schemas(false)) s) AND relkind IN ('r', 'p') ORDER BY relname")],
        cancellationToken);

    /// <summary>A table's rows in any order; columns that are not wanted are NULL. HAR3005 for what Oracle's type can't hold.</summary>
    public IAsyncEnumerable<Datum[]> ReadAsync(ReadableTable table, IReadOnlySet<int> wanted, CancellationToken cancellationToken) => RowsAsync(
        $"SELECT {string.Join(", ", table.Columns.Select((column, i) => wanted.Contains(i) ? column.Select : "NULL"))} FROM {table.Quoted} t",
        [],
        (i, text) => Cell(table.Columns[i], text, $"{Name}, {table.Schema.Name}"),
        cancellationToken);

    /// <summary>A query's rows as the types say.</summary>
    /// <param name="sql">Its columns are <c>c</c> with their ids, as the printer writes them.</param>
    /// <param name="columns">The names of its columns, and their types.</param>
    /// <param name="parameters">The values of <c>@k0</c>, <c>@k1</c>, ...</param>
    public IAsyncEnumerable<Datum[]> QueryAsync(string sql, IReadOnlyList<(string Name, OracleType Type)> columns, IReadOnlyList<(Datum Value, OracleType Type)> parameters, CancellationToken cancellationToken) => RowsAsync(
        $"SELECT {string.Join(", ", columns.Select(column => $"{PostgreSqlIdentifier.Quote(column.Name)}::text"))} FROM ({sql}) AS harunire_rows",
        [.. parameters.Select(p => PostgreSqlText.Write(p.Value, p.Type, reason => new HarunireException(CaptureErrors.BadValue, reason, Name)))],
        (i, text) => PostgreSqlText.Read(text, columns[i].Type),
        cancellationToken);

    /// <summary>The first two rows of a query, each cell as text.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string?>>> AskAsync(string query, CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<string?>>();
        await GuardedAsync(
            async () =>
            {
                await using var command = new NpgsqlCommand(query, _connection, _transaction);
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (rows.Count < 2 && await reader.ReadAsync(cancellationToken))
                {
                    rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
                }

                return true;
            },
            cancellationToken);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
        _turn.Dispose();
    }

    /// <summary>Takes the connection over, also where it throws.</summary>
    internal static async Task<PostgreSqlReading> BeginAsync(NpgsqlConnection connection, string name, CancellationToken cancellationToken)
    {
        try
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

            // A first query fixes the moment.
            await connection.ExecuteScalarAsync<int>("SELECT 1");
            return new PostgreSqlReading(connection, transaction, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static Datum Cell(PostgreSqlColumn column, string? text, string table)
    {
        try
        {
            return column.Read(text);
        }
        catch (HarunireException failure) when (failure.Code == CaptureErrors.BadValue)
        {
            throw new HarunireException([.. failure.Diagnostics.Select(d => d with { Subject = $"{table}.{d.Subject}" })], failure);
        }
    }

    private async IAsyncEnumerable<Datum[]> RowsAsync(string sql, IReadOnlyList<string?> parameters, Func<int, string?, Datum> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(sql, _connection, _transaction) { CommandTimeout = 0 };
            for (var i = 0; i < parameters.Count; i++)
            {
                command.Parameters.Add(new NpgsqlParameter<string?>(string.Create(CultureInfo.InvariantCulture, $"k{i}"), NpgsqlTypes.NpgsqlDbType.Text) { TypedValue = parameters[i] });
            }

            await using var reader = await FailingAsync(() => command.ExecuteReaderAsync(cancellationToken));
            while (await FailingAsync(() => reader.ReadAsync(cancellationToken)))
            {
                var row = new Datum[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = read(i, reader.IsDBNull(i) ? null : reader.GetString(i));
                }

                yield return row;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await FailingAsync(work);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<T> FailingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlFailure.ToError(failure, Name);
        }
    }
}
