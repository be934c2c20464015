using System.Text.RegularExpressions;
using Harunire.Model.Errors;
using Harunire.Sql.Binding;
using Harunire.Sql.Printing;

namespace Harunire.Sql.Tests.Binder;

public sealed partial class MutatedBindingTests
{
    private static readonly string[] Seeds =
    [
        "WITH w AS (SELECT id, amount FROM t) SELECT TRUNC(t.born, 'MM') AS m, NVL(SUM(w.amount), 0) AS s, COUNT(DISTINCT u.note) AS c FROM w JOIN t ON t.id = w.id LEFT JOIN u ON u.t_id = t.id WHERE t.name LIKE 'x%' AND t.seen > DATE '2026-01-31' GROUP BY TRUNC(t.born, 'MM') HAVING COUNT(*) > 1",
        "SELECT DECODE(t.code, 'A', 1, NULL, 2, 3) AS d, CASE t.id WHEN 1 THEN 'a' ELSE SUBSTR(name, 1, 2) || u.id END AS e, EXTRACT(YEAR FROM t.born) AS y FROM t, u, v WHERE t.id = u.t_id (+) AND u.id = v.u_id (+) AND t.amount BETWEEN 1 AND 2",
        "SELECT id, ADD_MONTHS(born, 1) AS a FROM t WHERE (id, amount) IN (SELECT id, t_id FROM u WHERE u.id = t.id) AND amount > (SELECT AVG(id) FROM v) UNION ALL SELECT id, NULL FROM u",
    ];

    private static readonly string[] Pieces =
    [
        "id", "amount", "name", "born", "seen", "code", "note", "t", "u", "v", "w", "(", ")", ",", "+", "-", "*", "||", "=", "<", "1", "0.5", "'x'", "''", "NULL", "(+)", "AND", "OR", "NOT", "*", "INTERVAL '1' DAY",
        "SUM", "MAX", "COUNT", "TRUNC", "NVL", "TO_CHAR", "TO_DATE", "GREATEST", "NULLIF", "DISTINCT", "dual", "(SELECT 1 FROM dual)", "GROUP BY", "HAVING", "LEFT JOIN", "USING (id)", "CAST(id AS NUMBER(3))",
    ];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Bind_OfAMutatedQuery_SucceedsAlsoAfterPrintingOrIsRefused(int seed)
    {
        var random = new Random(seed);
        var (bound, rounds) = (0, 3_000);
        for (var round = 0; round < rounds; round++)
        {
            var words = Word().Matches(Seeds[random.Next(Seeds.Length)]).Select(w => w.Value).ToList();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                var at = random.Next(words.Count);
                switch (random.Next(4))
                {
                    case 0:
                        words.RemoveAt(at);
                        break;
                    case 1:
                        words.Insert(at, Pieces[random.Next(Pieces.Length)]);
                        break;
                    case 2:
                        words[at] = words[random.Next(words.Count)];
                        break;
                    default:
                        words[at] = Pieces[random.Next(Pieces.Length)];
                        break;
                }
            }

            bound += Binds(string.Join(' ', words), $"seed {seed}, round {round}: {string.Join(' ', words)}") ? 1 : 0;
        }

        bound.Should().BeGreaterThan(rounds / 50, "seed {0} must reach what lies behind the refusals", seed);
    }

    private static bool Binds(string text, string because)
    {
        try
        {
            var query = OracleQuery.Bind(text, QueryText.Origin, BinderTests.Catalog);
            var printed = OraclePrinter.Print(OracleQuery.Parse(text, QueryText.Origin));
            var again = OracleQuery.Bind(printed, QueryText.Origin, BinderTests.Catalog);
            again.Columns.Select(c => c.Type).Should().Equal(query.Columns.Select(c => c.Type), "{0}", because);
            return true;
        }
        catch (HarunireException refusal)
        {
            refusal.Diagnostics.Should().OnlyContain(d => d.Location.Line > 0, "{0}", because);
            return false;
        }
        catch (Exception bug) when (bug is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException(because, bug);
        }
    }

    [GeneratedRegex(@"'[^']*'|\(\+\)|[\w.]+|\|\||[^\s]")]
    private static partial Regex Word();
}
