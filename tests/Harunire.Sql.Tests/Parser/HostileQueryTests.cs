using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Sql.Parsing;
using Harunire.Sql.Printing;

namespace Harunire.Sql.Tests.Parser;

public sealed class HostileQueryTests
{
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "parentheses", "SELECT " + new string('(', 10_000) + "1" + new string(')', 10_000) + " FROM t" },
        { "open parentheses", "SELECT a FROM " + new string('(', 10_000) },
        { "OR terms", "SELECT a FROM t WHERE " + string.Join(" OR ", Enumerable.Range(0, 100_000).Select(i => "a=1")) },
        { "NOT in front", "SELECT a FROM t WHERE " + string.Concat(Enumerable.Repeat("NOT (", 5_000)) + "a=1" },
        { "CASE in CASE", "SELECT " + string.Concat(Enumerable.Repeat("CASE WHEN a=1 THEN ", 5_000)) + "1" + string.Concat(Enumerable.Repeat(" END", 5_000)) + " FROM t" },
        { "subqueries", string.Concat(Enumerable.Repeat("SELECT a FROM (", 5_000)) },
        { "calls", "SELECT " + string.Concat(Enumerable.Repeat("ABS(", 50_000)) },
        { "two MiB", "SELECT '" + new string('x', 2 * 1024 * 1024) + "' FROM t" },
        { "sums", "SELECT a" + string.Concat(Enumerable.Repeat("+a", 90_000)) + " FROM t" },
        { "concatenations", "SELECT a" + string.Concat(Enumerable.Repeat("||a", 90_000)) + " FROM t" },
        { "sums in parentheses", "SELECT " + new string('(', 90) + "a" + string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("+a", 499)) + ")", 90)) + " FROM t" },
        { "sums in calls", "SELECT " + string.Concat(Enumerable.Repeat("ABS(", 45)) + "a" + string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("+a", 499)) + ")", 45)) + " FROM t" },
        { "a thousand joins", "SELECT a FROM t" + string.Concat(Enumerable.Repeat(" JOIN t ON 1=1", 1_000)) },
        { "subqueries in parentheses", "SELECT a FROM t WHERE a IN " + string.Concat(Enumerable.Repeat("(SELECT a FROM t WHERE a IN ", 200)) + "(1)" + new string(')', 200) },
        { "joins", "SELECT a FROM t" + string.Concat(Enumerable.Repeat(" CROSS JOIN t", 60_000)) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Parse_OfATooLargeQuery_IsRefusedQuickly(string what, string text)
    {
        var watch = Stopwatch.StartNew();

        var refusal = FluentActions.Invoking(() => QueryParser.Parse(text, QueryText.Origin)).Should().Throw<HarunireException>(what).Which;

        refusal.Code.Should().Be(SqlErrors.TooLarge);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    // What an editor or a chat puts into a query: nothing of it is taken for something else.
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = \u201Cx\u201D", "U+201C")]
    [InlineData("SELECT a FROM t WHERE b = \u2018x\u2019", "U+2018")]
    [InlineData("SELECT a\u200B FROM t", "U+200B")]
    [InlineData("SELECT a\uFEFF FROM t", "U+FEFF")]
    [InlineData("SELECT \u202Ea\u202C FROM t", "U+202E")]
    [InlineData("SELECT a FROM t WHERE \u0430 = 1", "U+0430")]
    [InlineData("S\u0395LECT a FROM t", "U+0395")]
    [InlineData("SELECT a \u2212 1 FROM t", "U+2212")]
    [InlineData("SELECT a FROM t WHERE a \u2264 1", "U+2264")]
    [InlineData("SELECT a\0 FROM t", "U+0000")]
    [InlineData("SELECT 1e400 AS x FROM t", "1e400")]
    [InlineData("SELECT a FROM t WHERE a == 1", "=")]
    [InlineData("SELECT a FROM t WHERE a = 1 /* /* */ */", "found '/'")]
    [InlineData("SELECT select FROM t", "select")]
    [InlineData("SELECT a AS from FROM t", "from")]
    [InlineData("WITH a AS (SELECT x FROM a) SELECT x FROM a", "no table a")]
    [InlineData("SELECT NOW() AS n FROM t", "NOW")]
    [InlineData("SELECT RANDOM() AS n FROM t", "random")]
    [InlineData("SELECT DBMS_RANDOM.VALUE() AS n FROM t", "package")]
    [InlineData("SELECT SYS_GUID() AS n FROM t", "SYS_GUID")]
    [InlineData("SELECT CURRENT_TIMESTAMP(3) AS n FROM t", "CURRENT_TIMESTAMP")]
    public void Bind_OfAForeignSign_NamesIt(string text, string mentions)
    {
        var act = () => Binding.OracleQuery.Bind(text, QueryText.Origin, Binder.BinderTests.Catalog);

        var diagnostics = act.Should().Throw<HarunireException>().Which.Diagnostics;
        diagnostics.Should().Contain(d => $"{d.Message} {d.Hint}".Contains(mentions, StringComparison.OrdinalIgnoreCase), "found: {0}", string.Join("; ", diagnostics));
        diagnostics.Should().OnlyContain(d => d.Location.Line > 0);
    }

    [Theory]
    [InlineData("SELECT id FROM t --")]
    [InlineData("SELECT id FROM t -- (SELECT")]
    [InlineData("/* SELECT */ SELECT id FROM t;")]
    [InlineData("SELECT name AS \"select\", id AS \"a\"\"b\" FROM t WHERE name <> ';DROP TABLE t --'")]
    [InlineData("SELECT id FROM t WHERE name = 'Gül \u202E \u200B \U0001F600'")]
    public void Bind_OfAnOddButValidQuery_Succeeds(string text)
    {
        // A name with a quote in it is Oracle's ORA-03001; here it is read as written.
        var act = () => Binding.OracleQuery.Bind(text, QueryText.Origin, Binder.BinderTests.Catalog);

        act.Should().NotThrow();
    }

    [Fact]
    public void Parse_OfManySumsSideBySide_Succeeds()
    {
        var text = "SELECT " + string.Join(", ", Enumerable.Repeat("a + b * (c - d)", 5_000)) + " FROM t WHERE " + string.Join(" OR ", Enumerable.Repeat("a + 1 = b - 1", 5_000));

        OraclePrinter.Print(QueryParser.Parse(text, QueryText.Origin)).Should().Contain("a + b * (c - d)");
    }

    [Theory]
    [InlineData(10_000, "SELECT {0} FROM t")]
    [InlineData(90_000, "SELECT a FROM t WHERE a IN ({0})")]
    public void Parse_OfALongList_Succeeds(int items, string format)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, string.Join(',', Enumerable.Repeat("1", items)));

        OraclePrinter.Print(QueryParser.Parse(text, QueryText.Origin)).Should().NotBeEmpty();
    }
}
