using Harunire.Model.Errors;
using Harunire.Plans.Explain;
using Harunire.Plans.Files;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;

namespace Harunire.Plans.Tests.Lowering;

public sealed class PlanBuilderTests
{
    [Theory]
    [InlineData("SELECT o.order_id FROM orders o WHERE EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.order_id)", "semi join on order_id = order_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.order_id)", "anti join on order_id = order_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id IN (SELECT s.store_id FROM stores s)", "semi join on store_id = store_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id NOT IN (SELECT s.store_id FROM stores s)", "anti join on store_id = store_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id NOT IN (SELECT i.shipment_id FROM order_items i)", "anti join (NOT IN from key 1) on store_id = shipment_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id NOT IN (SELECT i.shipment_id FROM order_items i WHERE i.order_id = o.order_id)", "anti join (NOT IN from key 2) on order_id = order_id AND store_id = shipment_id")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id = 1 OR EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.order_id)", "filter ((store_id = 1) OR (NVL(MATCHES, 0) > 0))")]
    [InlineData("SELECT o.order_id, (SELECT SUM(i.quantity * o.store_id) FROM order_items i WHERE i.order_id = o.order_id) AS x FROM orders o", "inner join on order_id = order_id")]
    [InlineData("SELECT o.order_id, (SELECT COUNT(*) FROM order_items i WHERE i.order_id = o.order_id) AS items FROM orders o", "NVL(COUNT(*), 0) AS items")]
    [InlineData("SELECT o.order_id, (SELECT SUM(i.quantity) FROM order_items i WHERE i.order_id = o.order_id) AS items FROM orders o", "left join on order_id = KEY")]
    [InlineData("SELECT o.order_id FROM orders o, order_items i WHERE i.order_id = o.order_id AND i.line_item_id = 1", "inner join on order_id = order_id")]
    [InlineData("SELECT o.order_id FROM orders o LEFT JOIN order_items i ON i.order_id = o.order_id AND i.quantity > 5 AND o.store_id = 1", "left join on order_id = order_id AND (store_id = 1)")]
    public void Build_Query_HasTheOperator(string query, string expected) =>
        PlanText.Of(Build(query, "order_id").Root).Should().Contain(expected);

