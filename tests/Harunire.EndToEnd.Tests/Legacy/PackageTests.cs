using Harunire.Testing;
using Harunire.Testing.Servers;

namespace Harunire.EndToEnd.Tests.Legacy;

/// <summary>The PL/SQL packages of legacy/, run as they are on IvorySQL, against the batch that was written by hand for SQLite.</summary>
/// <remarks>
/// Both fill their tables from the same rows. Amounts are compared at the columns' declared scale, because IvorySQL keeps 20
/// digits of a division where Oracle keeps 40; timestamps lose their nanoseconds there, which no procedure reads.
/// </remarks>
public sealed class PackageTests(IvorySqlServer server) : IClassFixture<IvorySqlServer>
{
    // What the live days don't have: a closed and a new store, a product without a price, one out of the range, an order without lines.
    private static readonly string[] Corrections =
    [
        "DELETE FROM inventory WHERE store_id = 5",
        "INSERT INTO stores (store_id, store_name) VALUES (99, 'Harbour')",
        "INSERT INTO inventory (inventory_id, store_id, product_id, product_inventory) VALUES (9001, 99, 2, 0)",
        "INSERT INTO inventory (inventory_id, store_id, product_id, product_inventory) VALUES (9002, 99, 3, 7)",
        "UPDATE products SET unit_price = NULL WHERE product_id = 7",
        "DELETE FROM products WHERE product_id = 11",
        "UPDATE customers SET full_name = 'O''Neill, Ann' WHERE customer_id = 3",
        "INSERT INTO orders (order_id, order_tms, customer_id, store_id, order_status) VALUES (90001, '2022-05-31 23:59:59', 3, 99, 'REFUNDED')",
        "DELETE FROM order_items WHERE order_id = 2",
        "UPDATE orders SET order_status = 'REFUNDED' WHERE order_id = 10",
    ];

    // IvorySQL 5.4 has no DBMS_OUTPUT; the packages write to it only when a step fails, and raise the error again.
    private const string DbmsOutput = """
        CREATE OR REPLACE PACKAGE dbms_output AS
          PROCEDURE put_line(p_line IN VARCHAR2);
        END dbms_output;
        /
        CREATE OR REPLACE PACKAGE BODY dbms_output AS
          PROCEDURE put_line(p_line IN VARCHAR2) IS
          BEGIN
            RAISE NOTICE '%', p_line;
          END put_line;
        END dbms_output;
        /

        """;

    [Fact]
    public async Task SalesBatch_OnIvorySql_FillsTheTablesOfTheHandWrittenBatch()
    {
        server.Require();
        using var database = SampleDatabase.Open("customer-orders");
        using var oracle = await CreateAsync("co", "customer-orders", "sales_batch", database);

        oracle.Call("reporting.sales_batch.load_all");
        Compare(oracle, "over the history");

        database.ReplayLiveDays();
        var changes = oracle.Follow();
        oracle.Call("reporting.sales_batch.load_all");
        Compare(oracle, "after the live days, into filled tables");
        changes.Inserted.Should().BePositive();
        changes.Updated.Should().BePositive();

        foreach (var correction in Corrections)
        {
            database.Rows(correction);
        }

        database.RunBatch();
        oracle.Follow().Deleted.Should().BePositive();
        oracle.Call("reporting.sales_batch.load_all");
        Compare(oracle, "after corrections by hand");
    }

    [Fact]
    public async Task CostBatch_OnIvorySql_FillsTheTablesOfTheHandWrittenBatch()
    {
        server.Require();
        using var database = SampleDatabase.Open("sales-history");
        using var oracle = await CreateAsync("sh", "sales-history", "cost_batch", database);

        oracle.Call("reporting.cost_batch.load_all");
        Compare(oracle, "over all rows");

        database.Rows("DELETE FROM costs WHERE prod_id = 13 AND channel_id = 3");
        database.Rows("UPDATE costs SET unit_cost = unit_cost + 1 WHERE prod_id = 14 AND channel_id = 2");
        database.Rows("UPDATE promotions SET promo_category = 'moved' WHERE promo_id = 350");
        database.RunBatch();
        var changes = oracle.Follow();
        changes.Deleted.Should().BePositive();
        changes.Updated.Should().BePositive();
        oracle.Call("reporting.cost_batch.load_all");
        Compare(oracle, "after changes, into filled tables");
    }

    private Task<OracleMirror> CreateAsync(string schema, string folder, string package, SampleDatabase database)
    {
        string Read(params string[] path) => File.ReadAllText(Path.Combine([RepositoryPaths.Root, .. path]));
        var legacy = string.Join('\n', DbmsOutput, Read("legacy", folder, "tables.sqlite.sql"), "CREATE SCHEMA IF NOT EXISTS reporting;", Read("legacy", folder, package + ".pks"), Read("legacy", folder, package + ".pkb"));
        return OracleMirror.CreateAsync(server, schema, database, Read("samples", schema, "schema.sqlite.sql"), legacy, TestContext.Current.CancellationToken);
    }

    private static void Compare(OracleMirror oracle, string when)
    {
        foreach (var (table, batch, package) in oracle.LegacyRows())
        {
            batch.Should().NotBeEmpty(table);
            package.Should().Equal(batch, "{0} is filled by the package as by the batch, {1}", table, when);
        }
    }
}
