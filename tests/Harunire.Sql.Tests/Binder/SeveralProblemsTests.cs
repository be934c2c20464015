using Harunire.Model.Errors;
using Harunire.Sql.Binding;

namespace Harunire.Sql.Tests.Binder;

/// <summary>All independent errors of a query at once, and none that only follows from another.</summary>
public sealed class SeveralProblemsTests
{
    [Theory]
    [InlineData("SELECT ^nme, ^FOO(id), UPPER(^amout) AS u FROM t", "HAR1004", "HAR1006", "HAR1004")]
    [InlineData("SELECT id FROM t WHERE ^nme = 'x' AND born > ^SYSDATE AND (id = 1 OR ^x.id = 2)", "HAR1004", "HAR1002", "HAR1004")]
    [InlineData("SELECT ^name, COUNT(*) AS n, ^code FROM t GROUP BY id HAVING ^born > DATE '2024-01-01'", "HAR1008", "HAR1008", "HAR1008")]
    [InlineData("SELECT ^born || 'x' AS a, ^TO_CHAR(born) AS b, id + born ^* 2 AS c FROM t", "HAR1007", "HAR1007", "HAR1007")]
    [InlineData("SELECT id FROM t WHERE id IN (SELECT ^nid FROM u WHERE u.t_id = t.id) AND EXISTS (SELECT 1 FROM ^w)", "HAR1004", "HAR1003")]
    [InlineData("SELECT ^LISTAGG(name, ',') WITHIN GROUP (ORDER BY name) AS l, SUM(id) ^OVER (PARTITION BY name) AS s FROM t ^ORDER BY 1", "HAR1002", "HAR1002", "HAR1002")]
    [InlineData("SELECT ^ROWNUM AS r FROM t WHERE id = ^:x AND id > ^ALL (SELECT id FROM u) ^MINUS ALL SELECT id FROM ^nope", "HAR1002", "HAR1002", "HAR1002", "HAR1002", "HAR1003")]
    [InlineData("SELECT id ^+ FROM t WHERE name = ^AND id = 2", "HAR1001", "HAR1001")]
    [InlineData("SELECT id, amount ^amount amount, ^nme FROM t", "HAR1001", "HAR1004")]
    [InlineData("WITH a AS (SELECT ^nme FROM t), b AS (SELECT ^nte FROM u) SELECT x.*, ^y.id FROM a x, a z, b", "HAR1004", "HAR1004", "HAR1004")]
    [InlineData("SELECT id FROM t GROUP BY ^CUBE (id), ^ROLLUP (name)", "HAR1002", "HAR1002")]
    [InlineData("SELECT id FROM t UNION ALL SELECT ^nid FROM u ^INTERSECT ALL SELECT ^a FROM v", "HAR1004", "HAR1002", "HAR1004")]
    public void Bind_OfAQueryWithSeveralErrors_TellsEachAtItsPlace(string marked, params string[] codes)
    {
        var (text, columns) = Unmark(marked);

        var problems = Problems(text);

        problems.Select(p => p.Code.Code).Should().Equal(codes, "found: {0}", string.Join("; ", problems));
        if (!codes.Contains("HAR1001"))
        {
            problems.Select(p => p.Location.Column).Should().Equal(columns);
        }
    }

    [Theory]
    [InlineData("SELECT TRUNC(^SYSDATE) - born AS age FROM t WHERE seen > SYSTIMESTAMP", 2)]
    [InlineData("SELECT a.id, b.x || b.y AS xy, UPPER(z) AS z FROM nope b, t a WHERE b.k = a.id AND b.when > DATE '2024-01-01'", 1)]
    [InlineData("SELECT d.name, COUNT(*) AS n FROM nope d LEFT JOIN t ON t.id = d.id GROUP BY d.name HAVING MAX(d.x) > 1", 1)]
    [InlineData("SELECT nme, COUNT(*) AS n FROM t GROUP BY nme", 2)]
    [InlineData("SELECT DECODE(nme, 1, born, 2, 3) AS d FROM t", 1)]
    [InlineData("SELECT id FROM t, nope WHERE t.id = nope.id (+) AND nope.x (+) = 1", 1)]
    [InlineData("SELECT id FROM t JOIN nope USING (id)", 1)]
    [InlineData("SELECT v.* FROM (SELECT nme FROM t) v WHERE v.nme > DATE '2024-01-01'", 1)]
    public void Bind_OfAConsequence_IsNotTold(string query, int problems)
    {
        var found = Problems(query.Replace("^", "", StringComparison.Ordinal));

        found.Should().HaveCount(problems, "found: {0}", string.Join("; ", found));
    }

    [Fact]
    public void Bind_OfVeryManyErrors_StopsAtABound() =>
        Problems("SELECT " + string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"nope{i}")) + " FROM t").Count.Should().BeInRange(20, 100);

    private static IReadOnlyList<Diagnostic> Problems(string text) =>
        FluentActions.Invoking(() => OracleQuery.Bind(text, QueryText.Origin, BinderTests.Catalog)).Should().Throw<HarunireException>().Which.Diagnostics;

    private static (string Text, List<int> Columns) Unmark(string marked)
    {
        var columns = new List<int>();
        for (var at = marked.IndexOf('^', StringComparison.Ordinal); at >= 0; at = marked.IndexOf('^', StringComparison.Ordinal))
        {
            columns.Add(QueryText.Origin.Column + at);
            marked = marked.Remove(at, 1);
        }

        return (marked, columns);
    }
}
