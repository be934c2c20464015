using System.Globalization;
using Harunire.Model.Changes;

namespace Harunire.Capture.Tests.Sqlite;

public sealed class SqliteChangesTests
{
    private const string Items = "CREATE TABLE items (id INTEGER PRIMARY KEY, code TEXT UNIQUE COLLATE NOCASE, a NUMBER, b NUMBER, note TEXT, UNIQUE (a, b));";
    private const string Pairs = "CREATE TABLE items (code TEXT NOT NULL, a NUMBER(5) NOT NULL, b NUMBER, note TEXT, PRIMARY KEY (code, a)) WITHOUT ROWID;";
    private const string Filled = "INSERT INTO items VALUES (1, 'one', 1, 1, 'x'), (2, 'two', 2, 2, 'y'), (3, 'three', 3, 3, NULL);";

    [Theory]
    [InlineData("INSERT INTO items VALUES (4, 'four', 4, 4, 'z')", "c")]
    [InlineData("INSERT INTO items VALUES (4, 'four', 4, 4, 'z'), (5, 'five', 5, 5, 'z')", "cc")]
    [InlineData("UPDATE items SET note = 'n'", "uuu")]
    [InlineData("DELETE FROM items", "ddd")]
    [InlineData("UPDATE items SET id = id + 10", "dcdcdc")]
    [InlineData("INSERT OR REPLACE INTO items VALUES (1, 'uno', 9, 9, 'z')", "u")]
    [InlineData("INSERT OR REPLACE INTO items VALUES (1, 'TWO', 3, 3, 'z')", "ddu")]
    [InlineData("INSERT OR REPLACE INTO items (code, note) VALUES ('Two', 'chosen id')", "dc")]
    [InlineData("REPLACE INTO items VALUES (9, 'nine', 2, 2, 'z')", "dc")]
    [InlineData("INSERT OR IGNORE INTO items VALUES (1, 'other', 7, 7, 'z'), (7, 'seven', 7, 7, 'z')", "c")]
    [InlineData("INSERT OR IGNORE INTO items (code) VALUES ('one'), ('eight'), ('ONE')", "c")]
    [InlineData("INSERT INTO items VALUES (1, 'other', 7, 7, 'z') ON CONFLICT (id) DO UPDATE SET note = excluded.note, b = 8", "u")]
    [InlineData("INSERT INTO items VALUES (1, 'other', 7, 7, 'z') ON CONFLICT DO NOTHING", "")]
    [InlineData("UPDATE OR REPLACE items SET code = 'one' WHERE id = 3", "du")]
    [InlineData("UPDATE OR REPLACE items SET id = 2 WHERE id = 1", "ddc")]
    [InlineData("UPDATE OR IGNORE items SET a = 1, b = 1", "u")]
    [InlineData("BEGIN; DELETE FROM items; INSERT INTO items (code) VALUES ('k'); ROLLBACK", "")]
    [InlineData("BEGIN; DELETE FROM items WHERE id = 1; SAVEPOINT s; DELETE FROM items; ROLLBACK TO s; INSERT INTO items (code) VALUES ('k'); COMMIT", "dc")]
    [InlineData("INSERT OR IGNORE INTO items VALUES (1, 'q', 7, 7, 'z'); INSERT OR REPLACE INTO items VALUES (1, 'q', 7, 7, 'z')", "u")]
    public async Task Changes_OfStatement_ReplayToTheTable(string sql, string operations)
    {
        await using var shop = new ShopDatabase(Items + Filled);
        await shop.BeginAsync("ITEMS", chunkRows: 2);

        shop.Execute(sql);

        var changes = await shop.CatchUpAsync(sql);
        string.Concat(changes.Select(c => c.Operation switch { ChangeOperation.Create => 'c', ChangeOperation.Update => 'u', _ => 'd' })).Should().Be(operations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Changes_OfRandomStatements_ReplayToTheTable(int seed)
    {
        var random = new Random(seed);
        await using var shop = new ShopDatabase(seed % 2 == 0 ? Items : Pairs);
        await shop.BeginAsync("items");
        for (var step = 0; step < 40; step++)
        {
            var statements = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Statement(random, seed % 2 == 0)).ToList();
            if (random.Next(3) == 0)
            {
                statements = ["BEGIN", .. statements, "SAVEPOINT s", Statement(random, seed % 2 == 0), random.Next(2) == 0 ? "ROLLBACK TO s" : "RELEASE s", random.Next(3) == 0 ? "ROLLBACK" : "COMMIT"];
            }

            foreach (var sql in statements)
            {
                shop.Execute(sql);
            }

            await shop.CatchUpAsync($"seed {seed}, step {step}: {string.Join("; ", statements)}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Changes_ReadFromAnyScn_AreTheTailOfAll(int seed)
    {
        var random = new Random(seed);
        await using var shop = new ShopDatabase(Items);
        await shop.BeginAsync("items");
        for (var i = 0; i < 60; i++)
        {
            shop.Execute(Statement(random, hasId: true));
        }

        await using var view = await shop.Source.OpenViewAsync([shop.Table], TestContext.Current.CancellationToken);
        var all = await ReadAsync(0);
        all.Should().Contain(line => line.Contains(" Delete ", StringComparison.Ordinal));
        for (var scn = 1L; scn <= view.Scn; scn++)
        {
            (await ReadAsync(scn)).Should().Equal(all.Where(line => long.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture) > scn), "seed {0}, SCN {1}", seed, scn);
        }

        async Task<List<string>> ReadAsync(long afterScn) =>
            await view.ReadChangesAsync([shop.Table], afterScn, TestContext.Current.CancellationToken)
                .Select(c => $"{c.Scn} {c.Operation} {c.Key!.ToJson()} {string.Join('|', c.After ?? [])}").ToListAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Snapshot_OfTextAndCompositeKeysInChunks_GivesEveryRowOnce()
    {
        await using var shop = new ShopDatabase(Pairs + "INSERT INTO items SELECT char(60 + value % 7, 228 + value % 3), value, value, 'n' FROM (WITH RECURSIVE s(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM s WHERE value < 100) SELECT value FROM s);");

        await shop.BeginAsync("items", chunkRows: 7);

        shop.Replay.Should().HaveCount(100);
    }

    private static string Statement(Random random, bool hasId)
    {
        string Number() => random.Next(1, 7).ToString(CultureInfo.InvariantCulture);
        string Code() => $"'{(char)((random.Next(2) == 0 ? 'a' : 'A') + random.Next(5))}'";
        var row = hasId ? $"({(random.Next(3) == 0 ? "NULL" : Number())}, {Code()}, {Number()}, {Number()}, 'n{Number()}')" : $"({Code()}, {Number()}, {Number()}, 'n{Number()}')";
        var key = hasId ? "id" : "code, a";
        return random.Next(9) switch
        {
            0 or 1 => $"INSERT OR IGNORE INTO items VALUES {row}, {row}",
            2 or 3 => $"INSERT OR REPLACE INTO items VALUES {row}",
            4 when hasId => $"INSERT OR IGNORE INTO items VALUES {row}; INSERT OR REPLACE INTO items VALUES {row}",
            4 => $"INSERT INTO items VALUES {row} ON CONFLICT ({key}) DO UPDATE SET b = excluded.b, note = 'upserted'",
            5 => $"UPDATE OR REPLACE items SET code = {Code()}, a = a + 1 WHERE a < {Number()}",
            6 => $"UPDATE OR IGNORE items SET b = {Number()}, a = {Number()}",
            7 => $"DELETE FROM items WHERE a = {Number()}",
            _ => hasId ? $"UPDATE OR REPLACE items SET id = id + 1 WHERE b = {Number()}" : $"UPDATE items SET note = 'm' || a WHERE a > {Number()}",
        };
    }
}
