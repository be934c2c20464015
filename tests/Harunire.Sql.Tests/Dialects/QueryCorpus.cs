using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Tests.Dialects;

/// <summary>Bound queries over the sample tables, by name; every query's first meaning is stated by its name.</summary>
internal static class QueryCorpus
{
    private static readonly BoundTable A = SampleTables.Instance(SampleTables.A, 1);
    private static readonly BoundTable B = SampleTables.Instance(SampleTables.B, 11);
    private static readonly OracleType Text = new TextType();
    private static readonly BoundExpression Id = Column(A, 0);
    private static readonly BoundExpression N = Column(A, 1);
    private static readonly BoundExpression M = Column(A, 2);
    private static readonly BoundExpression S = Column(A, 3);
    private static readonly BoundExpression C = Column(A, 4);
    private static readonly BoundExpression D = Column(A, 5);
    private static readonly BoundComparison SameM = Compare(ComparisonOperator.Equal, M, Column(B, 2));

    public static IReadOnlyDictionary<string, BoundQuery> All { get; } = Make();

    private static Dictionary<string, BoundQuery> Make()
    {
        var all = new Dictionary<string, BoundQuery>(StringComparer.Ordinal);
        void Scalar(string name, BoundExpression value) => all.Add(name, Select(A, null, Id, value));
        void Where(string name, BoundExpression condition) => all.Add(name, Select(A, condition, Id, N, S));

        Scalar("add", Call(ScalarFunction.Add, N, M));
        Scalar("subtract", Call(ScalarFunction.Subtract, N, M));
        Scalar("multiply", Call(ScalarFunction.Multiply, N, Number("1.13")));
        Scalar("divide", Call(ScalarFunction.RoundNumber, Call(ScalarFunction.Divide, N, M), Number("10")));
        Scalar("mod", Call(ScalarFunction.Mod, N, M));
        Scalar("mod zero", Call(ScalarFunction.Mod, N, Number("0")));
        Scalar("negate abs", Call(ScalarFunction.Abs, Call(ScalarFunction.Negate, N)));
        Scalar("round", Call(ScalarFunction.RoundNumber, N));
        Scalar("round tens", Call(ScalarFunction.RoundNumber, N, Number("-1")));
        Scalar("trunc", Call(ScalarFunction.TruncNumber, N, Number("1")));
        Scalar("ceil", Call(ScalarFunction.Ceil, N));
        Scalar("floor", Call(ScalarFunction.Floor, N));
        Scalar("sign", Call(ScalarFunction.Sign, N));
        Scalar("power", Call(ScalarFunction.Power, N, Number("3")));
        Scalar("concat", TextCall(ScalarFunction.Concat, S, Literal("-"), S));
        Scalar("upper", TextCall(ScalarFunction.Upper, S));
        Scalar("lower", TextCall(ScalarFunction.Lower, S));
        Scalar("initcap", TextCall(ScalarFunction.Initcap, S));
        Scalar("substr", TextCall(ScalarFunction.Substr, S, Number("2"), Number("3")));
        Scalar("substr back", TextCall(ScalarFunction.Substr, S, Number("-2")));
        Scalar("substr by column", TextCall(ScalarFunction.Substr, S, M, M));
        Scalar("instr", Call(ScalarFunction.Instr, S, Literal("b")));
        Scalar("length", Call(ScalarFunction.Length, S));
        Scalar("trim", TextCall(ScalarFunction.Trim, S));
        Scalar("ltrim", TextCall(ScalarFunction.Ltrim, S, Literal(" aA")));
        Scalar("rtrim", TextCall(ScalarFunction.Rtrim, S));
        Scalar("lpad", TextCall(ScalarFunction.Lpad, S, Number("6"), Literal("*-")));
        Scalar("rpad", TextCall(ScalarFunction.Rpad, S, M));
        Scalar("replace", TextCall(ScalarFunction.Replace, S, Literal("b"), Literal("BB")));
        Scalar("translate", TextCall(ScalarFunction.Translate, S, Literal("abc"), Literal("xy")));
        Scalar("date plus", DateCall(ScalarFunction.DateAddDays, D, N));
        Scalar("date minus", DateCall(ScalarFunction.DateSubtractDays, D, Number("0.5")));
        Scalar("date difference", Call(ScalarFunction.RoundNumber, Call(ScalarFunction.DateDifference, D, DateLiteral(2024, 2, 29)), Number("10")));
        Scalar("add months", DateCall(ScalarFunction.AddMonths, D, M));
        Scalar("last day", DateCall(ScalarFunction.LastDay, D));
        Scalar("months between", Call(ScalarFunction.RoundNumber, Call(ScalarFunction.MonthsBetween, D, DateLiteral(2024, 2, 29)), Number("10")));
        foreach (var mask in new[] { "DD", "MM", "YYYY", "Q", "HH24", "MI", "IW", "D", "W", "WW" })
        {
            Scalar("trunc date " + mask, DateCall(ScalarFunction.TruncDate, D, Literal(mask)));
        }

        foreach (var mask in new[] { "DD", "MM", "YYYY", "HH24", "MI" })
        {
            Scalar("round date " + mask, DateCall(ScalarFunction.RoundDate, D, Literal(mask)));
        }

        foreach (var field in new[] { "YEAR", "MONTH", "DAY" })
        {
            Scalar("extract " + field, Call(ScalarFunction.Extract, Literal(field), D));
        }

        Scalar("to_char of date", TextCall(ScalarFunction.DateToChar, D, Literal("YYYY-MM-DD HH24:MI:SS")));
        Scalar("to_char of month", TextCall(ScalarFunction.DateToChar, D, Literal("DY, DD Mon YYYY Q")));
        Scalar("to_char with mask", TextCall(ScalarFunction.NumberToChar, N, Literal("FM999990.00")));
        Scalar("to_date", DateCall(ScalarFunction.ToDate, TextCall(ScalarFunction.DateToChar, D, Literal("DD.MM.YYYY HH24:MI")), Literal("DD.MM.YYYY HH24:MI")));
        Scalar("to_char of number", TextCall(ScalarFunction.NumberToChar, N));
        Scalar("to_number", Call(ScalarFunction.ToNumber, TextCall(ScalarFunction.NumberToChar, N)));
        Scalar("cast number", new BoundCall(ScalarFunction.CastNumber, [N], new NumberType(10, 1)));
        Scalar("cast text", new BoundCall(ScalarFunction.CastText, [S], new TextType(2)));
        Scalar("nvl", Call(ScalarFunction.Nvl, N, M));
        Scalar("nvl2", Call(ScalarFunction.Nvl2, S, N, M));
        Scalar("coalesce", Call(ScalarFunction.Coalesce, N, M, Number("0")));
        Scalar("nullif", Call(ScalarFunction.NullIf, M, Number("3")));
        Scalar("greatest", Call(ScalarFunction.Greatest, N, M, Number("2.5")));
        Scalar("least", Call(ScalarFunction.Least, N, M));
        Scalar("case guards division", new BoundCase([new(Compare(ComparisonOperator.Greater, M, Number("2")), Call(ScalarFunction.Multiply, N, M))], Number("-1"), OracleType.Number));
        Scalar("decode", new BoundCase([new(new NullSafeEquals(M, new BoundLiteral(Datum.Null, OracleType.Number)), Literal("none")), new(new NullSafeEquals(M, Number("3")), Literal("three"))], null, Text));

        foreach (var comparison in Enum.GetValues<ComparisonOperator>())
        {
            Where("where " + comparison, Compare(comparison, N, M));
            Where("where text " + comparison, Compare(comparison, S, Literal("abc")));
        }

        Where("char padded", Compare(ComparisonOperator.Equal, C, new BoundLiteral(Datum.FromText("x"), new CharType(1))));
        Where("dates", Compare(ComparisonOperator.GreaterOrEqual, D, DateLiteral(2024, 1, 1)));
        Where("not or", new BoundNot(new BoundOr([Compare(ComparisonOperator.Greater, N, Number("0")), new BoundIsNull(S)])));
        Where("in with null", new BoundInList(M, [Number("1"), Number("3"), new BoundLiteral(Datum.Null, OracleType.Number)]));
        Where("not in with null", new BoundNot(new BoundInList(M, [Number("1"), new BoundLiteral(Datum.Null, OracleType.Number)])));
        Where("like", new BoundLike(S, Literal("%b%"), null));
        Where("like escaped", new BoundLike(S, Literal("a!%%"), Literal("!")));
        Where("exists", new BoundExists(Select(B, new BoundAnd([SameM, Compare(ComparisonOperator.Greater, Column(B, 1), N)]), Column(B, 0))));
        Where("in query", new BoundInSubquery([M], Select(B, Compare(ComparisonOperator.Less, Column(B, 1), Number("0")), Column(B, 2))));
        Where("not in query with nulls", new BoundNot(new BoundInSubquery([M], Select(B, null, Column(B, 2)))));
        Where("in query of two", new BoundInSubquery([M, C], Select(B, null, Column(B, 2), Column(B, 4))));
        Where("scalar subquery", Compare(ComparisonOperator.Greater, N, new BoundScalarSubquery(Grouped(B, SameM, [], [(AggregateFunction.Max, Column(B, 1), false)]), OracleType.Number)));

        all.Add("inner join", Select(new BoundJoin(JoinKind.Inner, A, B, SameM), null, Id, Column(B, 0)));
        all.Add("cross join", Select(new BoundJoin(JoinKind.Inner, A, B, null), Compare(ComparisonOperator.Less, Id, Number("3")), Id, Column(B, 0)));
        all.Add("left join", Select(new BoundJoin(JoinKind.Left, A, B, new BoundAnd([SameM, Compare(ComparisonOperator.Greater, Column(B, 1), Number("10"))])), null, Id, Column(B, 0)));
        all.Add("full join", Select(new BoundJoin(JoinKind.Full, A, B, SameM), null, Id, Column(B, 0)));
        all.Add("distinct", Select(A, null, M, S) with { Distinct = true });
        all.Add("aggregates", Grouped(A, null, [M], AllAggregates()));
        all.Add("aggregates over nothing", Grouped(A, Compare(ComparisonOperator.Equal, Id, Number("-1")), [], AllAggregates()));
        all.Add("group by date", Grouped(A, null, [DateCall(ScalarFunction.TruncDate, D, Literal("MM")), S], [(AggregateFunction.Sum, N, false)]));
        var having = Grouped(A, null, [M], [(AggregateFunction.CountRows, null, false), (AggregateFunction.Sum, N, false)]);
        all.Add("having", having with { Having = Compare(ComparisonOperator.Greater, new BoundColumn(having.Aggregates[0].Output), Number("4")) });
        all.Add("group of a join", Grouped(new BoundJoin(JoinKind.Left, A, B, SameM), null, [S], [(AggregateFunction.Sum, Call(ScalarFunction.Multiply, N, Column(B, 1)), false), (AggregateFunction.Count, Column(B, 0), true)]));
        var inline = Grouped(B, null, [Column(B, 2)], [(AggregateFunction.Sum, Column(B, 1), false)]);
        all.Add("inline view", Select(new BoundJoin(JoinKind.Inner, A, new BoundDerived(inline, "v"), Compare(ComparisonOperator.Equal, M, new BoundColumn(inline.Columns[0]))), null, Id, new BoundColumn(inline.Columns[1])));
        all.Add("union all", new BoundUnionAll([Select(A, null, Id, S), Select(B, null, Column(B, 0), Column(B, 3))], [new QueryColumn(900, "x", OracleType.Number, true), new QueryColumn(901, "y", Text, true)]));
        all.Add("dual", new BoundSelect { From = null, IsGrouped = false, Select = [new(new QueryColumn(910, "one", OracleType.Number, false), Number("1"))] });
        return all;
    }

