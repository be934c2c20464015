using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.EndToEnd.Tests.Results;

public sealed class PostgreSqlRunTests(PostgreSqlCluster cluster)
{
    [Fact]
    public async Task CustomerOrders_ThroughPostgreSql_IsVerifiedEqual()
    {
        Assert.SkipWhen(cluster.MissingReason is not null, cluster.MissingReason ?? "");
        using var run = new CustomerOrdersRun("{ provider: postgresql, connection: serving, schema: reporting }", cluster.ConnectionString);

        await run.SetUpStreamAndVerifyAsync("002_results.postgresql.sql", "CREATE SCHEMA IF NOT EXISTS \"reporting\"", "CREATE TABLE \"reporting\".\"stock_value\"", "harunire_results");

        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*), pg_typeof(sum(amount))::text FROM reporting.sales_by_store_day", connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await reader.ReadAsync(TestContext.Current.CancellationToken);
        (reader.GetInt64(0), reader.GetString(1)).Should().Be((881, "numeric"));
    }
}
