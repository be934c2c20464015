using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Rows;
using Harunire.Model.Values;

namespace Harunire.Results.Sqlite;

/// <summary>A SQLite database as a result target. NULL may stand in keys: rows are found by the key's encoding, in which NULL equals NULL.</summary>
/// <param name="factory">The ADO.NET driver.</param>
/// <param name="connectionString">Of the database; created where it does not exist.</param>
/// <param name="name">For messages: the connection's name and the file.</param>
public sealed class SqliteResultTarget(DbProviderFactory factory, string connectionString, string name) : IResultTarget
{
    public string Name => name;

    public ResultCapabilities Capabilities { get; } = new() { WholeBatches = true, ViewsKeepTheirMoment = true, NullsInKeys = true, RowsInKeyOrder = true, CountsDeletedRows = true };

    public Task<IReadOnlyList<string>> PlanTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        LookAsync(connection => Task.FromResult(MissingStatements(connection, null, table)), cancellationToken);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) =>
        InTransactionAsync((_, _) => statements, cancellationToken);

    public Task EnsureTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        InTransactionAsync((connection, transaction) => MissingStatements(connection, transaction, table), cancellationToken);

    public Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        var keys = BatchShape.Check(batch);
        return GuardedAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
                var stored = ReadState(connection, transaction, batch.Table) ?? throw TableFailures.Missing(name, batch.Table.Name);
                if (batch.Version <= stored.Version)
                {
                    return new ApplyOutcome(Applied: false, 0, 0);
                }

                var outcome = await WriteRowsAsync(connection, transaction, batch, keys, cancellationToken);
                await connection.ExecuteAsync(
                    $"UPDATE {SqliteTableShape.Bookkeeping} SET version = @version, cut_id = @cut, scn = @scn, read_microseconds = @read, quarantined = @quarantined WHERE name = @name",
                    new { version = batch.Version, cut = batch.Cut.Id, scn = batch.Cut.Scn, read = batch.Cut.ReadMicroseconds, quarantined = batch.Quarantined, name = batch.Table.Name },
                    transaction);
                await transaction.CommitAsync(cancellationToken);
                return outcome;
            },
            cancellationToken);
    }

    public Task<AppliedState> LastAppliedAsync(string table, CancellationToken cancellationToken) =>
        LookAsync(connection => Task.FromResult(StateRow(connection, null, table)?.ToState() ?? AppliedState.None), cancellationToken);

    public async Task<IResultView> OpenViewAsync(ResultTable table, CancellationToken cancellationToken)
    {
        DbConnection? connection = null;
        try
        {
            connection = await SqliteSession.OpenAsync(factory, connectionString, cancellationToken);

            // Deferred: readers never wait for the writer in WAL mode. The first SELECT fixes the moment.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadUncommitted, cancellationToken);
            var state = ReadState(connection, transaction, table) ?? throw TableFailures.Missing(name, table.Name);
            return new SqliteResultView(connection, transaction, table, state, name);
        }
        catch (DbException failure)
        {
            await DisposeAsync(connection);
            throw SqliteSession.Unavailable(failure, name);
        }
        catch
        {
            await DisposeAsync(connection);
            throw;
        }
    }

    public async IAsyncEnumerable<Datum[]> ReadKeysAsync(ResultTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var view = await OpenViewAsync(table, cancellationToken);
        await foreach (var row in view.ReadAsync(cancellationToken))
        {
            yield return row.Key;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<ApplyOutcome> WriteRowsAsync(DbConnection connection, DbTransaction transaction, ResultBatch batch, byte[][] keys, CancellationToken cancellationToken)
    {
        var table = batch.Table;
        await using var upsert = SqliteSession.Prepare(connection, transaction, SqliteTableShape.Upsert(table), table.Columns.Length + 2);
        await using var delete = SqliteSession.Prepare(connection, transaction, SqliteTableShape.Delete(table), 2);
        long upserted = 0;
        long deleted = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var row = batch.Rows[i];
            if (row.Values is null)
            {
                delete.Parameters[0].Value = keys[i];
                delete.Parameters[1].Value = batch.Version;
                deleted += await delete.ExecuteNonQueryAsync(cancellationToken);
                continue;
            }

            for (var c = 0; c < table.Columns.Length; c++)
            {
                upsert.Parameters[c].Value = StoredValue.Write(row[c], table.Columns[c].Type) ?? DBNull.Value;
            }

            upsert.Parameters[table.Columns.Length].Value = keys[i];
            upsert.Parameters[table.Columns.Length + 1].Value = batch.Version;
            upserted += await upsert.ExecuteNonQueryAsync(cancellationToken);
        }

        return new ApplyOutcome(Applied: true, upserted, deleted);
    }

    private Task InTransactionAsync(Func<DbConnection, DbTransaction, IReadOnlyList<string>> choose, CancellationToken cancellationToken) =>
        GuardedAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
                foreach (var statement in choose(connection, transaction))
                {
                    await SqliteSession.ExecuteAsync(connection, transaction, statement, cancellationToken);
                }

                await transaction.CommitAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    private IReadOnlyList<string> MissingStatements(DbConnection connection, DbTransaction? transaction, ResultTable table)
    {
        if (!MustCreate(connection, transaction, table))
        {
            return [];
        }

        string[] bookkeeping = TableExists(connection, transaction, SqliteTableShape.Bookkeeping) ? [] : [SqliteTableShape.CreateBookkeeping];
        return [.. bookkeeping, SqliteTableShape.CreateTable(table), SqliteTableShape.Register(table)];
    }

    private bool MustCreate(DbConnection connection, DbTransaction? transaction, ResultTable table)
    {
        var exists = TableExists(connection, transaction, table.Name);
        var row = StateRow(connection, transaction, table.Name);
        if (exists && row is null)
        {
            throw TableFailures.Foreign(name, table.Name, "Harunire did not create it");
        }

        if (exists)
        {
            CheckStored(row!, table);
        }

        return !exists;
    }

    private void CheckStored(BookkeepingRow row, ResultTable table)
    {
        var wanted = ShapeText.Of(table);
        if (!string.Equals(row.Shape, wanted, StringComparison.Ordinal))
        {
            throw TableFailures.Mismatch(name, table.Name, row.Shape, wanted);
        }
    }

    private AppliedState? ReadState(DbConnection connection, DbTransaction? transaction, ResultTable table)
    {
        if (!TableExists(connection, transaction, table.Name) || StateRow(connection, transaction, table.Name) is not { } row)
        {
            return null;
        }

        CheckStored(row, table);
        return row.ToState();
    }

    private static bool TableExists(DbConnection connection, DbTransaction? transaction, string table) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master WHERE type IN ('table', 'view') AND name = @table COLLATE NOCASE", new { table }, transaction) > 0;

    private static BookkeepingRow? StateRow(DbConnection connection, DbTransaction? transaction, string table) =>
        TableExists(connection, transaction, SqliteTableShape.Bookkeeping)
            ? connection.QuerySingleOrDefault<BookkeepingRow>($"SELECT {BookkeepingRow.Columns} FROM {SqliteTableShape.Bookkeeping} WHERE name = @table", new { table }, transaction)
            : null;

    private Task<T> GuardedAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken) =>
        GuardedAsync(connectionString, work, cancellationToken);

    // Looking makes no file: a database that is not there is read as an empty one.
    private Task<T> LookAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (builder.TryGetValue("Data Source", out var file) && !Path.Exists((string)file))
        {
            builder["Data Source"] = ":memory:";
        }

        return GuardedAsync(builder.ConnectionString, work, cancellationToken);
    }

    private async Task<T> GuardedAsync<T>(string database, Func<DbConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await SqliteSession.OpenAsync(factory, database, cancellationToken);
            return await work(connection);
        }
        catch (DbException failure)
        {
            throw SqliteSession.Unavailable(failure, name);
        }
    }

    private static async ValueTask DisposeAsync(DbConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
