using System.Data;
using System.Data.Common;
using Dapper;
using Harunire.Model.Errors;
using Harunire.Model.Files;
using Harunire.Model.Rows;

namespace Harunire.Capture.Sqlite;

/// <summary>A SQLite database as a source. Its SCN is the sequence of the change log that triggers fill.</summary>
/// <param name="factory">The ADO.NET driver.</param>
/// <param name="connectionString">Of an existing database; it is never created here.</param>
/// <param name="name">For messages: the connection's name and the file.</param>
/// <param name="reader">Who reads: each capture of one database has a name of its own, by which the change log keeps what it still needs.</param>
public sealed class SqliteSource(DbProviderFactory factory, string connectionString, string name, string reader = "harunire") : ISourceReader
{
    private static readonly Version OldestSafe = new(3, 51, 3);
    private long? _acknowledged;

    public string Name => name;

    public Task<IReadOnlyList<TableSchema>> DescribeAsync(IReadOnlyList<TableRequest> tables, CancellationToken cancellationToken) =>
        GuardedAsync<IReadOnlyList<TableSchema>>(connection => [.. tables.Select(table => SqliteDictionary.Describe(connection, table, name))], cancellationToken);

    public LossContract ContractOf(TableSchema table) => new()
    {
        Strategy = "triggers",
        SeesDeletes = true,
        SeesEveryVersion = true,
        GivesBeforeImages = true,
        Notes = ["Changes past SQL (a restored copy of the file) and changes while the triggers are gone are not seen; both are noticed."],
    };

    public Task<IReadOnlyList<string>> PlanSetupAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken) =>
        GuardedAsync<IReadOnlyList<string>>(connection => [.. new SqliteSetup(connection, reader, name).Missing(tables).SelectMany(m => m.Statements)], cancellationToken);

    public Task ApplySetupAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken) =>
        GuardedAsync(
            connection =>
            {
                using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
                foreach (var statement in statements)
                {
                    connection.Execute(statement, transaction: transaction);
                }

                transaction.Commit();
                return true;
            },
            cancellationToken);

    public async Task<ISourceView> OpenViewAsync(IReadOnlyList<TableSchema> tables, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        try
        {
            var transaction = BeginRead(connection);
            var logged = new SqliteSetup(connection, reader, name).Require(tables);
            var scn = connection.ExecuteScalar<long>($"SELECT {SqliteChangeLog.End}", transaction: transaction);
            return new SqliteSourceView(connection, transaction, scn, logged, name);
        }
        catch (DbException failure)
        {
            await connection.DisposeAsync();
            throw Unreachable(failure);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Removes acknowledged entries some hundreds at a time: see <see cref="SqliteRetention"/>.</summary>
    public async Task AcknowledgeAsync(long scn, CancellationToken cancellationToken)
    {
        _acknowledged ??= await GuardedAsync(connection => SqliteRetention.AcknowledgedBy(connection, reader) ?? long.MaxValue, cancellationToken);
        if (scn - SqliteRetention.KeptEntries < _acknowledged)
        {
            return;
        }

        await GuardedAsync(
            connection =>
            {
                SqliteRetention.Acknowledge(connection, reader, scn, cancellationToken);
                return true;
            },
            cancellationToken);
        _acknowledged = scn;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // A deferred transaction with one read in it pins the snapshot of the whole database.
    private static DbTransaction BeginRead(DbConnection connection)
    {
        connection.Execute("PRAGMA query_only = 1");
        return connection.BeginTransaction(IsolationLevel.ReadUncommitted);
    }

    private Task<T> GuardedAsync<T>(Func<DbConnection, T> work, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                await using var connection = await OpenAsync(cancellationToken);
                try
                {
                    return work(connection);
                }
                catch (DbException failure)
                {
                    throw Unreachable(failure);
                }
            },
            cancellationToken);

    private async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()!;
        connection.ConnectionString = Existing(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync("PRAGMA busy_timeout = 10000; PRAGMA query_only = 0");
            var version = (await connection.ExecuteScalarAsync<string>("SELECT sqlite_version()"))!;
            if (Version.Parse(version) < OldestSafe)
            {
                throw new HarunireException(CaptureErrors.OldSqlite, $"it is {version}; 3.51.3 or newer is needed", name);
            }

            await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM sqlite_schema");
            return connection;
        }
        catch (DbException failure)
        {
            await connection.DisposeAsync();
            throw Unreachable(failure);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // Without a mode, the driver makes an empty database where there is none.
    private static string Existing(string connectionString)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!builder.ContainsKey("Mode"))
        {
            builder["Mode"] = "ReadWrite";
        }

        return builder.ConnectionString;
    }

    private HarunireException Unreachable(DbException failure) =>
        new(CaptureErrors.Unreachable, failure.Message, name, inner: failure) { IsTransient = SqliteResultCode.IsBusy(failure) };
}
