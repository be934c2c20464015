using Harunire.Model.Errors;
using Npgsql;

namespace Harunire.Results.PostgreSql;

/// <summary>Opens connections with the settings that each needs, and tells failures as typed errors.</summary>
internal static class PostgreSqlSession
{
    // https://www.postgresql.org/docs/15/errcodes-appendix.html; class 22 is data that the server does not take, such as 29 February 1500.
    private const string ProgramLimitExceeded = "54000";
    private const string DataException = "22";

    // Forms of text are fixed. A commit that is not on disk could be lost after the job has marked its batch as applied.
    private const string Settings = """
        SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET bytea_output = 'hex'; SET extra_float_digits = 1;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """;

    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(Settings, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static HarunireException Failure(NpgsqlException failure, string name) => failure switch
    {
        PostgresException { SqlState: ProgramLimitExceeded } limit =>
            new HarunireException(ResultErrors.ValueDoesNotFit, limit.MessageText, name, "PostgreSQL's index takes keys of up to about 2,700 bytes: shorten the key in the mapping's query", failure),
        PostgresException data when data.SqlState.StartsWith(DataException, StringComparison.Ordinal) =>
            new HarunireException(ResultErrors.ValueDoesNotFit, $"{data.SqlState}: {data.MessageText}", name, "change the expression in the mapping's query", failure),
        _ => new HarunireException(ResultErrors.Unavailable, failure is PostgresException answer ? $"{answer.SqlState}: {answer.MessageText}" : failure.Message, name, inner: failure) { IsTransient = failure.IsTransient },
    };
}
