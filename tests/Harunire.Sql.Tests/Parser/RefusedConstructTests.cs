using Harunire.Model.Errors;
using Harunire.Sql.Parsing;

namespace Harunire.Sql.Tests.Parser;

public sealed class RefusedConstructTests
{
    [Theory]
    [InlineData("SELECT a FROM t ^ORDER BY a", "clustering key")]
    [InlineData("SELECT a\nFROM t\n  WHERE ^ROWNUM < 5", "ROWNUM")]
    [InlineData("SELECT ^SYSDATE FROM t", "SYSDATE")]
    [InlineData("SELECT a FROM t WHERE b > ^systimestamp", "systimestamp")]
    [InlineData("SELECT a FROM t ^MINUS ALL SELECT b FROM u", "leave ALL out")]
    [InlineData("SELECT a FROM t ^EXCEPT ALL SELECT b FROM u", "leave ALL out")]
    [InlineData("SELECT a FROM t ^INTERSECT ALL SELECT b FROM u", "leave ALL out")]
    [InlineData("SELECT a FROM t ^CONNECT BY PRIOR a = b", "CONNECT BY")]
    [InlineData("SELECT a FROM t ^START WITH a = 1 CONNECT BY PRIOR a = b", "CONNECT BY")]
    [InlineData("SELECT a FROM t ^FETCH FIRST 3 ROWS ONLY", "FETCH FIRST")]
    [InlineData("SELECT a FROM t ^FOR UPDATE", "FOR UPDATE")]
    [InlineData("SELECT a FROM t ^NATURAL JOIN u", "USING")]
    [InlineData("SELECT a FROM t ^PIVOT (SUM(a) FOR b IN (1))", "PIVOT")]
    [InlineData("SELECT a FROM t ^SAMPLE (10)", "SAMPLE")]
    [InlineData("SELECT SUM(a) ^OVER (PARTITION BY b) FROM t", "analytic")]
    [InlineData("SELECT ^ROW_NUMBER() OVER (ORDER BY a) FROM t", "analytic")]
    [InlineData("SELECT ^LISTAGG(a, ',') WITHIN GROUP (ORDER BY a) FROM t", "LISTAGG")]
    [InlineData("SELECT ^pkg.f(a) FROM t", "package")]
    [InlineData("SELECT ^s.nextval FROM t", "sequences")]
    [InlineData("SELECT a FROM t WHERE a = ^:x", "bind")]
    [InlineData("SELECT a FROM t GROUP BY ^ROLLUP (a)", "ROLLUP")]
    [InlineData("SELECT a FROM t WHERE a > ^ALL (SELECT b FROM u)", "ALL")]
    [InlineData("SELECT ^1.5f FROM t", "BINARY_FLOAT")]
    [InlineData("SELECT ^2d FROM t", "BINARY_DOUBLE")]
    public void Parse_OfAConstructThatIsNotSupported_NamesItAtItsPlace(string marked, string mentions)
    {
        var (text, place) = QueryText.Unmark(marked);

        var diagnostic = Refused(text);

        diagnostic.Code.Should().Be(SqlErrors.Unsupported);
        diagnostic.Location.Should().Be(place);
        $"{diagnostic.Message} {diagnostic.Hint}".Should().ContainEquivalentOf(mentions);
    }

    [Theory]
    [InlineData("^", "empty")]
    [InlineData("^;", "expected SELECT")]
    [InlineData("-- nothing\n^", "empty")]
    [InlineData("SELECT ^FROM t", "expected an expression")]
    [InlineData("SELECT a ^", "expected FROM")]
    [InlineData("SELECT a FROM ^", "expected a table")]
    [InlineData("SELECT a FROM t WHERE a = ^", "expected an expression")]
    [InlineData("SELECT a FROM t\nWHERE a IN (1, 2^", "expected ')'")]
    [InlineData("SELECT a FROM t WHERE b = ^'open", "closing quote")]
    [InlineData("SELECT ^\"open FROM t", "closing quote")]
    [InlineData("SELECT a FROM t ^/* open", "comment")]
    [InlineData("SELECT ^q'[open' FROM t", "closing quote")]
    [InlineData("SELECT a FROM t WHERE b = ^\u2018x\u2019", "straight quote")]
    [InlineData("S^\u0415LECT a FROM t", "ASCII")]
    [InlineData("SELECT a^\u200B FROM t", "U+200B")]
    [InlineData("SELECT a FROM t ^AS u", "alias")]
    [InlineData("SELECT CASE WHEN a = 1 ^END FROM t", "expected THEN")]
    [InlineData("SELECT a FROM t JOIN u ^WHERE 1 = 1", "expected ON")]
    [InlineData("SELECT a FROM t; ^SELECT b FROM t", "end of the query")]
    public void Parse_OfABrokenQuery_SaysWhatWasExpectedWhere(string marked, string mentions)
    {
        var (text, place) = QueryText.Unmark(marked);

        var diagnostic = Refused(text);

        diagnostic.Code.Should().Be(SqlErrors.Syntax);
        diagnostic.Location.Line.Should().Be(place.Line);
        $"{diagnostic.Message} {diagnostic.Hint}".Should().ContainEquivalentOf(mentions);
    }

    private static Diagnostic Refused(string text) =>
        FluentActions.Invoking(() => QueryParser.Parse(text, QueryText.Origin)).Should().Throw<HarunireException>().Which.Diagnostics[0];
}
