using System.Data;
using System.Data.Common;
using Dapper;
using Harunire.Model.Errors;
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
        GuardedAsync<IReadOnlyList<string>>(connection => [.. Missing(connection, tables).SelectMany(m => m.Statements)], cancellationToken);

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
            var unready = Changed(connection, tables) ?? Missing(connection, tables).FirstOrDefault();
            if (unready is not null)
            {
                throw new HarunireException(CaptureErrors.SetupMissing, unready.Reason, unready.Table, "run 'harunire apply' on the migration");
            }

            var scn = connection.ExecuteScalar<long?>($"SELECT seq FROM sqlite_sequence WHERE name = '{SqliteChangeLog.Ledger}'", transaction: transaction) ?? 0;
            var ids = tables.ToDictionary(t => t, t => TableId(connection, t)!.Value);
            return new SqliteSourceView(connection, transaction, scn, ids, name);
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

    private MissingSetup? Changed(DbConnection connection, IReadOnlyList<TableSchema> tables) =>
        tables.Where(table => !SqliteDictionary.Describe(connection, new TableRequest(table.Name.Table, [.. table.Key.Select(k => table.Columns[k].Name)]), name).Columns.SequenceEqual(table.Columns))
            .Select(table => new MissingSetup(table.Name.Table, "the table's columns have changed since its triggers were made", []))
            .FirstOrDefault();

    private List<MissingSetup> Missing(DbConnection connection, IReadOnlyList<TableSchema> tables)
    {
        var missing = new List<MissingSetup>();
        var hasLedger = connection.ExecuteScalar<long>(
            "SELECT count(*) FROM sqlite_schema WHERE name IN (@ledger, @tables, @readers)",
            new { ledger = SqliteChangeLog.Ledger, tables = SqliteChangeLog.Tables, readers = SqliteRetention.Readers }) == 3;
        if (!hasLedger)
        {
            missing.Add(new MissingSetup(tables[0].Name.Table, "there is no change log in the source yet", SqliteChangeLog.LedgerStatements));
        }

        if (!hasLedger || SqliteRetention.AcknowledgedBy(connection, reader) is null)
        {
            missing.Add(new MissingSetup(tables[0].Name.Table, $"the change log does not know the reader '{reader}'", [SqliteRetention.Registration(reader)]));
        }

        var nextId = hasLedger ? connection.ExecuteScalar<long>($"SELECT coalesce(max(table_id), 0) FROM {SqliteChangeLog.Tables}") : 0;
        foreach (var table in tables)
        {
            var unique = SqliteDictionary.UniqueKeys(connection, table.Name.Table);
            var fingerprint = SqliteChangeLog.Fingerprint(table, unique);
            var id = hasLedger ? TableId(connection, table) : null;
            var reason = id is null
                ? "the table has no triggers for capture"
                : Unfit(connection, table, id.Value, fingerprint, unique);
            if (reason is not null)
            {
                var newId = id ?? ++nextId;
                missing.Add(new MissingSetup(table.Name.Table, reason,
                [
                    .. SqliteChangeLog.TableStatements(table, newId, unique),
                    $"INSERT INTO {SqliteChangeLog.Tables} VALUES ({newId}, {SqliteIdentifier.Text(table.Name.Table)}, '{fingerprint}', coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{SqliteChangeLog.Ledger}'), 0)) "
                    + "ON CONFLICT (table_id) DO UPDATE SET fingerprint = excluded.fingerprint, since = excluded.since",
                ]));
            }
        }

        return missing;
    }

    private static string? Unfit(DbConnection connection, TableSchema table, long id, string fingerprint, IReadOnlyList<IReadOnlyList<string>> unique)
    {
        if (connection.ExecuteScalar<string>($"SELECT fingerprint FROM {SqliteChangeLog.Tables} WHERE table_id = @id", new { id }) != fingerprint)
        {
            return "the table's columns or keys have changed since its triggers were made";
        }

        var triggers = SqliteChangeLog.TriggerNames(id).Where((_, i) => unique.Count > 0 || i is not (0 or 2)).ToList();
        var present = connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = @table COLLATE NOCASE", new { table = table.Name.Table }).ToHashSet(StringComparer.Ordinal);
        return triggers.Find(trigger => !present.Contains(trigger)) is { } lost ? $"the trigger {lost} is gone (was the table dropped and made again?)" : null;
    }

    private static long? TableId(DbConnection connection, TableSchema table) =>
        connection.ExecuteScalar<long?>($"SELECT table_id FROM {SqliteChangeLog.Tables} WHERE name = @name", new { name = table.Name.Table });

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
        new(CaptureErrors.Unreachable, failure.Message, name, inner: failure) { IsTransient = failure.IsTransient };

    private sealed record MissingSetup(string Table, string Reason, IReadOnlyList<string> Statements);
}
