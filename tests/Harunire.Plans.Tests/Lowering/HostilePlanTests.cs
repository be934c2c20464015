using Harunire.Model.Errors;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Sql.Binding;

namespace Harunire.Plans.Tests.Lowering;

/// <summary>Queries as large as the limits allow: bound, lowered and rewritten, without an end of the stack.</summary>
public sealed class HostilePlanTests
{
    public static TheoryData<string, string> Large { get; } = new()
    {
        { "OR terms", "SELECT order_id FROM orders WHERE " + string.Join(" OR ", Enumerable.Range(0, 45_000).Select(i => $"order_id={i}")) },
        { "AND terms", "SELECT order_id FROM orders WHERE " + string.Join(" AND ", Enumerable.Range(0, 45_000).Select(i => $"order_id<>{i}")) },
        { "IN items", "SELECT order_id FROM orders WHERE order_id NOT IN (" + string.Join(",", Enumerable.Range(0, 95_000)) + ")" },
        { "columns", "SELECT " + string.Join(",", Enumerable.Range(0, 10_000).Select(i => $"order_id+{i} AS c{i}")) + " FROM orders" },
        { "CASE arms", "SELECT CASE" + string.Concat(Enumerable.Range(0, 5_000).Select(i => $" WHEN order_id={i} THEN {i}")) + " END AS c FROM orders" },
        { "comma joins", "SELECT t0.order_id FROM " + string.Join(",", Enumerable.Range(0, 200).Select(i => $"orders t{i}")) + " WHERE " + string.Join(" AND ", Enumerable.Range(1, 199).Select(i => $"t{i}.order_id=t{i - 1}.order_id")) },
        { "joins", "SELECT t0.order_id FROM orders t0" + string.Concat(Enumerable.Range(1, 300).Select(i => $" LEFT JOIN orders t{i} ON t{i}.order_id=t{i - 1}.order_id")) },
        { "UNION ALL", string.Join(" UNION ALL ", Enumerable.Repeat("SELECT order_id FROM orders", 2_000)) },
        { "subqueries", "SELECT order_id FROM orders WHERE " + string.Join(" AND ", Enumerable.Repeat("EXISTS (SELECT 1 FROM stores)", 300)) },
        { "inline views", string.Concat(Enumerable.Range(0, 60).Select(_ => "SELECT order_id FROM (")) + "SELECT order_id FROM orders" + string.Concat(Enumerable.Range(0, 60).Select(i => $") v{i} WHERE order_id>{i}")) },
    };

    [Theory]
    [MemberData(nameof(Large))]
    public void Build_OfALargeQuery_Succeeds(string what, string query)
    {
        var plan = PlanBuilder.Lower(OracleQuery.Bind(query, new("m.yaml", 1, 1), SchemaCatalog.CustomerOrders), default);

        plan.Columns.Should().NotBeEmpty(what);
        Depth(plan).Should().BePositive();
    }

    [Theory]
    [InlineData("SELECT order_id FROM orders o CROSS JOIN orders x", 1_000)]
    [InlineData("SELECT order_id FROM orders", 1_000)]
    public void Build_OfMoreJoinsThanTheLimit_IsRefused(string start, int joins)
    {
        var query = start + string.Concat(Enumerable.Range(0, joins).Select(i => $" JOIN stores s{i} ON s{i}.store_id = 1"));
        var act = () => OracleQuery.Bind(query, new("m.yaml", 1, 1), SchemaCatalog.CustomerOrders);

        act.Should().Throw<HarunireException>().Which.Code.Code.Should().Be("HAR1010");
    }

    private static int Depth(PlanNode node) => 1 + node.Inputs.Select(Depth).DefaultIfEmpty().Max();
}
