using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Binding;

namespace Harunire.Testing.Workload;

/// <summary>The workload's tables with Oracle's types, and its changes as the engine takes them.</summary>
public sealed class OrderTables : ITableCatalog
{
    public static TableSchema OrderItems { get; } = new()
    {
        Name = new TableName(null, "ORDER_ITEMS"),
        Columns =
        [
            Column("ORDER_ID", 18), Column("LINE_ITEM_ID", 9), Column("PRODUCT_ID", 9), Column("STORE_ID", 9),
            Column("QUANTITY", 9), new ColumnDefinition("UNIT_PRICE", new NumberType(10, 2), false), Column("STATUS", 9), Column("ORDER_DAY", 9),
        ],
        Key = [0, 1],
    };

    public static TableSchema Products { get; } = new()
    {
        Name = new TableName(null, "PRODUCTS"),
        Columns = [Column("PRODUCT_ID", 9), Column("CATEGORY", 9)],
        Key = [0],
    };

    public IEnumerable<string> Names => [OrderItems.Name.Table, Products.Name.Table];

    /// <summary>Empty batches to fill again and again.</summary>
    public static Dictionary<TableName, DeltaBatch> NewBatches() =>
        new() { [OrderItems.Name] = new DeltaBatch(OrderItems.Columns), [Products.Name] = new DeltaBatch(Products.Columns) };

    /// <summary>The workload's last epoch in the batches.</summary>
    public static void Fill(Dictionary<TableName, DeltaBatch> batches, OrderWorkload workload)
    {
        var (orders, products) = (batches[OrderItems.Name], batches[Products.Name]);
        orders.Clear();
        products.Clear();
        foreach (var (row, weight) in workload.Orders)
        {
            var cells = orders.Add(weight);
            cells[0] = Datum.FromNumber(row.OrderId);
            cells[1] = Datum.FromNumber(row.LineItemId);
            cells[2] = Datum.FromNumber(row.ProductId);
            cells[3] = Datum.FromNumber(row.StoreId);
            cells[4] = Datum.FromNumber(row.Quantity);
            cells[5] = Datum.FromNumber(OracleNumber.FromScaled((long)row.PriceCents, 2));
            cells[6] = Datum.FromNumber(row.Status);
            cells[7] = Datum.FromNumber(row.OrderDay);
        }

        foreach (var (product, category, weight) in workload.Products)
        {
            var cells = products.Add(weight);
            cells[0] = Datum.FromNumber(product);
            cells[1] = Datum.FromNumber(category);
        }
    }

    public TableSchema? TryFind(string? schema, string table) =>
        new[] { OrderItems, Products }.FirstOrDefault(t => string.Equals(t.Name.Table, table, StringComparison.OrdinalIgnoreCase));

    private static ColumnDefinition Column(string name, int precision) => new(name, new NumberType(precision, 0), false);
}
