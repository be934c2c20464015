using Harunire.Engine.Expressions;
using Harunire.Engine.Tests.Expressions;
using Harunire.Engine.Vectors;
using Harunire.Model.Deltas;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests.Vectors;

/// <summary>Vectors against the row evaluator: the same cells, or an error where it has one.</summary>
public sealed class VectorCompilerTests
{
    private static readonly OracleNumber[] Extremes =
    [
        .. ((string[])[
            "0", "1", "-1", "0.01", "-0.5", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "922337203685477.5807", "4611686018427387904",
            "3037000500", "-3037000500", "0.000000000000000001", "1E-130", "9.9E125", "-9.9E125", "3333333333333333333333333333333333333333", "0.3333333333333333333333333333333333333333", "1E18", "99999999999999999999",
        ]).Select(text => OracleNumber.Parse(text)),
    ];

    [Fact]
    public void RandomExpressions_OverExtremes_AgreeWithTheRowEvaluator()
    {
        var (vectors, failures) = (0, 0);
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var generator = new RandomExpression(random);
            var layouts = Layouts(random);
            var batch = Batch(random, layouts, generator, rows: 12);
            var expression = seed % 2 == 0 ? generator.NumberExpression(seed % 4) : Arithmetic(generator, random, 1 + (seed % 3));
            var vector = new VectorCompiler(RandomExpression.Columns, layouts).Scalar(expression);
            vectors += vector is RowVector ? 0 : 1;
            var expected = Rows(batch, ExpressionCompiler.Scalar(expression, RandomExpression.Columns));
            if (expected is null)
            {
                failures++;
                FluentActions.Invoking(() => vector.Evaluate(batch)).Should().Throw<HarunireException>("seed {0}", seed);
                continue;
            }

            var column = vector.Evaluate(batch);
            Enumerable.Range(0, batch.Count).Select(i => column[i]).Should().Equal(expected, "seed {0}: {1}", seed, BoundText.Of(expression));
        }

        vectors.Should().BeGreaterThan(500);
        failures.Should().BeGreaterThan(20);
    }

    [Fact]
    public void RandomConditions_OverExtremes_AgreeWithTheRowEvaluator()
    {
        var vectors = 0;
        for (var seed = 1; seed <= 3000; seed++)
        {
            var random = new Random(seed);
            var generator = new RandomExpression(random);
            var layouts = Layouts(random);
            var batch = Batch(random, layouts, generator, rows: 12);
            var condition = Condition(generator, random, seed % 4);
            var vector = new VectorCompiler(RandomExpression.Columns, layouts).Condition(condition);
            vectors += vector is RowConditionVector ? 0 : 1;
            var evaluator = ExpressionCompiler.Condition(condition, RandomExpression.Columns);
            var truths = new Truth[batch.Count];
            vector.Test(batch, truths);
            truths.Select(t => t == Truth.True).Should().Equal(Enumerable.Range(0, batch.Count).Select(i => evaluator(batch.Row(i))), "seed {0}: {1}", seed, BoundText.Of(condition));
        }

        vectors.Should().BeGreaterThan(500);
    }

    [Theory]
    [InlineData("1", "1.00")]
    [InlineData("-0.5", "-0.50000")]
    [InlineData("100", "1E2")]
    public void Cells_OfOneValueWrittenDifferently_AreEqual(string first, string second)
    {
        var column = new DeltaColumn(CellLayout.Number(4));
        column.Append(Datum.FromNumber(OracleNumber.Parse(first)));
        column.Append(Datum.FromNumber(OracleNumber.Parse(second)));
        column.CellsAreEqual(0, 1).Should().BeTrue();
        column.HasOnlyWords.Should().BeTrue();
    }

    private static BoundExpression Arithmetic(RandomExpression generator, Random random, int depth) => depth == 0
        ? generator.NumberExpression(0)
        : new BoundCall(
            random.Next(3) switch { 0 => ScalarFunction.Add, 1 => ScalarFunction.Subtract, _ => ScalarFunction.Multiply },
            [Arithmetic(generator, random, depth - 1), Arithmetic(generator, random, depth - 1)],
            OracleType.Number);

    // Comparisons of leaves under NOT, AND and OR are the vectors; the others fall back.
    private static BoundExpression Condition(RandomExpression generator, Random random, int depth) => depth == 0
        ? random.Next(4) switch { 0 => new BoundIsNull(generator.NumberExpression(0)), _ => generator.Condition(0) }
        : random.Next(4) switch
        {
            0 => new BoundNot(Condition(generator, random, depth - 1)),
            1 => new BoundAnd([Condition(generator, random, depth - 1), Condition(generator, random, depth - 1)]),
            2 => new BoundOr([Condition(generator, random, depth - 1), Condition(generator, random, depth - 1)]),
            _ => generator.Condition(1),
        };

    private static CellLayout[] Layouts(Random random) =>
        [CellLayout.Number(Scale(random)), CellLayout.Number(Scale(random)), CellLayout.Of(new TextType()), CellLayout.Of(new TextType())];

    private static int Scale(Random random) => random.Next(5) switch { 0 => 0, 1 => 2, 2 => 4, 3 => 9, _ => 18 };

    private static DeltaBatch Batch(Random random, CellLayout[] layouts, RandomExpression generator, int rows)
    {
        var batch = new DeltaBatch(Array.ConvertAll(layouts, layout => new DeltaColumn(layout)), new DeltaWeights());
        for (var i = 0; i < rows; i++)
        {
            var row = generator.Row();
            for (var cell = 0; cell < 2; cell++)
            {
                row[cell] = random.Next(3) == 0 ? Datum.FromNumber(Extremes[random.Next(Extremes.Length)]) : row[cell];
            }

            batch.Add(row, 1);
        }

        return batch;
    }

    // Null where a row has an error.
    private static List<Datum>? Rows(DeltaBatch batch, ScalarEvaluator evaluator)
    {
        try
        {
            return [.. Enumerable.Range(0, batch.Count).Select(i => evaluator(batch.Row(i)))];
        }
        catch (HarunireException)
        {
            return null;
        }
    }
}
