using Npgsql;

namespace Harunire.Capture.PostgreSql.Sessions;

/// <summary>A connection whose texts have one form, whatever role and database set.</summary>
internal static class PostgreSqlSession
{
    // Sent with the start of the session, so that they go before ALTER ROLE ... SET. Replication sessions take them too.
    private const string Settings = "-c DateStyle=ISO,YMD -c TimeZone=UTC -c bytea_output=hex -c extra_float_digits=1 -c IntervalStyle=postgres -c row_security=off -c synchronous_commit=local";

    /// <summary>The connection string with the settings in it.</summary>
    public static string With(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "harunire" };
        builder.Options = string.IsNullOrEmpty(builder.Options) ? Settings : $"{builder.Options} {Settings}";
        return builder.ConnectionString;
    }

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
