using System.Data;
using System.Runtime.CompilerServices;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Results;
using Harunire.Model.Values;
using Npgsql;

namespace Harunire.Results.PostgreSql;

/// <summary>A PostgreSQL schema as a result target: each batch is one transaction, and the row of the bookkeeping is its lock.</summary>
public sealed class PostgreSqlResultTarget : IResultTarget
{
    public const string DefaultSchema = "public";

    private readonly NpgsqlDataSource _source;
    private readonly string _schema;

    /// <param name="connectionString">Npgsql's; no connection is opened before the first call. HAR6014 where it is none.</param>
    /// <param name="schema">Where the tables live; made by the set-up where it does not exist.</param>
    /// <param name="name">The connection's, for messages.</param>
    public PostgreSqlResultTarget(string connectionString, string schema, string name)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            _source = new NpgsqlDataSourceBuilder(connectionString).Build();
            Name = $"{name} ({builder.Host}:{builder.Port}/{builder.Database ?? builder.Username}, schema {schema})";
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw new HarunireException(ResultErrors.BadConnection, failure.Message, $"connection '{name}'", "expected: Host=...;Port=5432;Database=...;Username=...;Password=...", failure);
        }

        _schema = schema;
    }

    public string Name { get; }

    public ResultCapabilities Capabilities { get; } = new() { WholeBatches = true, ViewsKeepTheirMoment = true, NullsInKeys = true, RowsInKeyOrder = true, CountsDeletedRows = true };

    public Task<IReadOnlyList<string>> PlanTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        GuardedAsync(connection => MissingAsync(connection, table), cancellationToken);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) =>
        InTransactionAsync(_ => Task.FromResult(statements), cancellationToken);

    public Task EnsureTableAsync(ResultTable table, CancellationToken cancellationToken) =>
        InTransactionAsync(connection => MissingAsync(connection, table), cancellationToken);

    public Task<ApplyOutcome> ApplyAsync(ResultBatch batch, CancellationToken cancellationToken)
    {
        var writer = new BatchWriter(new PostgreSqlTableShape(_schema, batch.Table), batch, Name);
        return GuardedAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                var stored = await ReadStateAsync(connection, batch.Table, forUpdate: true) ?? throw TableFailures.Missing(Name, batch.Table.Name);
                if (batch.Version <= stored.Version)
                {
                    return new ApplyOutcome(Applied: false, 0, 0);
                }

                var outcome = await writer.WriteAsync(connection, cancellationToken);
                await connection.ExecuteAsync(
                    $"UPDATE {Bookkeeping} SET version = @version, cut_id = @cut, scn = @scn, read_microseconds = @read, quarantined = @quarantined WHERE name = @name",
                    new { version = batch.Version, cut = batch.Cut.Id, scn = batch.Cut.Scn, read = batch.Cut.ReadMicroseconds, quarantined = batch.Quarantined, name = batch.Table.Name });
                await transaction.CommitAsync(cancellationToken);
                return outcome;
            },
            cancellationToken);
    }

    public Task<AppliedState> LastAppliedAsync(string table, CancellationToken cancellationToken) =>
        GuardedAsync(async connection => (await FindAsync(connection, table, forUpdate: false)).Row?.ToState() ?? AppliedState.None, cancellationToken);

    public async Task<IResultView> OpenViewAsync(ResultTable table, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await PostgreSqlSession.OpenAsync(_source, cancellationToken);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await connection.ExecuteAsync("SET TRANSACTION READ ONLY");
            var state = await ReadStateAsync(connection, table, forUpdate: false) ?? throw TableFailures.Missing(Name, table.Name);
            return new PostgreSqlResultView(connection, transaction, table, new PostgreSqlTableShape(_schema, table), state, Name);
        }
        catch (Exception failure)
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }

            if (failure is NpgsqlException refused)
            {
                throw PostgreSqlSession.Failure(refused, Name);
            }

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

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private string Bookkeeping => PostgreSqlTableShape.Bookkeeping(_schema);

    private async Task<IReadOnlyList<string>> MissingAsync(NpgsqlConnection connection, ResultTable table)
    {
        var (exists, hasBookkeeping, row) = await FindAsync(connection, table.Name, forUpdate: false);
        if (exists && row is null)
        {
            throw TableFailures.Foreign(Name, table.Name, "Harunire did not create it");
        }

        if (exists)
        {
            Check(row!, table);
            return [];
        }

        List<string> statements = [];
        if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = @schema", new { schema = _schema }) == 0)
        {
            statements.Add(PostgreSqlTableShape.CreateSchema(_schema));
        }

        if (!hasBookkeeping)
        {
            statements.Add(PostgreSqlTableShape.CreateBookkeeping(_schema));
        }

        return [.. statements, .. new PostgreSqlTableShape(_schema, table).Create()];
    }

    private void Check(BookkeepingRow row, ResultTable table)
    {
        var wanted = ShapeText.Of(table);
        if (!string.Equals(row.Shape, wanted, StringComparison.Ordinal))
        {
            throw TableFailures.Mismatch(Name, table.Name, row.Shape, wanted);
        }
    }

    private async Task<AppliedState?> ReadStateAsync(NpgsqlConnection connection, ResultTable table, bool forUpdate)
    {
        if (await FindAsync(connection, table.Name, forUpdate) is not { TableExists: true, Row: { } row })
        {
            return null;
        }

        Check(row, table);
        return row.ToState();
    }

    // Asked once for both: a batch pays for each round trip. The row itself can't be asked for where its table may be missing.
    private async Task<Standing> FindAsync(NpgsqlConnection connection, string table, bool forUpdate)
    {
        var (tableExists, hasBookkeeping) = await connection.QuerySingleAsync<(bool, bool)>(
            "SELECT to_regclass(@table) IS NOT NULL, to_regclass(@bookkeeping) IS NOT NULL",
            new { table = PostgreSqlTableShape.NameOf(_schema, table), bookkeeping = Bookkeeping });
        var row = hasBookkeeping
            ? await connection.QuerySingleOrDefaultAsync<BookkeepingRow>(
                $"SELECT {BookkeepingRow.Columns} FROM {Bookkeeping} WHERE name = @table{(forUpdate ? " FOR UPDATE" : "")}", new { table })
            : null;
        return new Standing(tableExists, hasBookkeeping, row);
    }

    private Task InTransactionAsync(Func<NpgsqlConnection, Task<IReadOnlyList<string>>> choose, CancellationToken cancellationToken) =>
        GuardedAsync(
            async connection =>
            {
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                foreach (var statement in await choose(connection))
                {
                    await connection.ExecuteAsync(statement);
                }

                await transaction.CommitAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    private async Task<T> GuardedAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await PostgreSqlSession.OpenAsync(_source, cancellationToken);
            return await work(connection);
        }
        catch (NpgsqlException failure)
        {
            throw PostgreSqlSession.Failure(failure, Name);
        }
    }

    /// <param name="Row">The table's; null where there is none.</param>
    private sealed record Standing(bool TableExists, bool HasBookkeeping, BookkeepingRow? Row);
}
