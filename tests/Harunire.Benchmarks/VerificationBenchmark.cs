using System.Diagnostics;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Verify.Comparison;
using Microsoft.Data.Sqlite;

namespace Harunire.Benchmarks;

/// <summary>Two tables compared, against reading both alone one after the other.</summary>
internal static class VerificationBenchmark
{
    public static async Task<bool> RunAsync(long keys)
    {
        using var folder = new BenchmarkFolder();
        var connectionString = new SqliteConnectionStringBuilder { DataSource = folder.File("tables.db"), Pooling = false }.ConnectionString;
        Fill(connectionString, keys);
        var watch = Stopwatch.StartNew();
        var read = await CountAsync(Rows(connectionString, "legacy")) + await CountAsync(Rows(connectionString, "result"));
        var alone = watch.Elapsed;
        watch.Restart();
        var outcome = await Verifier.CompareAsync(Rows(connectionString, "legacy"), Rows(connectionString, "result"), Rules(), "legacy", "result", CancellationToken.None);
        var compared = watch.Elapsed;
        Console.WriteLine($"verification of {keys:N0} keys: {keys / compared.TotalSeconds:N0} keys/s; both sides read alone {keys / alone.TotalSeconds:N0} keys/s: {alone / compared:P0}");
        return read == 2 * keys && outcome.LegacyRows == keys && outcome.TargetRows == keys;
    }

    private static VerificationRules Rules() => new()
    {
        Columns = [Column("store_id", 0, true), Column("order_day", 1, true), Column("amount", 2, false), Column("orders", 3, false)],
        Today = new DateOnly(2026, 1, 1),
    };

    private static ComparedColumn Column(string name, int ordinal, bool isKey) => new()
    {
        Name = name,
        LegacyName = name,
        Type = OracleType.Number,
        Rule = ColumnRule.Exact,
        TargetOrdinal = ordinal,
        LegacyOrdinal = ordinal,
        IsKey = isKey,
    };

    private static void Fill(string connectionString, long keys)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var table in new[] { "legacy", "result" })
        {
            command.CommandText = $"CREATE TABLE {table} (store_id INTEGER, order_day INTEGER, amount INTEGER, orders INTEGER, PRIMARY KEY (store_id, order_day)) WITHOUT ROWID;"
                + $"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {keys}) INSERT INTO {table} SELECT i / 1000, i % 1000, (i * 7919) % 1000003, i % 17 FROM n";
            command.ExecuteNonQuery();
        }
    }

    private static async Task<long> CountAsync(IAsyncEnumerable<Datum[]> rows)
    {
        var count = 0L;
        await foreach (var row in rows)
        {
            count += row.Length > 0 ? 1 : 0;
        }

        return count;
    }

    private static async IAsyncEnumerable<Datum[]> Rows(string connectionString, string table)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} ORDER BY store_id, order_day";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return
            [
                Datum.FromNumber(reader.GetInt64(0)), Datum.FromNumber(reader.GetInt64(1)),
                Datum.FromNumber(OracleNumber.FromScaled(reader.GetInt64(2), 2)), Datum.FromNumber(reader.GetInt64(3)),
            ];
        }
    }
}
