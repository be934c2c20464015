using Harunire.Model.Deltas;
using Harunire.Model.Rows;
using Harunire.Model.Types;
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
        var columns = orders.Columns;
        foreach (var (row, weight) in workload.Orders)
        {
            columns[0].AppendNumber(row.OrderId, 0);
            columns[1].AppendNumber(row.LineItemId, 0);
            columns[2].AppendNumber(row.ProductId, 0);
            columns[3].AppendNumber(row.StoreId, 0);
            columns[4].AppendNumber(row.Quantity, 0);
            columns[5].AppendNumber(row.PriceCents, 2);
            columns[6].AppendNumber(row.Status, 0);
            columns[7].AppendNumber(row.OrderDay, 0);
            orders.Weights.Add(weight);
        }

        foreach (var (product, category, weight) in workload.Products)
        {
            products.Columns[0].AppendNumber(product, 0);
            products.Columns[1].AppendNumber(category, 0);
            products.Weights.Add(weight);
        }
    }

    public TableSchema? TryFind(string? schema, string table) =>
        new[] { OrderItems, Products }.FirstOrDefault(t => string.Equals(t.Name.Table, table, StringComparison.OrdinalIgnoreCase));

    private static ColumnDefinition Column(string name, int precision) => new(name, new NumberType(precision, 0), false);
}
