using Harunire.Model.Errors;
using Harunire.Specifications.Sources;
using Harunire.Testing.Servers;
using Npgsql;

namespace Harunire.Capture.PostgreSql.Tests;

/// <summary>Many writers whose transactions overlap, while rows are read in chunks, changes are polled, and the server ends the reading at random.</summary>
[Collection(nameof(PostgreSqlCluster))]
public sealed class ConcurrencyTests(PostgreSqlCluster cluster)
{
    private const int Writers = 6;
    private const int TransactionsOfEach = 60;
    private const int Keys = 60;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Replay_OfChunksAndChanges_IsTheTable(int seed)
    {
        await using var shop = await CapturedShop.OpenAsync(cluster, "total numeric(12,2), note varchar(40)");
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(shop, new Random((seed * 100) + writer)), Token)).ToList();
        var random = new Random(seed);
        var replay = new TableReplay(shop.Tables[0], shop.Source.ContractOf(shop.Tables[0]));
        var chunks = await SnapshotAsync(shop, replay, random);

        var after = chunks.Min(chunk => chunk.Horizon.ReadAfter);
        while (!writers.TrueForAll(writer => writer.IsCompleted))
        {
            after = await PollAsync(shop, replay, chunks, after, random) ?? after;
        }

        await Task.WhenAll(writers);
        while (await PollAsync(shop, replay, chunks, after, random) is null)
        {
            // The server has ended the reading once more: what it kept back is still to come.
        }

        replay.Lines.Should().Equal(await RowsAsync(shop), "seed {0}", seed);
    }

    private static async Task<List<(SnapshotKey? UpTo, ChunkHorizon Horizon)>> SnapshotAsync(CapturedShop shop, TableReplay replay, Random random)
    {
        var chunks = new List<(SnapshotKey? UpTo, ChunkHorizon Horizon)>();
        for (var isLast = false; !isLast;)
        {
            try
            {
                await using var view = await shop.Source.OpenViewAsync(shop.Tables, Token);
                var chunk = await view.ReadChunkAsync(shop.Tables[0], chunks.Count == 0 ? null : chunks[^1].UpTo, random.Next(1, 8), Token);
                foreach (var row in chunk.Rows)
                {
                    replay.Add(row);
                }

                isLast = chunk.IsLast;
                chunks.Add((isLast ? null : chunk.LastKey, chunk.Horizon!));
            }
            catch (HarunireException failure) when (failure.Code == CaptureErrors.StillRunning)
            {
                await Task.Delay(5, Token);
            }

            await Task.Delay(random.Next(10), Token);
        }

        return chunks;
    }

    // As capture does it: what was published counts once the whole poll is read; a failed one (null) is begun again from the last position.
    private static async Task<long?> PollAsync(CapturedShop shop, TableReplay replay, List<(SnapshotKey? UpTo, ChunkHorizon Horizon)> chunks, long after, Random random)
    {
        try
        {
            await using var view = await shop.Source.OpenViewAsync(shop.Tables, Token);
            if (random.Next(4) == 1)
            {
                await shop.Database.ExecuteAsync("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active_pid IS NOT NULL AND database = current_database()");
            }

            var changes = await view.ReadChangesAsync(shop.Tables, after, Token).ToListAsync(Token);
            foreach (var change in changes.Where(change => !IsInAChunk(chunks, change)))
            {
                replay.Apply(change);
            }

            if (random.Next(3) == 1)
            {
                await AcknowledgeAsync(shop, view.Scn);
            }

            await Task.Delay(random.Next(10), Token);
            return view.Scn;
        }
        catch (HarunireException failure) when (failure.IsTransient)
        {
            await Task.Delay(20, Token);
            return null;
        }
    }

    // One that fails is made up for by a later one.
    private static async Task AcknowledgeAsync(CapturedShop shop, long scn)
    {
        try
        {
            await shop.Source.AcknowledgeAsync(scn, Token);
        }
        catch (HarunireException failure) when (failure.IsTransient)
        {
            await Task.Delay(20, Token);
        }
    }

    private static bool IsInAChunk(List<(SnapshotKey? UpTo, ChunkHorizon Horizon)> chunks, RowChange change) =>
        chunks.First(chunk => chunk.UpTo is null || change.Key!.CompareTo(chunk.UpTo) <= 0).Horizon.Visible.Sees(change.Transaction!.Value);

    private static async Task WriteAsync(CapturedShop shop, Random random)
    {
        await using var connection = await shop.Database.OpenAsync();
        for (var i = 0; i < TransactionsOfEach; i++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(Token);
                for (var statement = random.Next(1, 6); statement > 0; statement--)
                {
                    await using var command = new NpgsqlCommand(Statement(random), connection, transaction);
                    await command.ExecuteNonQueryAsync(Token);
                    await Task.Delay(random.Next(4), Token);
                }

                if (random.Next(5) > 0)
                {
                    await transaction.CommitAsync(Token);
                }
            }
            catch (PostgresException clash) when (clash.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Rolled back: another writer has the key.
            }
        }
    }

    private static string Statement(Random random) => random.Next(4) switch
    {
        0 => $"INSERT INTO orders VALUES ({random.Next(Keys)}, {random.Next(1000)}.25, 'n{random.Next(100)}') ON CONFLICT (id) DO UPDATE SET total = orders.total + 1",
        1 => $"UPDATE orders SET total = total + {random.Next(9)}, note = NULL WHERE id = {random.Next(Keys)}",
        2 => $"UPDATE orders SET id = {random.Next(Keys)} WHERE id = {random.Next(Keys)}",
        _ => $"DELETE FROM orders WHERE id BETWEEN {random.Next(Keys)} AND {random.Next(Keys)} AND random() < 0.3",
    };

    // By PostgreSQL itself, in the form of TableReplay.
    private static async Task<IReadOnlyList<string>> RowsAsync(CapturedShop shop)
    {
        await using var connection = await shop.Database.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT 'Number:' || id || '|' || coalesce('Number:' || trim_scale(total), 'NULL') || '|' || coalesce('Text:' || note, 'NULL') FROM orders", connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