    [Theory]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id = 1 OR EXISTS (SELECT SUM(i.quantity) FROM order_items i WHERE i.order_id = o.order_id)")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id IN (SELECT MAX(i.product_id) FROM order_items i WHERE i.order_id = o.order_id GROUP BY i.line_item_id)")]
    [InlineData("SELECT o.order_id FROM orders o WHERE EXISTS (SELECT 1 FROM stores s WHERE EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.order_id AND i.product_id = s.store_id))")]
    public void Build_WhatCantBeKept_IsRefusedWithItsPlace(string query)
    {
        var error = Error(query, "order_id");
        error.Code.Should().Be(PlanErrors.NotPlannable);
        error.Location.Line.Should().BeGreaterThan(0);
        error.Hint.Should().NotBeNull();
    }

    [Fact]
    public void Build_RefusedSubquery_PointsAtItInTheFile() =>
        Error("SELECT o.order_id\nFROM orders o\nWHERE o.store_id = 1 OR EXISTS (SELECT COUNT(*) FROM stores s)", "order_id").Location.Line.Should().Be(5);

    [Theory]
    [InlineData("SELECT o.store_id, o.customer_id, COUNT(*) AS n FROM orders o GROUP BY o.store_id, o.customer_id", "store_id", "customer_id")]
    [InlineData("SELECT COUNT(*) AS n FROM orders o GROUP BY o.store_id", "n", "store_id")]
    [InlineData("SELECT v.store_id, v.n FROM (SELECT o.store_id, o.customer_id, COUNT(*) AS n FROM orders o GROUP BY o.store_id, o.customer_id) v", "store_id", "customer_id")]
    public void Build_KeyThatDoesNotCoverTheGroups_IsRefused(string query, string key, string missing)
    {
        var error = Error(query, key);
        error.Code.Should().Be(PlanErrors.BadTarget);
        error.Message.ToUpperInvariant().Should().EndWith(missing.ToUpperInvariant());
    }

    [Theory]
    [InlineData("SELECT o.order_id, o.store_id, COUNT(*) AS n FROM orders o JOIN order_items i ON i.order_id = o.order_id GROUP BY o.order_id, o.store_id", "order_id")]
    [InlineData("SELECT i.order_id, o.store_id, COUNT(*) AS n FROM orders o JOIN order_items i ON i.order_id = o.order_id GROUP BY i.order_id, o.store_id", "order_id")]
    [InlineData("SELECT o.order_id, s.store_name FROM orders o JOIN stores s ON s.store_id = o.store_id", "order_id")]
    [InlineData("SELECT o.order_id, s.store_name FROM orders o LEFT JOIN stores s ON s.store_id = o.store_id", "order_id")]
    [InlineData("SELECT DISTINCT o.store_id FROM orders o", "store_id")]
    [InlineData("SELECT COUNT(*) AS n FROM orders o", "n")]
    public void Build_KeyThatIsUnique_HasNoNote(string query, string key) => Build(query, key).Notes.Should().BeEmpty();

    [Theory]
    [InlineData("SELECT o.store_id FROM orders o", "store_id")]
    [InlineData("SELECT o.order_id FROM orders o JOIN order_items i ON i.order_id = o.order_id", "order_id")]
    [InlineData("SELECT o.order_id FROM orders o UNION ALL SELECT i.order_id FROM order_items i", "order_id")]
    [InlineData("SELECT o.order_id FROM orders o LEFT JOIN stores s ON s.store_name = o.order_status", "order_id")]
    public void Build_KeyThatMayNotBeUnique_HasANote(string query, string key) => Build(query, key).Notes.Should().ContainSingle();

    [Theory]
    [InlineData("SELECT o.order_id, s.store_id FROM orders o, stores s WHERE o.store_id < s.store_id", 1)]
    [InlineData("SELECT o.order_id, s.store_id FROM stores s, orders o, order_items i WHERE i.order_id = o.order_id AND i.line_item_id = 1", 1)]
    [InlineData("SELECT o.order_id, t.n AS store_id FROM orders o, (SELECT COUNT(*) AS n FROM stores) t", 0)]
    [InlineData("SELECT o.order_id, s.store_id FROM orders o, stores s WHERE o.store_id = s.store_id", 0)]
    public void Build_JoinOfEveryPair_HasANote(string query, int notes) =>
        PlanBuilder.Build(Mapping(query, "order_id") with { ClusteringKey = [new TargetKey("store_id", false, new("m.yaml", 9, 9))] }, SchemaCatalog.CustomerOrders)
            .Notes.Where(n => n.Contains("every pair", StringComparison.Ordinal)).Should().HaveCount(notes);

    [Fact]
    public void Build_SeveralPlacesThatCantBeKept_AreAllTold()
    {
        var act = () => Build("SELECT o.order_id FROM orders o WHERE o.store_id IN (SELECT MAX(i.product_id) FROM order_items i WHERE i.order_id = o.order_id GROUP BY i.line_item_id)\nAND o.store_id IN (SELECT MIN(i.product_id) FROM order_items i WHERE i.order_id = o.order_id GROUP BY i.line_item_id)", "order_id");
        act.Should().Throw<HarunireException>().Which.Diagnostics.Select(d => d.Location.Line).Should().Equal(3, 4);
    }

    [Fact]
    public void Build_MistypedKey_NamesTheNearest() =>
        Error("SELECT o.order_id FROM orders o", "ordr_id").Hint.Should().ContainEquivalentOf("order_id");

    [Fact]
    public void Build_VerifyOfAnUnknownColumn_IsRefused()
    {
        var mapping = Mapping("SELECT o.order_id FROM orders o", "order_id") with { Verify = new VerifyRules { Legacy = "L", Ignore = [new IgnoredColumn("amount", "not kept")] } };
        var act = () => PlanBuilder.Build(mapping, SchemaCatalog.CustomerOrders);
        act.Should().Throw<HarunireException>().Which.Message.Should().Contain("amount");
    }

    [Fact]
    public void Build_Scan_ReadsOnlyWhatIsUsed() =>
        PlanText.Of(Build("SELECT o.order_id FROM orders o WHERE o.store_id = 1", "order_id").Root).Should().Contain("scan orders (order_id, store_id)");

    [Fact]
    public void Fingerprint_SameMeaning_IsTheSame()
    {
        var one = Build("SELECT o.order_id FROM orders o WHERE o.store_id = 1", "order_id").Fingerprint;
        Build("SELECT  x.order_id\nFROM orders x\nWHERE (x.store_id = 1) -- one", "order_id").Fingerprint.Should().Be(one);
        one.Should().MatchRegex("^[0-9a-f]{64}$");
    }

    [Theory]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id = 2")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.customer_id = 1")]
    [InlineData("SELECT o.order_id FROM orders o WHERE o.store_id <> 1")]
    [InlineData("SELECT i.order_id FROM order_items i WHERE i.product_id = 1")]
    [InlineData("SELECT o.order_id, o.store_id FROM orders o WHERE o.store_id = 1")]
    public void Fingerprint_OtherMeaning_IsAnother(string query) =>
        Build(query, "order_id").Fingerprint.Should().NotBe(Build("SELECT o.order_id FROM orders o WHERE o.store_id = 1", "order_id").Fingerprint);

    [Fact]
    public void Fingerprint_NotInWithCorrelation_DiffersFromAPairOfOperands() =>
        Build("SELECT o.order_id FROM orders o WHERE o.store_id NOT IN (SELECT i.shipment_id FROM order_items i WHERE o.order_id = i.order_id)", "order_id").Fingerprint
            .Should().NotBe(Build("SELECT o.order_id FROM orders o WHERE (o.order_id, o.store_id) NOT IN (SELECT i.order_id, i.shipment_id FROM order_items i)", "order_id").Fingerprint);

    private static MappingPlan Build(string query, string key) => PlanBuilder.Build(Mapping(query, key), SchemaCatalog.CustomerOrders);

    private static Diagnostic Error(string query, string key)
    {
        var act = () => Build(query, key);
        return act.Should().Throw<HarunireException>().Which.Diagnostics[0];
    }

    private static MappingFile Mapping(string query, string key) => new()
    {
        Path = "m.yaml",
        Name = "m",
        Query = query,
        QueryLocation = new("m.yaml", 3, 3),
        Table = "t",
        PartitionKey = [new TargetKey(key, false, new("m.yaml", 9, 9))],
        ClusteringKey = [],
    };
}
