using System.Data;
using System.Data.Common;
using System.Globalization;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, string?>;

namespace Harunire.Cli.Demo;

/// <summary>
/// Customer Orders (samples/co) as a shop that lives: orders before <see cref="FirstLiveDay"/> are history, the rest
/// are replayed as transactions. The same files and seed give the same transactions; no clock is read.
/// </summary>
internal sealed class ShopReplay
{
    public const string FirstLiveDay = "2021-12-15";
    public const ulong Seed = 20211215;

    private static readonly string[] Tables = ["customers", "stores", "products", "inventory", "orders", "shipments", "order_items"];
    private readonly string _folder;
    private readonly Dictionary<string, CsvRows> _csv;
    private readonly List<Row> _liveOrders;
    private readonly ILookup<string, Row> _items;
    private readonly Dictionary<string, Row> _shipments;
    private ulong _state = Seed;

    public ShopReplay(string folder)
    {
        _folder = folder;
        _csv = Tables.ToDictionary(t => t, t => CsvRows.Read(Path.Combine(folder, t + ".csv")), StringComparer.Ordinal);
        _liveOrders = [.. _csv["orders"].Rows.Where(IsLive).OrderBy(o => o["order_tms"], StringComparer.Ordinal)];
        _items = _csv["order_items"].Rows.ToLookup(i => i["order_id"]!, StringComparer.Ordinal);
        _shipments = _csv["shipments"].Rows.ToDictionary(s => s["shipment_id"]!, StringComparer.Ordinal);
    }

    /// <summary>Creates the schema and loads the history in one transaction.</summary>
    public void LoadHistory(DbConnection connection)
    {
        var live = _liveOrders.Select(o => o["order_id"]!).ToHashSet(StringComparer.Ordinal);
        var later = live.SelectMany(id => _items[id]).Select(i => i["shipment_id"]).ToHashSet(StringComparer.Ordinal);
        using var transaction = connection.BeginTransaction(IsolationLevel.Serializable);
        ShopSql.Execute(connection, transaction, File.ReadAllText(Path.Combine(_folder, "schema.sqlite.sql")));
        foreach (var table in Tables)
        {
            var rows = _csv[table].Rows.Where(r => table switch
            {
                "orders" or "order_items" => !live.Contains(r["order_id"]!),
                "shipments" => !later.Contains(r["shipment_id"]),
                _ => true,
            });
            _csv[table].Insert(table, rows, connection, transaction);
        }
        transaction.Commit();
    }

    /// <summary>The live transactions in their order; every enumeration starts from the seed.</summary>
    public IEnumerable<ReplayTransaction> Transactions()
    {
        _state = Seed;
        var open = new List<(Row Order, int Stage)>();
        foreach (var order in _liveOrders)
        {
            yield return Place(order);
            open.Add((order, 0));
            for (var i = 0; i < 3 && open.Count > 0; i++)
            {
                var at = Next(open.Count);
                var (picked, stage) = open[at];
                var chance = Next(100);
                if (stage < 2 && chance < 6)
                {
                    open.RemoveAt(at);
                    yield return chance < 2 ? Delete(picked) : Cancel(picked);
                    continue;
                }
                if (stage < 2 && chance < 16)
                {
                    yield return ChangeItem(picked, 1 + Next(6));
                    continue;
                }
                yield return Advance(picked, stage + 1);
                open[at] = (picked, stage + 1);
                if (stage == 3)
                {
                    open.RemoveAt(at);
                }
            }
            if (Next(12) == 0)
            {
                yield return ChangePrice(_csv["products"].Rows[Next(_csv["products"].Rows.Count)], Next(2001) - 1000);
            }
        }
    }

    private static bool IsLive(Row order) => string.CompareOrdinal(order["order_tms"], FirstLiveDay) >= 0;

    private ReplayTransaction Place(Row order) => new($"order {order["order_id"]} placed", (c, t) =>
    {
        _csv["orders"].Insert("orders", [With(order, "order_status", "OPEN")], c, t);
        _csv["order_items"].Insert("order_items", _items[order["order_id"]!].Select(i => With(i, "shipment_id", null)), c, t);
    });

    private ReplayTransaction Advance(Row order, int stage) => new($"order {order["order_id"]} moves on, step {stage}", (c, t) =>
    {
        var id = order["order_id"]!;
        var status = stage switch { 1 => "PAID", 2 or 3 => "SHIPPED", _ => order["order_status"]! };
        ShopSql.Execute(c, t, "UPDATE orders SET order_status = @p0 WHERE order_id = @p1", [status, id]);
        foreach (var shipment in _items[id].Select(i => i["shipment_id"]).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            Ship(shipment, id, stage, c, t);
        }
    });

    private void Ship(string shipment, string order, int stage, DbConnection c, DbTransaction t)
    {
        var row = _shipments[shipment];
        if (stage == 2)
        {
            // Some shipments of the sample serve two orders: the first order that is sent creates it.
            if (ShopSql.Execute(c, t, "UPDATE shipments SET shipment_status = 'CREATED' WHERE shipment_id = @p0", [shipment]) == 0)
            {
                _csv["shipments"].Insert("shipments", [With(row, "shipment_status", "CREATED")], c, t);
            }
            foreach (var item in _items[order].Where(i => string.Equals(i["shipment_id"], shipment, StringComparison.Ordinal)))
            {
                ShopSql.Execute(c, t, "UPDATE order_items SET shipment_id = @p0 WHERE order_id = @p1 AND line_item_id = @p2", [shipment, order, item["line_item_id"]]);
            }
        }
        else if (stage > 2)
        {
            var status = stage == 3 ? "IN-TRANSIT" : row["shipment_status"];
            ShopSql.Execute(c, t, "UPDATE shipments SET shipment_status = @p0 WHERE shipment_id = @p1", [status, shipment]);
        }
    }

    private static ReplayTransaction Cancel(Row order) => new($"order {order["order_id"]} cancelled", (c, t) =>
        ShopSql.Execute(c, t, "UPDATE orders SET order_status = 'CANCELLED' WHERE order_id = @p0", [order["order_id"]]));

    private static ReplayTransaction Delete(Row order) => new($"order {order["order_id"]} deleted", (c, t) =>
    {
        ShopSql.Execute(c, t, "DELETE FROM order_items WHERE order_id = @p0", [order["order_id"]]);
        ShopSql.Execute(c, t, "DELETE FROM orders WHERE order_id = @p0", [order["order_id"]]);
    });

    private static ReplayTransaction ChangeItem(Row order, int quantity) => new($"order {order["order_id"]}: first item now {quantity}", (c, t) =>
        ShopSql.Execute(c, t, "UPDATE order_items SET quantity = @p0 WHERE order_id = @p1 AND line_item_id = 1", [quantity.ToString(CultureInfo.InvariantCulture), order["order_id"]]));

    private static ReplayTransaction ChangePrice(Row product, int basisPoints)
    {
        var price = decimal.Parse(product["unit_price"]!, CultureInfo.InvariantCulture);
        var changed = decimal.Round(price * (10000 + basisPoints) / 10000m, 2, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture);
        return new($"product {product["product_id"]} now costs {changed}", (c, t) =>
            ShopSql.Execute(c, t, "UPDATE products SET unit_price = @p0 WHERE product_id = @p1", [changed, product["product_id"]]));
    }

    private static Row With(Row row, string column, string? value) =>
        new Dictionary<string, string?>(row, StringComparer.Ordinal) { [column] = value };

    // splitmix64, which wraps on purpose.
    private int Next(int bound)
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return (int)((z ^ (z >> 31)) % (ulong)bound);
        }
    }
}