    private static (AggregateFunction, BoundExpression?, bool)[] AllAggregates() =>
    [
        (AggregateFunction.CountRows, null, false), (AggregateFunction.Count, N, false), (AggregateFunction.Count, S, true), (AggregateFunction.Sum, N, false),
        (AggregateFunction.Sum, M, true), (AggregateFunction.Min, N, false), (AggregateFunction.Max, N, false), (AggregateFunction.Min, S, false),
        (AggregateFunction.Max, D, false), (AggregateFunction.Min, D, false),
    ];

    private static BoundSelect Select(BoundFrom from, BoundExpression? where, params BoundExpression[] values) => new()
    {
        From = from,
        Where = where,
        IsGrouped = false,
        Select = [.. values.Select((value, i) => new BoundProjection(new QueryColumn((from == B ? 200 : 100) + i, "v", value.Type, true), value))],
    };

    private static BoundSelect Grouped(BoundFrom from, BoundExpression? where, BoundExpression[] keys, (AggregateFunction Function, BoundExpression? Argument, bool Distinct)[] aggregates)
    {
        var first = from == B ? 400 : 300;
        ImmutableArray<BoundProjection> groups = [.. keys.Select((key, i) => new BoundProjection(new QueryColumn(first + i, "k", key.Type, true), key))];
        ImmutableArray<BoundAggregate> values =
        [
            .. aggregates.Select((a, i) => new BoundAggregate(
                new QueryColumn(first + 20 + i, "a", a.Function is AggregateFunction.Count or AggregateFunction.CountRows ? OracleType.Number : a.Argument!.Type, true), a.Function, a.Argument, a.Distinct)),
        ];
        return new BoundSelect
        {
            From = from,
            Where = where,
            IsGrouped = true,
            GroupBy = groups,
            Aggregates = values,
            Select = [.. groups.Select(g => g.Output).Concat(values.Select(v => v.Output)).Select((c, i) => new BoundProjection(new QueryColumn(first + 50 + i, c.Name, c.Type, true), new BoundColumn(c)))],
        };
    }

    private static BoundColumn Column(BoundTable table, int ordinal) => new(table.Outputs[ordinal]);

    private static BoundComparison Compare(ComparisonOperator comparison, BoundExpression left, BoundExpression right) => new(comparison, left, right);

    private static BoundLiteral Number(string text) => new(Datum.FromNumber(OracleNumber.Parse(text)), OracleType.Number);

    private static BoundLiteral Literal(string text) => new(Datum.FromText(text), Text);

    private static BoundLiteral DateLiteral(int year, int month, int day) => new(Datum.FromDate(OracleDate.Create(year, month, day)!.Value), OracleType.Date);

    private static BoundCall Call(ScalarFunction function, params BoundExpression[] arguments) => new(function, [.. arguments], OracleType.Number);

    private static BoundCall TextCall(ScalarFunction function, params BoundExpression[] arguments) => new(function, [.. arguments], Text);

    private static BoundCall DateCall(ScalarFunction function, params BoundExpression[] arguments) => new(function, [.. arguments], OracleType.Date);
}
