using System.Data.Common;
using Harunire.Model.Errors;
using Harunire.Model.Files;

namespace Harunire.Results.Sqlite;

/// <summary>Opens connections to a result database, with the settings that each needs, and tells failures as typed errors.</summary>
internal static class SqliteSession
{
    public static async Task<DbConnection> OpenAsync(DbProviderFactory factory, string connectionString, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection() ?? throw new InvalidOperationException("The driver makes no connections.");
        try
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellationToken);

            // The wait comes first: journal_mode itself takes a lock.
            await ExecuteAsync(connection, null, "PRAGMA busy_timeout = 10000", cancellationToken);
            await ExecuteAsync(connection, null, "PRAGMA journal_mode = WAL", cancellationToken);
            await ExecuteAsync(connection, null, "PRAGMA synchronous = FULL", cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<int> ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static DbCommand Prepare(DbConnection connection, DbTransaction? transaction, string sql, int parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = SqliteTableShape.Parameter(i);
            parameter.Value = DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    public static HarunireException Unavailable(DbException failure, string name) =>
        new(ResultErrors.Unavailable, failure.Message, name, inner: failure)
        {
            IsTransient = SqliteResultCode.IsBusy(failure),
        };
}
