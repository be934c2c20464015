using System.Diagnostics;
using Harunire.Model.Errors;
using Harunire.Sql.Binding;

namespace Harunire.Sql.Tests.Binder;

public sealed class BinderRefusalTests
{
    [Theory]
    [InlineData("SELECT id FROM ^tt", "HAR1003", "t")]
    [InlineData("SELECT ^amuont FROM t", "HAR1004", "did you mean amount")]
    [InlineData("SELECT ^x.id FROM t", "HAR1004", "no table")]
    [InlineData("SELECT ^id FROM t, u", "HAR1005", "t.id")]
    [InlineData("SELECT id FROM t, ^u t", "HAR1005", "alias")]
    [InlineData("SELECT ^TRUNK(born) FROM t", "HAR1006", "TRUNC")]
    [InlineData("SELECT ^SUBSTR(name) FROM t", "HAR1007", "2 to 3")]
    [InlineData("SELECT id FROM t WHERE born > ^'2026-01-31'", "HAR1007", "DATE '")]
    [InlineData("SELECT ^TO_CHAR(born) FROM t", "HAR1007", "mask")]
    [InlineData("SELECT ^TO_DATE(name) FROM t", "HAR1007", "mask")]
    [InlineData("SELECT born ^+ born FROM t", "HAR1007", "DATE + DATE")]
    [InlineData("SELECT id FROM t WHERE ^id", "HAR1007", "condition")]
    [InlineData("SELECT ^name, COUNT(*) FROM t GROUP BY id", "HAR1008", "GROUP BY")]
    [InlineData("SELECT COUNT(*) FROM t GROUP BY id HAVING ^amount > 1", "HAR1008", "amount")]
    [InlineData("SELECT id FROM t WHERE ^SUM(amount) > 1", "HAR1009", "not allowed")]
    [InlineData("SELECT SUM(^COUNT(*)) FROM t GROUP BY id", "HAR1009", "not allowed")]
    [InlineData("SELECT COUNT(*) FROM t GROUP BY ^'x'", "HAR1002", "constants")]
    [InlineData("SELECT ^(SELECT id FROM u) FROM t", "HAR1002", "aggregate")]
    [InlineData("SELECT t.id FROM t, u WHERE ^t.id = u.t_id (+) OR t.id = 1", "HAR1002", "ORA-01719")]
    [InlineData("SELECT t.id FROM t, u WHERE ^t.id (+) = u.t_id (+)", "HAR1002", "ORA-01468")]
    [InlineData("SELECT t.id FROM t, u WHERE ^t.id (+) = u.t_id AND u.id (+) = t.id", "HAR1002", "ORA-01416")]
    [InlineData("SELECT t.id FROM t JOIN v ON ^t.id = v.id, u WHERE t.id = u.t_id (+)", "HAR1002", "ORA-25156")]
    [InlineData("SELECT t.id FROM t JOIN u ON t.id = ^u.t_id (+)", "HAR1002", "ORA-25156")]
    [InlineData("SELECT t.id FROM t, u JOIN v ON ^t.id = v.id", "HAR1004", "ORA-00904")]
    [InlineData("SELECT id FROM t UNION ALL ^SELECT id, t_id FROM u", "HAR1007", "ORA-01789")]
    [InlineData("SELECT id FROM t MINUS ^SELECT id, t_id FROM u", "HAR1007", "part of MINUS")]
    [InlineData("^SELECT id FROM t INTERSECT SELECT note FROM u", "HAR1007", "ORA-01790")]
    [InlineData("^SELECT id FROM t UNION ALL SELECT note FROM u", "HAR1007", "ORA-01790")]
    [InlineData("SELECT id FROM t WHERE (id, born) IN (SELECT id, ^t_id FROM u)", "HAR1007", "IN takes")]
    [InlineData("SELECT ^1e400 FROM t", "HAR1001", "NUMBER")]
    [InlineData("SELECT ^DATE '2026-02-30' FROM t", "HAR1001", "DATE")]
    [InlineData("SELECT born + ^INTERVAL '99999999999999999999999999' DAY FROM t", "HAR1001", "interval")]
    public void Bind_OfAWrongQuery_SaysWhatAndWhere(string marked, string code, string mentions)
    {
        var (text, place) = QueryText.Unmark(marked);

        var diagnostic = Refused(text).Diagnostics[0];

        diagnostic.Code.Code.Should().Be(code);
        diagnostic.Location.Line.Should().Be(place.Line);
        $"{diagnostic.Message} {diagnostic.Hint}".Should().ContainEquivalentOf(mentions);
        if (!mentions.StartsWith("ORA-25156", StringComparison.Ordinal))
        {
            diagnostic.Location.Should().Be(place);
        }
    }

    [Fact]
    public void Bind_OfWithQueriesThatDouble_IsRefusedQuickly()
    {
        var text = "WITH w0 AS (SELECT id FROM t)" + string.Concat(Enumerable.Range(1, 60).Select(i => $", w{i} AS (SELECT a.id FROM w{i - 1} a, w{i - 1} b)")) + " SELECT id FROM w60";
        var watch = Stopwatch.StartNew();

        Refused(text).Code.Should().Be(SqlErrors.TooLarge);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Bind_OfAWithQueryThatUsesItself_IsAnUnknownTable() =>
        Refused("WITH w AS (SELECT id FROM w) SELECT id FROM w").Code.Should().Be(SqlErrors.UnknownTable);

    [Theory]
    [InlineData("SELECT id FROM t WHERE {0}", "id = 1", " OR ", 20_000)]
    [InlineData("SELECT {0} FROM t", "id", ", ", 10_000)]
    [InlineData("SELECT {0} AS x FROM t", "id", " + ", 400)]
    [InlineData("SELECT id FROM t WHERE id IN ({0})", "1", ", ", 50_000)]
    [InlineData("SELECT id FROM t GROUP BY {0}", "id", ", ", 5_000)]
    public void Bind_OfALongList_IsQuick(string format, string item, string separator, int count)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, string.Join(separator, Enumerable.Repeat(item, count)));
        var watch = Stopwatch.StartNew();

        OracleQuery.Bind(text, QueryText.Origin, BinderTests.Catalog).Columns.Should().NotBeEmpty();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2));
    }

    private static HarunireException Refused(string text) =>
        FluentActions.Invoking(() => OracleQuery.Bind(text, QueryText.Origin, BinderTests.Catalog)).Should().Throw<HarunireException>().Which;
}
