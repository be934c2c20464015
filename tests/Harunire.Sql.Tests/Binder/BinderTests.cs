using Harunire.Sql.Binding;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Tests.Binder;

public sealed class BinderTests
{
    private static readonly SampleCatalog Tables = SampleCatalog.Of(
        """
        CREATE TABLE t (
          id NUMBER(10,0) NOT NULL,
          amount NUMBER(10,2),
          name VARCHAR2(20) NOT NULL,
          code CHAR(3) NOT NULL,
          born DATE NOT NULL,
          seen TIMESTAMP(6),
          PRIMARY KEY (id)
        );
        CREATE TABLE u (
          id NUMBER(10,0) NOT NULL,
          t_id NUMBER(10,0) NOT NULL,
          note VARCHAR2(20),
          PRIMARY KEY (id)
        );
        CREATE TABLE v (
          id NUMBER(10,0) NOT NULL,
          u_id NUMBER(10,0) NOT NULL,
          PRIMARY KEY (id)
        );
        """);

    [Theory]
    [InlineData("id", "NUMBER(10)", false)]
    [InlineData("amount + 1", "NUMBER", true)]
    [InlineData("id + 1", "NUMBER", false)]
    [InlineData("name || id", "VARCHAR2", false)]
    [InlineData("born + 1", "DATE", false)]
    [InlineData("born - born", "NUMBER", false)]
    [InlineData("seen + 1", "DATE", true)]
    [InlineData("seen - born", "INTERVAL DAY(9) TO SECOND(9)", true)]
    [InlineData("TRUNC(seen)", "DATE", true)]
    [InlineData("TRUNC(amount, 1)", "NUMBER", true)]
    [InlineData("NVL(amount, 0)", "NUMBER", false)]
    [InlineData("COALESCE(amount, amount)", "NUMBER(10,2)", true)]
    [InlineData("CASE WHEN id > 1 THEN born END", "DATE", true)]
    [InlineData("CASE id WHEN 1 THEN 'a' ELSE 'bcd' END", "VARCHAR2(3)", false)]
    [InlineData("EXTRACT(YEAR FROM born)", "NUMBER", false)]
    [InlineData("CAST(amount AS NUMBER(5,1))", "NUMBER(5,1)", true)]
    [InlineData("MONTHS_BETWEEN(born, seen)", "NUMBER", true)]
    [InlineData("DATE '2026-01-31'", "DATE", false)]
    [InlineData("DECODE(code, 'A', 1, 2)", "NUMBER", false)]
    [InlineData("DECODE(code, 'A', born)", "DATE", true)]
    [InlineData("DECODE(code, 'A', NULL, 2)", "VARCHAR2", true)]
    [InlineData("CASE code WHEN 'A' THEN NULL ELSE 2 END", "NUMBER", true)]
    [InlineData("CAST(name AS CHAR(5))", "CHAR(5)", true)]
    [InlineData("NVL2(amount, 1, 2)", "NUMBER", false)]
    [InlineData("TO_CHAR(born, 'YYYY')", "VARCHAR2", false)]
    [InlineData("SUBSTR(name, 1, 2)", "VARCHAR2", true)]
    [InlineData("GREATEST(amount, id)", "NUMBER(12,2)", true)]
    [InlineData("born + INTERVAL '1' MONTH", "DATE", true)]
    public void Bind_OfAnExpression_GivesOraclesTypeAndNullability(string expression, string type, bool nullable)
    {
        var column = Bind($"SELECT {expression} AS x FROM t").Columns.Should().ContainSingle().Which;

        column.Type.ToString().Should().Be(type);
        column.Nullable.Should().Be(nullable);
    }

    [Fact]
    public void Bind_OfTextAgainstNumber_ConvertsTheText()
    {
        var comparison = Select("SELECT id FROM t WHERE name = 5").Where.Should().BeOfType<BoundComparison>().Which;

        comparison.Left.Should().BeOfType<BoundCall>().Which.Function.Should().Be(ScalarFunction.ToNumber);
    }

    [Fact]
    public void Bind_OfDateAgainstTimestamp_ConvertsTheDate()
    {
        var comparison = Select("SELECT id FROM t WHERE born < seen").Where.Should().BeOfType<BoundComparison>().Which;

        comparison.Left.Should().BeOfType<BoundCall>().Which.Function.Should().Be(ScalarFunction.DateToTimestamp);
    }

    [Fact]
    public void Bind_OfEmptyText_IsNull() =>
        Select("SELECT id FROM t WHERE name = ''").Where.Should().BeOfType<BoundComparison>().Which.Right.Should().BeOfType<BoundLiteral>().Which.Value.IsNull.Should().BeTrue();

    [Fact]
    public void Bind_OfOuterMarks_GivesLeftJoinsInOrder()
    {
        var select = Select("SELECT t.id, u.id, v.id FROM v, u, t WHERE u.id = v.u_id (+) AND t.id = u.t_id(+) AND u.note (+) = 'x' AND t.amount > 0");

        var outer = select.From.Should().BeOfType<BoundJoin>().Which;
        (outer.Kind, ((BoundTable)outer.Right).Alias).Should().Be((JoinKind.Left, "v"));
        var inner = outer.Left.Should().BeOfType<BoundJoin>().Which;
        (inner.Kind, ((BoundTable)inner.Left).Alias, ((BoundTable)inner.Right).Alias).Should().Be((JoinKind.Left, "t", "u"));
        inner.On.Should().BeOfType<BoundAnd>().Which.Operands.Should().HaveCount(2);
        select.Where.Should().BeOfType<BoundComparison>();
        select.Columns.Select(c => c.Nullable).Should().Equal(false, true, true);
    }

