using Harunire.Model.Errors;
using Harunire.Sql.Parsing;
using Harunire.Sql.Printing;

namespace Harunire.Sql.Tests.Parser;

public sealed class MutatedQueryTests
{
    private static readonly string[] Seeds =
    [
        "WITH p (x) AS (SELECT a FROM t) SELECT x, SUM(b) s FROM p LEFT JOIN u ON p.x = u.a WHERE b BETWEEN 1 AND 2 GROUP BY x HAVING COUNT(*) > 1",
        "SELECT CASE a WHEN 1 THEN 'x''y' ELSE q'[z]' END, EXTRACT(YEAR FROM d), TRIM(BOTH ' ' FROM e), CAST(f AS NUMBER(10,2)) FROM t, u WHERE t.a = u.a (+)",
        "SELECT a FROM t WHERE (a, b) NOT IN (SELECT c, d FROM u) OR NOT EXISTS (SELECT 1 FROM v) UNION ALL SELECT -1.5e3 || DATE '2026-01-31' FROM dual",
    ];

    private static readonly string[] Pieces =
        ["(", ")", "'", "\"", ",", ".", "*", "-", "--", "/*", "*/", "(+)", " SELECT ", " FROM ", " WHERE ", " UNION ALL ", " CASE ", " END ", " NOT ", " IN ", "q'", "\0", "\n", "\u00e9", "1e999", ":", ";", "^", "|| ", " WITH ", " INTERVAL '1' DAY "];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_OfAMutatedQuery_SucceedsStablyOrIsRefused(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4_000; round++)
        {
            var text = Seeds[random.Next(Seeds.Length)];
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)),
                    1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                    _ => text[..at] + text[random.Next(text.Length)..],
                };
                text = text.Length == 0 ? "x" : text;
            }

            Check(text, $"seed {seed}, round {round}: {text}");
        }
    }

    private static void Check(string text, string because)
    {
        try
        {
            var printed = OraclePrinter.Print(QueryParser.Parse(text, QueryText.Origin));
            OraclePrinter.Print(QueryParser.Parse(printed, QueryText.Origin)).Should().Be(printed, "{0}", because);
        }
        catch (HarunireException refusal)
        {
            refusal.Diagnostics.Should().OnlyContain(d => d.Location.Line > 0 && d.Message.Length > 0, "{0}", because);
        }
    }
}
