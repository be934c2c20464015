using System.Collections.Immutable;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests.Expressions;

/// <summary>Random typed expressions over four columns: c1, c2 NUMBER, c3, c4 VARCHAR2.</summary>
internal sealed class RandomExpression(Random random)
{
    public static ImmutableArray<QueryColumn> Columns { get; } =
    [
        new(1, "A", OracleType.Number, true), new(2, "B", OracleType.Number, true), new(3, "S", new TextType(), true), new(4, "T", new TextType(), true),
    ];

    public Datum[] Row() => [Number(), Number(), Text(), Text()];

    public BoundExpression NumberExpression(int depth) => depth == 0 ? NumberLeaf() : random.Next(11) switch
    {
        0 => Call(ScalarFunction.Add, NumberExpression(depth - 1), NumberExpression(depth - 1)),
        1 => Call(ScalarFunction.Subtract, NumberExpression(depth - 1), NumberExpression(depth - 1)),
        2 => Call(ScalarFunction.Multiply, NumberExpression(depth - 1), NumberExpression(depth - 1)),
        3 => Call(ScalarFunction.Negate, NumberExpression(depth - 1)),
        4 => Call(ScalarFunction.Abs, NumberExpression(depth - 1)),
        5 => Call(ScalarFunction.Coalesce, NumberExpression(depth - 1), NumberExpression(depth - 1), NumberExpression(depth - 1)),
        6 => Call(ScalarFunction.NullIf, NumberExpression(depth - 1), NumberExpression(depth - 1)),
        7 => Call(random.Next(2) == 0 ? ScalarFunction.Greatest : ScalarFunction.Least, NumberExpression(depth - 1), NumberExpression(depth - 1)),
        8 => Call(ScalarFunction.Length, TextExpression(depth - 1)),
        9 => Call(ScalarFunction.Nvl2, TextExpression(depth - 1), NumberExpression(depth - 1), NumberExpression(depth - 1)),
        _ => new BoundCase([new(Condition(depth - 1), NumberExpression(depth - 1)), new(Condition(depth - 1), NumberExpression(depth - 1))], random.Next(2) == 0 ? null : NumberExpression(depth - 1), OracleType.Number),
    };

    public BoundExpression Condition(int depth) => depth == 0
        ? new BoundComparison((ComparisonOperator)random.Next(6), NumberLeaf(), NumberLeaf())
        : random.Next(8) switch
        {
            0 => new BoundAnd([Condition(depth - 1), Condition(depth - 1), Condition(depth - 1)]),
            1 => new BoundOr([Condition(depth - 1), Condition(depth - 1)]),
            2 => new BoundNot(Condition(depth - 1)),
            3 => new BoundIsNull(TextExpression(depth - 1)),
            4 => new BoundInList(NumberExpression(depth - 1), [NumberLeaf(), NumberLeaf(), NumberLeaf()]),
            5 => new NullSafeEquals(TextExpression(depth - 1), TextExpression(depth - 1)),
            6 => new BoundComparison((ComparisonOperator)random.Next(6), TextExpression(depth - 1), TextExpression(depth - 1)),
            _ => new BoundComparison((ComparisonOperator)random.Next(6), NumberExpression(depth - 1), NumberExpression(depth - 1)),
        };

    private BoundExpression TextExpression(int depth) => depth == 0 ? TextLeaf() : random.Next(4) switch
    {
        0 => new BoundCall(ScalarFunction.Concat, [TextExpression(depth - 1), TextExpression(depth - 1)], new TextType()),
        1 => new BoundCall(ScalarFunction.Upper, [TextExpression(depth - 1)], new TextType()),
        2 => new BoundCase([new(Condition(depth - 1), TextExpression(depth - 1))], null, new TextType()),
        _ => TextLeaf(),
    };

    private BoundExpression NumberLeaf() => random.Next(3) == 0 ? new BoundLiteral(Number(), OracleType.Number) : new BoundColumn(Columns[random.Next(2)]);

    private BoundExpression TextLeaf() => random.Next(3) == 0 ? new BoundLiteral(Text(), new TextType()) : new BoundColumn(Columns[2 + random.Next(2)]);

    private Datum Number() => random.Next(4) == 0 ? Datum.Null : Datum.FromNumber(OracleNumber.FromScaled(random.Next(-30, 30), random.Next(3)));

    private Datum Text() => random.Next(4) switch { 0 => Datum.Null, 1 => Datum.FromText("a"), 2 => Datum.FromText("Ab"), _ => Datum.FromText("b ") };

    private static BoundCall Call(ScalarFunction function, params BoundExpression[] arguments) => new(function, [.. arguments], OracleType.Number);
}
