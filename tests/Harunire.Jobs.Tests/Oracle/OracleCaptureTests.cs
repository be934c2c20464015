using Harunire.Capture.Oracle;
using Harunire.Jobs.Capturing;
using Harunire.Model.Values;
using Harunire.Testing.OracleModel;

namespace Harunire.Jobs.Tests.Oracle;

/// <summary>Oracle's model through capture, embedded topics and epochs, against the tables themselves.</summary>
public sealed class OracleCaptureTests
{
    [Theory]
    [InlineData("flashback", 1)]
    [InlineData("flashback", 2)]
    [InlineData("flashback", 3)]
    [InlineData("mvlog", 4)]
    [InlineData("mvlog", 5)]
    [InlineData("snapshot-diff", 6)]
    [InlineData("snapshot-diff", 7)]
    [InlineData("mixed", 8)]
    [InlineData("mixed", 9)]
    public async Task Capture_OfRandomTransactionsWithRestarts_SumsToTheTablesAtEachCut(string strategy, int seed)
    {
        var random = new Random(seed);
        await using var shop = Shop(strategy == "mixed" ? "flashback" : strategy, strategy == "mixed" ? "mvlog" : strategy);
        Work(shop, random, 60, deletes: true);
        var open = new List<ModelTransaction>();
        for (var step = 0; step < 50; step++)
        {
            if (random.Next(5) == 0)
            {
                shop.Restart();
            }

            var outcome = await shop.PollAsync();
            if (outcome.Kind == PollKind.Cut)
            {
                await shop.ShouldEqualAsync($"seed {seed}, step {step}");
            }

            Work(shop, random, random.Next(5), deletes: true);
            LateCommit(shop, random, open);
            shop.Oracle.Advance(TimeSpan.FromSeconds(random.Next(3)));
        }
    }

    [Theory]
    [InlineData("watermark", 1)]
    [InlineData("watermark", 2)]
    [InlineData("rowscn", 3)]
    [InlineData("rowscn", 4)]
    public async Task Capture_OfStrategiesWithoutDeletes_SumsToTheTablesWhereNothingIsDeleted(string strategy, int seed)
    {
        var random = new Random(seed);
        await using var shop = Shop(strategy, strategy);
        Work(shop, random, 60, deletes: false);
        var open = new List<ModelTransaction>();
        for (var step = 0; step < 40; step++)
        {
            if (random.Next(5) == 0)
            {
                shop.Restart();
            }

            var outcome = await shop.PollAsync();
            if (outcome.Kind == PollKind.Cut)
            {
                await shop.ShouldEqualAsync($"seed {seed}, step {step}");
            }

            Work(shop, random, random.Next(5), deletes: false);
            LateCommit(shop, random, open);
            shop.Oracle.Advance(TimeSpan.FromSeconds(random.Next(30)));
        }
    }

    private static OracleShop Shop(string orders, string lines) => new(new Dictionary<string, OracleTableOptions>
    {
        ["ORDERS"] = new() { Strategy = orders, Watermark = "CHANGED" },
        ["LINES"] = new() { Strategy = lines, Watermark = "CHANGED" },
    });

    // A transaction writes now and is committed some steps later, after later ones.
    private static void LateCommit(OracleShop shop, Random random, List<ModelTransaction> open)
    {
        if (open.Count > 0 && random.Next(3) == 0)
        {
            open[0].Commit();
            open.RemoveAt(0);
        }

        if (random.Next(6) == 0)
        {
            var late = shop.Oracle.Begin();
            late.Insert("ORDERS", shop.Order(1000 + random.Next(1_000_000), "late", 1));
            open.Add(late);
        }
    }

    private static void Work(OracleShop shop, Random random, int transactions, bool deletes)
    {
        for (var i = 0; i < transactions; i++)
        {
            var transaction = shop.Oracle.Begin();
            for (var statements = random.Next(1, 4); statements > 0; statements--)
            {
                Statement(shop, random, transaction, deletes);
            }

            if (random.Next(6) == 0)
            {
                transaction.Rollback();
            }
            else
            {
                transaction.Commit();
            }
        }
    }

    private static void Statement(OracleShop shop, Random random, ModelTransaction transaction, bool deletes)
    {
        var orders = shop.Oracle.Rows("ORDERS").Where(r => r[1].IsNull || r[1].AsText != "late").ToList();
        var lines = shop.Oracle.Rows("LINES");
        var id = random.Next(1, 40);
        try
        {
            switch (random.Next(8))
            {
                case 0 or 1 when !orders.Exists(o => o[0] == OracleShop.Number(id)):
                    transaction.Insert("ORDERS", shop.Order(id, $"c{random.Next(4)}", random.Next(100)));
                    break;
                case 2 when orders.Count > 0:
                    var order = orders[random.Next(orders.Count)];
                    transaction.Update("ORDERS", [order[0]], order[0], random.Next(3) == 0 ? Datum.FromText("renamed") : order[1], OracleShop.Number(random.Next(100)), shop.Now);
                    break;
                case 3 when deletes && orders.Count > 0:
                    var gone = orders[random.Next(orders.Count)];
                    transaction.Delete("ORDERS", gone[0]);
                    if (random.Next(2) == 0)
                    {
                        // Deleted and inserted in one transaction: an update for whoever knows the row by its key.
                        transaction.Insert("ORDERS", [gone[0], Datum.FromText("again"), gone[2], shop.Now]);
                    }

                    break;
                case 4 when deletes && orders.Count > 0 && !orders.Exists(o => o[0] == OracleShop.Number(id)):
                    var moved = orders[random.Next(orders.Count)];
                    transaction.Update("ORDERS", [moved[0]], OracleShop.Number(id), moved[1], moved[2], shop.Now);
                    break;
                case 5 when deletes && !orders.Exists(o => o[0] == OracleShop.Number(id)):
                    transaction.Insert("ORDERS", shop.Order(id, "short", 1));
                    transaction.Delete("ORDERS", OracleShop.Number(id));
                    break;
                case 6 when !lines.Any(l => l[0] == OracleShop.Number(id) && l[1].AsText == "a"):
                    transaction.Insert("LINES", shop.Line(id, "a", random.Next(9)));
                    break;
                case 7 when lines.Count > 0:
                    var line = lines[random.Next(lines.Count)];
                    transaction.Update("LINES", [line[0], line[1]], line[0], line[1], OracleShop.Number(random.Next(9)), shop.Now);
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            // The row was changed before within the same transaction: an application would be told so and go on.
        }
    }
}
