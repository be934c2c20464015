using System.Text;
using Harunire.Plans.Explain;
using Harunire.Plans.Lowering;
using Harunire.Plans.Nodes;
using Harunire.Plans.Rules;
using Harunire.Sql.Binding;
using Harunire.Testing;

namespace Harunire.Plans.Tests.Rules;

/// <summary>What each rule makes of a plan, as accepted in tests/testdata/rules. That the rows stay is shown by the random queries of the end-to-end tests.</summary>
public sealed class RewriteRuleTests
{
    private static readonly Dictionary<string, (Func<PlanNode, PlanNode>[] Rules, string[] Queries)> Rules = new(StringComparer.Ordinal)
    {
        ["constant-folding"] = ([ConstantFolding.Apply],
        [
            "SELECT order_id FROM orders WHERE 1 = 1 AND store_id > 2 + 3 AND order_tms >= ADD_MONTHS(DATE '2021-01-31', 1)",
            "SELECT order_id, UPPER('paid') || '!' AS tag FROM orders WHERE 1 = 2 OR store_id = LENGTH('abc')",
            "SELECT order_id FROM orders WHERE store_id = 1 / 0 OR NOT (1 = 2 OR store_id = TO_NUMBER('x'))",
        ]),
        ["predicate-pushdown"] = ([PredicatePushdown.Apply],
        [
            "SELECT v.day, v.n FROM (SELECT TRUNC(o.order_tms) AS day, o.store_id AS s, COUNT(*) AS n FROM orders o GROUP BY TRUNC(o.order_tms), o.store_id) v WHERE v.s = 3 AND v.n > 1 AND v.day > DATE '2021-03-01'",
            "SELECT v.store_name, o.order_id FROM orders o LEFT JOIN (SELECT s.store_id, s.store_name FROM stores s) v ON v.store_id = o.store_id WHERE o.order_status = 'OPEN' AND v.store_name IS NULL",
            "SELECT u.id FROM (SELECT order_id AS id, store_id AS s FROM orders UNION ALL SELECT shipment_id, store_id FROM shipments) u WHERE u.s = 1",
            "SELECT d.s FROM (SELECT DISTINCT o.store_id AS s FROM orders o JOIN order_items i ON i.order_id = o.order_id AND i.quantity > 2) d WHERE d.s IN (1, 2)",
            "SELECT v.n FROM (SELECT COUNT(*) AS n FROM orders) v WHERE v.n > 0",
        ]),
        ["outer-join-reduction"] = ([OuterJoinReduction.Apply],
        [
            "SELECT o.order_id FROM orders o LEFT JOIN stores s ON s.store_id = o.store_id WHERE s.store_name LIKE 'B%'",
            "SELECT o.order_id FROM orders o LEFT JOIN stores s ON s.store_id = o.store_id WHERE NVL(s.store_name, 'x') = 'x'",
            "SELECT o.order_id FROM orders o FULL JOIN stores s ON s.store_id = o.store_id WHERE o.order_status <> 'OPEN'",
            "SELECT o.order_id FROM orders o FULL JOIN stores s ON s.store_id = o.store_id WHERE UPPER(s.store_name) = 'X' AND o.order_id IS NOT NULL",
            "SELECT o.order_id FROM orders o FULL JOIN stores s ON s.store_id = o.store_id WHERE s.latitude > 0 OR s.longitude > 0",
            "SELECT i.quantity FROM (orders o LEFT JOIN shipments h ON h.customer_id = o.customer_id) JOIN order_items i ON i.shipment_id = h.shipment_id",
        ]),
        ["join-key-derivation"] = ([PredicatePushdown.Apply, JoinKeyDerivation.Apply],
        [
            "SELECT v.order_id FROM (SELECT o.order_id, o.store_id, s.store_id AS t FROM orders o, stores s) v WHERE v.store_id = v.t",
            "SELECT o.order_id, p.product_name FROM products p, stores s, order_items i, orders o WHERE i.product_id = p.product_id AND o.order_id = i.order_id AND s.store_id = o.store_id",
            "SELECT a.store_id, b.order_id FROM stores a, orders b, order_items c WHERE c.order_id = b.order_id AND a.latitude < c.quantity",
        ]),
        ["projection-merging"] = ([ProjectionMerging.Apply],
        [
            "SELECT w.x + 1 AS y FROM (SELECT v.a * 2 AS x FROM (SELECT o.store_id AS a FROM orders o) v) w",
            "SELECT v.x + v.x AS y FROM (SELECT SUBSTR(o.order_status, 1, 1) AS x FROM orders o) v WHERE v.x = '1'",
            "SELECT v.x || v.x AS y FROM (SELECT SUBSTR(o.order_status, 1, 1) AS x FROM orders o) v",
        ]),
        ["column-pruning"] = ([ColumnPruning.Apply],
        [
            "SELECT v.a FROM (SELECT o.order_id AS a, o.store_id AS b, UPPER(o.order_status) AS c FROM orders o) v WHERE v.b = 1",
            "SELECT v.store_id FROM (SELECT o.store_id, COUNT(*) AS n, MAX(o.order_tms) AS m FROM orders o GROUP BY o.store_id) v WHERE v.n > 1",
            "SELECT u.s FROM (SELECT DISTINCT order_id AS id, store_id AS s FROM orders UNION ALL SELECT shipment_id, store_id FROM shipments) u",
            "SELECT o.order_id FROM orders o WHERE EXISTS (SELECT * FROM order_items i WHERE i.order_id = o.order_id)",
        ]),
    };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_ChangesPlansAsAccepted(string name)
    {
        var text = new StringBuilder();
        foreach (var query in Rules[name].Queries)
        {
            var before = new QueryLowering().Lower(OracleQuery.Bind(query, new("rule", 1, 1), SchemaCatalog.CustomerOrders));
            var after = Rules[name].Rules.Aggregate(before, (plan, rule) => rule(plan));
            text.Append(query).Append("\n-- before\n").Append(PlanText.Of(before)).Append("\n-- after\n").Append(PlanText.Of(after)).Append("\n\n");
            Rules[name].Rules.Aggregate(after, (plan, rule) => rule(plan)).Columns.Should().Equal(after.Columns);
        }

        var golden = Path.Combine(RepositoryPaths.Root, "tests", "testdata", "rules", name + ".txt");
        if (Environment.GetEnvironmentVariable("HARUNIRE_ACCEPT") == "1")
        {
            File.WriteAllText(golden, text.ToString());
        }

        text.ToString().Should().Be(File.ReadAllText(golden).ReplaceLineEndings("\n"));
    }
}
