using Harunire.Jobs.Epochs;
using Harunire.Jobs.Tests.Connectors;
using Harunire.Model.Rows;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Binding;

namespace Harunire.Jobs.Tests.Epochs;

public sealed class WantedColumnsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("harunire-wanted-");

    [Fact]
    public void Of_PlansTogether_HasWhatAnyOfThemReads()
    {
        var (status, store) = (Plan("SELECT order_status, COUNT(*) AS n FROM orders GROUP BY order_status", "order_status"), Plan("SELECT store_id, SUM(customer_id) AS n FROM orders GROUP BY store_id", "store_id"));

        WantedColumns.Of([status]).Of(ConnectorTopics.Orders.Name).Should().BeEquivalentTo("ORDER_STATUS");
        WantedColumns.Of([status, store]).Of(ConnectorTopics.Orders.Name).Should().BeEquivalentTo("ORDER_STATUS", "STORE_ID", "CUSTOMER_ID");
        WantedColumns.Of([status]).Of(ConnectorTopics.NoKey.Name).Should().BeEmpty();
    }

    [Fact]
    public void Include_ColumnsThatAreNotRead_IsFalse()
    {
        var (status, store) = (Plan("SELECT order_status, COUNT(*) AS n FROM orders GROUP BY order_status", "order_status"), Plan("SELECT store_id, COUNT(*) AS n FROM orders GROUP BY store_id", "store_id"));

        WantedColumns.Of([status]).Include(WantedColumns.Of([store])).Should().BeFalse("a reader made for one would give the other NULLs");
        WantedColumns.Of([status, store]).Include(WantedColumns.Of([store])).Should().BeTrue();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private MappingPlan Plan(string query, string key)
    {
        var path = Path.Combine(_folder.FullName, "m.yaml");
        File.WriteAllText(path, $"mapping: m\nquery: {query}\ntarget: {{ table: m, partition key: [{key}] }}\n");
        return PlanBuilder.Build(MappingReader.Read(path), new Catalog());
    }

    private sealed class Catalog : ITableCatalog
    {
        public IEnumerable<string> Names => ["ORDERS"];

        public TableSchema? TryFind(string? schema, string table) => ConnectorTopics.Orders;
    }
}
