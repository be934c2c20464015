using Harunire.Capture;
using Harunire.Capture.Sqlite;
using Harunire.Testing.Workload;
using Microsoft.Data.Sqlite;

namespace Harunire.Benchmarks;

/// <summary>A snapshot of ORDER_ITEMS through <see cref="SqliteSource"/> in chunks, against a bare reader over the same rows.</summary>
internal static class SnapshotBenchmark
{
    private const int Chunk = 10_000;

    public static async Task<bool> RunAsync(long changes)
    {
        using var folder = new BenchmarkFolder();
        var connectionString = new SqliteConnectionStringBuilder { DataSource = folder.File("shop.db"), Pooling = false }.ConnectionString;
        var rows = Fill(connectionString, changes);
        var source = new SqliteSource(SqliteFactory.Instance, connectionString, "shop");
        var tables = await source.DescribeAsync([new TableRequest("ORDER_ITEMS", [])], CancellationToken.None);
        await source.ApplySetupAsync(await source.PlanSetupAsync(tables, CancellationToken.None), CancellationToken.None);
        var (bareWall, bareProcessor) = Bare(connectionString);
        var watches = new Stopwatches();
        watches.Start();
        var read = 0L;
        await using (var view = await source.OpenViewAsync(tables, CancellationToken.None))
        {
            SnapshotKey? after = null;
            while (true)
            {
                var chunk = await view.ReadChunkAsync(tables[0], after, Chunk, CancellationToken.None);
                read += chunk.Rows.Count;
                if (chunk.IsLast)
                {
                    break;
                }

                after = chunk.LastKey;
            }
        }

        watches.Stop();
        var (wall, processor) = (read / watches.Wall.TotalSeconds, read / watches.Processor.TotalSeconds);
        Console.WriteLine($"snapshot of {rows:N0} rows: {wall:N0} rows/s, {processor:N0} per processor second; a bare DbDataReader {bareWall:N0}, {bareProcessor:N0}: {processor / bareProcessor:P0} of it by processor time");
        return read == rows;
    }

    private static long Fill(string connectionString, long changes)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var create = connection.CreateCommand();
        create.CommandText = "CREATE TABLE order_items (order_id NUMBER(18) NOT NULL, line_item_id NUMBER(9) NOT NULL, product_id NUMBER(9), store_id NUMBER(9), quantity NUMBER(9), unit_price NUMBER(10,2), status NUMBER(9), order_day NUMBER(9), PRIMARY KEY (order_id, line_item_id))";
        create.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO order_items VALUES (@a, @b, @c, @d, @e, @f / 100.0, @g, @h)";
        var parameters = "abcdefgh".Select(name => insert.Parameters.Add("@" + name, SqliteType.Integer)).ToArray();
        var (workload, rows) = (new OrderWorkload(), 0L);
        for (var epoch = 0; epoch < changes / 10_000; epoch++)
        {
            workload.NextEpoch();
            foreach (var (row, weight) in workload.Orders.Where(o => o.Weight > 0 && o.Row.OrderId > rows / 4))
            {
                long[] values = [row.OrderId, row.LineItemId, row.ProductId, row.StoreId, row.Quantity, row.PriceCents, row.Status, row.OrderDay];
                if (((row.OrderId - 1) * 4) + row.LineItemId - 1 != rows)
                {
                    continue;
                }

                for (var i = 0; i < values.Length; i++)
                {
                    parameters[i].Value = values[i];
                }

                rows += insert.ExecuteNonQuery();
            }
        }

        transaction.Commit();
        return rows;
    }

    private static (double Wall, double Processor) Bare(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM order_items ORDER BY order_id, line_item_id";
        var watches = new Stopwatches();
        watches.Start();
        using var reader = command.ExecuteReader();
        var (cells, rows) = (new object[8], 0L);
        while (reader.Read())
        {
            reader.GetValues(cells);
            rows++;
        }

        watches.Stop();
        return (rows / watches.Wall.TotalSeconds, rows / watches.Processor.TotalSeconds);
    }
}
