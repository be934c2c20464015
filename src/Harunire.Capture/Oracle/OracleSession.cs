using System.Data.Common;
using System.Globalization;
using Harunire.Model.Errors;

namespace Harunire.Capture.Oracle;

/// <summary>One session of the source: what it depends on is set here and nothing is inherited from the client or a logon trigger.</summary>
internal sealed class OracleSession : IAsyncDisposable
{
    private const string Module = "harunire";

    /// <summary>Text is ordered by bytes and compared by bytes; numbers, dates and LTZ values don't depend on the machine.</summary>
    private const string Settings =
        "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,' NLS_SORT = 'BINARY' NLS_COMP = 'BINARY' NLS_CALENDAR = 'GREGORIAN' NLS_DATE_LANGUAGE = 'AMERICAN' "
        + "NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS' NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9' NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF9 TZH:TZM' TIME_ZONE = '+00:00'";

    private readonly DbConnection _connection;

    private OracleSession(DbConnection connection, string name) => (_connection, Name) = (connection, name);

    /// <summary>For messages.</summary>
    public string Name { get; }

    public string ServerVersion => _connection.ServerVersion;

    public static async Task<OracleSession> OpenAsync(DbProviderFactory factory, string connectionString, string name, OracleSourceOptions options, CancellationToken cancellationToken)
    {
        var connection = factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = connectionString;
            await connection.OpenAsync(cancellationToken);
            var session = new OracleSession(connection, name);
            await session.RunAsync(Settings, cancellationToken);
            await session.RunAsync(
                options.ParallelDegree > 1
                    ? string.Create(CultureInfo.InvariantCulture, $"ALTER SESSION FORCE PARALLEL QUERY PARALLEL {options.ParallelDegree}")
                    : "ALTER SESSION DISABLE PARALLEL QUERY",
                cancellationToken);
            await session.SetModuleAsync(options.Action, cancellationToken);
            await session.CheckServiceAsync(options.Service, cancellationToken);
            return session;
        }
        catch (DbException failure)
        {
            await connection.DisposeAsync();
            throw OracleFailure.ToError(failure, name);
        }
        catch (ArgumentException failure)
        {
            await connection.DisposeAsync();
            throw new HarunireException(CaptureErrors.Unreachable, "the connection string can't be read", name, "expected: User Id=...;Password=...;Data Source=host:1521/service", failure);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>All rows; DbException passes through.</summary>
    public async Task<List<T>> QueryAsync<T>(OracleStatement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = statement.CreateCommand(_connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>From here on every statement reads as of now: a serializable transaction, which only reads.</summary>
    public async Task FixMomentAsync(CancellationToken cancellationToken) => await _connection.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancellationToken);

    /// <summary>For statements whose rows are read one by one.</summary>
    public DbCommand CreateCommand(OracleStatement statement) => statement.CreateCommand(_connection);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task RunAsync(string text, CancellationToken cancellationToken)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = text;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task SetModuleAsync(string action, CancellationToken cancellationToken)
    {
        await using var command = new OracleStatement("module").Bind("module", Module).Bind("action", action).CreateCommand(_connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task CheckServiceAsync(string? wanted, CancellationToken cancellationToken)
    {
        if (wanted is null)
        {
            return;
        }

        var service = (await QueryAsync(new OracleStatement("service"), row => row.GetString(0), cancellationToken))[0];
        if (!string.Equals(service, wanted, StringComparison.OrdinalIgnoreCase))
        {
            throw new HarunireException(CaptureErrors.Unreachable, $"the session has the service {service}, the migration wants {wanted}", Name, "name that service in the connection string");
        }
    }
}
