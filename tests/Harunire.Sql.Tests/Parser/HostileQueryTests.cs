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