    [Fact]
    public void Bind_OfARightJoin_GivesALeftJoinTurnedRound()
    {
        var select = Select("SELECT t.id, u.id FROM t RIGHT JOIN u ON u.t_id = t.id");

        var join = select.From.Should().BeOfType<BoundJoin>().Which;
        (join.Kind, ((BoundTable)join.Left).Alias).Should().Be((JoinKind.Left, "u"));
        select.Columns.Select(c => c.Nullable).Should().Equal(true, false);
    }

    [Fact]
    public void Bind_OfUsing_MergesTheColumnOfBothSides()
    {
        var select = Select("SELECT id, note FROM t FULL JOIN u USING (id)");

        select.Select[0].Expression.Should().BeOfType<BoundCall>().Which.Function.Should().Be(ScalarFunction.Coalesce);
        select.From.Should().BeOfType<BoundJoin>().Which.On.Should().BeOfType<BoundComparison>();
    }

    [Fact]
    public void Bind_OfUnionAll_UnifiesTypesAndNullability()
    {
        var union = Bind("SELECT id AS a, amount AS b, NULL AS c FROM t UNION ALL SELECT id, t_id, note FROM u").Should().BeOfType<BoundUnionAll>().Which;

        union.Columns.Select(c => (c.Name.ToUpperInvariant(), c.Type.ToString(), c.Nullable))
            .Should().Equal(("A", "NUMBER(10)", false), ("B", "NUMBER(12,2)", true), ("C", "VARCHAR2(20)", true));
    }

    [Fact]
    public void Bind_OfDecode_ComparesNullAsEqual() =>
        Select("SELECT DECODE(amount, NULL, 0, 1) AS x FROM t").Select[0].Expression.Should().BeOfType<BoundCase>()
            .Which.Arms[0].When.Should().BeOfType<NullSafeEquals>();

    [Fact]
    public void Bind_OfCharAgainstALiteral_FillsBothWithBlanks()
    {
        var comparison = Select("SELECT id FROM t WHERE code = 'A'").Where.Should().BeOfType<BoundComparison>().Which;

        comparison.Left.Should().BeOfType<BoundCall>().Which.Function.Should().Be(ScalarFunction.PadChar);
        comparison.Right.Should().BeOfType<BoundLiteral>().Which.Value.AsText.Should().Be("A  ");
    }

    [Fact]
    public void Bind_OfCharAgainstText_CountsTrailingBlanks() =>
        Select("SELECT id FROM t WHERE code = name").Where.Should().BeOfType<BoundComparison>().Which.Left.Should().BeOfType<BoundColumn>();

    [Fact]
    public void Bind_OfAQuotedName_KeepsItsCase() =>
        FluentActions.Invoking(() => Bind("SELECT \"ID\" FROM t")).Should().Throw<Model.Errors.HarunireException>()
            .Which.Code.Should().Be(SqlErrors.UnknownColumn);

    [Fact]
    public void Bind_OfStars_KeepsTheOrderOfFrom() =>
        Bind("SELECT u.*, t.* FROM t RIGHT JOIN u ON u.t_id = t.id").Columns.Select(c => c.Name).Should().Equal("id", "t_id", "note", "id", "amount", "name", "code", "born", "seen");

    [Fact]
    public void Bind_OfAGroupedExpression_MatchesItByStructure()
    {
        var select = Select("SELECT TRUNC(t.born, 'MM') + 1 AS d, COUNT(*) AS c, SUM(amount) / COUNT(*) AS a FROM t GROUP BY TRUNC(born, 'MM') HAVING SUM(amount) > 5");

        select.GroupBy.Should().ContainSingle();
        select.Aggregates.Select(a => a.Function).Should().BeEquivalentTo([AggregateFunction.CountRows, AggregateFunction.Sum]);
        BoundColumns.Of(select.Select[0].Expression).Should().Equal(select.GroupBy[0].Output);
    }

    [Fact]
    public void Bind_OfAWithQueryUsedTwice_GivesEachUseItsOwnColumns()
    {
        var join = Select("WITH w AS (SELECT id FROM t) SELECT a.id FROM w a JOIN w b ON a.id = b.id").From.Should().BeOfType<BoundJoin>().Which;

        join.Left.Columns[0].Id.Should().NotBe(join.Right.Columns[0].Id);
    }

    [Fact]
    public void Bind_OfACorrelatedSubquery_RefersToTheRowAround()
    {
        var select = Select("SELECT id FROM t x WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id = x.id) AND amount > (SELECT MAX(v.id) FROM v WHERE v.u_id = x.id)");

        BoundColumns.Of(select.Where).Should().Contain(select.From!.Columns[0]);
    }

    private static BoundQuery Bind(string text) => OracleQuery.Bind(text, QueryText.Origin, Tables);

    private static BoundSelect Select(string text) => Bind(text).Should().BeOfType<BoundSelect>().Which;

    internal static SampleCatalog Catalog => Tables;
}
