using Harunire.Sql.Parsing;
using Harunire.Sql.Printing;

namespace Harunire.Sql.Tests.Parser;

public sealed class ParsePrintParseTests
{
    [Theory]
    [InlineData("select a from t", "SELECT a FROM t")]
    [InlineData("select distinct t.*, u.\"Odd \" from t, u;", "SELECT DISTINCT t.*, u.\"Odd \" FROM t, u")]
    [InlineData("SELECT /*+ FULL(t) */ a -- first\n FROM /* none */ t", "SELECT a FROM t")]
    [InlineData("SELECT 'it''s', q'[it's]', q'!a!', '' FROM t", "SELECT 'it''s', 'it''s', 'a', '' FROM t")]
    [InlineData("SELECT 1, .5, 1., 1.5e-3, 12345678901234567890123456789012345678 FROM t", "SELECT 1, .5, 1., 1.5e-3, 12345678901234567890123456789012345678 FROM t")]
    [InlineData("SELECT date '2026-01-31', TIMESTAMP '2026-01-31 10:00:00.5', INTERVAL '1' DAY, INTERVAL '1-2' YEAR TO MONTH FROM t", "SELECT DATE '2026-01-31', TIMESTAMP '2026-01-31 10:00:00.5', INTERVAL '1' DAY, INTERVAL '1-2' YEAR TO MONTH FROM t")]
    [InlineData("SELECT a+b*c, (a+b)*c, a-(b-c), (a-b)-c, a/(b/c) FROM t", "SELECT a + b * c, (a + b) * c, a - (b - c), (a - b) - c, a / (b / c) FROM t")]
    [InlineData("SELECT -a, - -a, -(-a), -(a+b), a - -b FROM t", "SELECT -a, a, -(-a), -(a + b), a - -b FROM t")]
    [InlineData("SELECT a||b||'x' FROM t", "SELECT a || b || 'x' FROM t")]
    [InlineData("SELECT a FROM t WHERE a=1 OR b=2 AND NOT c<>3", "SELECT a FROM t WHERE a = 1 OR b = 2 AND NOT c <> 3")]
    [InlineData("SELECT a FROM t WHERE (a=1 OR b=2) AND NOT (c!=3 OR d^=4)", "SELECT a FROM t WHERE (a = 1 OR b = 2) AND NOT (c <> 3 OR d <> 4)")]
    [InlineData("SELECT a FROM t WHERE a BETWEEN 1 AND 2 AND b NOT BETWEEN c+1 AND d", "SELECT a FROM t WHERE a BETWEEN 1 AND 2 AND b NOT BETWEEN c + 1 AND d")]
    [InlineData("SELECT a FROM t WHERE a LIKE 'x!_%' ESCAPE '!' AND b IS NOT NULL AND c IS NULL", "SELECT a FROM t WHERE a LIKE 'x!_%' ESCAPE '!' AND b IS NOT NULL AND c IS NULL")]
    [InlineData("SELECT a FROM t WHERE a IN (1,2) AND (a,b) IN ((1,2),(3,4)) AND (a,b) NOT IN (SELECT c,d FROM u)", "SELECT a FROM t WHERE a IN (1, 2) AND (a, b) IN ((1, 2), (3, 4)) AND (a, b) NOT IN (SELECT c, d FROM u)")]
    [InlineData("SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a=t.a)", "SELECT a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)")]
    [InlineData("SELECT CASE WHEN a>1 THEN 'x' WHEN b=2 THEN 'y' ELSE 'z' END c, CASE a WHEN 1 THEN 2 END FROM t", "SELECT CASE WHEN a > 1 THEN 'x' WHEN b = 2 THEN 'y' ELSE 'z' END AS c, CASE a WHEN 1 THEN 2 END FROM t")]
    [InlineData("SELECT count(*), COUNT(DISTINCT a), sum(all b) FROM t", "SELECT count(*), COUNT(DISTINCT a), sum(b) FROM t")]
    [InlineData("SELECT EXTRACT(year FROM a), TRIM('x' FROM b), TRIM(LEADING 'x' FROM b), TRIM(b), CAST(a AS NUMBER(10,2)), CAST(b AS VARCHAR2(3 char)) FROM t", "SELECT EXTRACT(YEAR FROM a), TRIM(BOTH 'x' FROM b), TRIM(LEADING 'x' FROM b), TRIM(BOTH FROM b), CAST(a AS NUMBER(10, 2)), CAST(b AS VARCHAR2(3 CHAR)) FROM t")]
    [InlineData("SELECT a FROM t LEFT OUTER JOIN u ON t.a=u.a RIGHT JOIN v USING (a,b) FULL JOIN w ON 1=1 CROSS JOIN x JOIN y ON 2=2", "SELECT a FROM t LEFT JOIN u ON t.a = u.a RIGHT JOIN v USING (a, b) FULL JOIN w ON 1 = 1 CROSS JOIN x INNER JOIN y ON 2 = 2")]
    [InlineData("SELECT a FROM t JOIN (u LEFT JOIN v ON u.b=v.b) ON t.a=u.a", "SELECT a FROM t INNER JOIN (u LEFT JOIN v ON u.b = v.b) ON t.a = u.a")]
    [InlineData("SELECT a FROM s.t x, (SELECT b FROM u) y WHERE x.a = y.b(+)", "SELECT a FROM s.t x, (SELECT b FROM u) y WHERE x.a = y.b (+)")]
    [InlineData("WITH p AS (SELECT a FROM t), q (b) AS (SELECT a FROM p) SELECT b FROM q, p", "WITH p AS (SELECT a FROM t), q (b) AS (SELECT a FROM p) SELECT b FROM q, p")]
    [InlineData("SELECT a FROM t UNION ALL SELECT b FROM u UNION ALL (SELECT c FROM v UNION ALL SELECT d FROM w)", "SELECT a FROM t UNION ALL SELECT b FROM u UNION ALL (SELECT c FROM v UNION ALL SELECT d FROM w)")]
    [InlineData("SELECT a, sum(b) s FROM t GROUP BY a, b+1 HAVING sum(b) > (SELECT avg(c) FROM u)", "SELECT a, sum(b) AS s FROM t GROUP BY a, b + 1 HAVING sum(b) > (SELECT avg(c) FROM u)")]
    [InlineData("SELECT a FROM t HAVING count(*) > 1 GROUP BY a", "SELECT a FROM t GROUP BY a HAVING count(*) > 1")]
    [InlineData("SELECT a FROM t WHERE ((SELECT MAX(b) FROM u) + 1) > a", "SELECT a FROM t WHERE (SELECT MAX(b) FROM u) + 1 > a")]
    [InlineData("SELECT a FROM t WHERE a IN ((SELECT MAX(b) FROM u), 2)", "SELECT a FROM t WHERE a IN ((SELECT MAX(b) FROM u), 2)")]
    [InlineData("SELECT a FROM ((SELECT b FROM u) x JOIN t ON t.a = x.b)", "SELECT a FROM (SELECT b FROM u) x INNER JOIN t ON t.a = x.b")]
    [InlineData("SELECT a FROM t UNION SELECT b FROM u UNION SELECT c FROM v MINUS SELECT d FROM w", "SELECT a FROM t UNION SELECT b FROM u UNION SELECT c FROM v MINUS SELECT d FROM w")]
    [InlineData("(SELECT a FROM t UNION ALL SELECT b FROM u) INTERSECT (SELECT c FROM v EXCEPT SELECT d FROM w)", "SELECT a FROM t UNION ALL SELECT b FROM u INTERSECT (SELECT c FROM v MINUS SELECT d FROM w)")]
    [InlineData("(SELECT a FROM t MINUS SELECT b FROM u) MINUS SELECT c FROM v", "(SELECT a FROM t MINUS SELECT b FROM u) MINUS SELECT c FROM v")]
    [InlineData("SELECT a FROM ((SELECT b AS a FROM u) UNION ALL SELECT c FROM v) x", "SELECT a FROM (SELECT b AS a FROM u UNION ALL SELECT c FROM v) x")]
    public void Print_OfAQuery_IsItsNormalFormAndStable(string text, string expected)
    {
        var printed = OraclePrinter.Print(QueryParser.Parse(text, QueryText.Origin));

        printed.Should().Be(expected);
        OraclePrinter.Print(QueryParser.Parse(printed, QueryText.Origin)).Should().Be(printed);
    }

    [Fact]
    public void Print_OfManyJoinsAndTerms_NeedsNoDeepStack()
    {
        var text = "SELECT a FROM t0" + string.Concat(Enumerable.Range(1, 500).Select(i => $" JOIN t{i} ON t{i}.a = t0.a"))
            + " WHERE " + string.Join(" OR ", Enumerable.Range(0, 20_000).Select(i => $"a = {i}"));

        var printed = OraclePrinter.Print(QueryParser.Parse(text, QueryText.Origin));

        OraclePrinter.Print(QueryParser.Parse(printed, QueryText.Origin)).Should().Be(printed);
    }
}
