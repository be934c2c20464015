using Harunire.Engine.Expressions;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Engine.Tests.Expressions;

public sealed class ExpressionCompilerTests
{
    private static readonly BoundLiteral Zero = Number("0");
    private static readonly BoundLiteral One = Number("1");

    [Fact]
    public void RandomExpressions_OverRandomRows_AgreeWithTheNaiveTwin()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var generator = new RandomExpression(new Random(seed));
            var value = generator.NumberExpression(seed % 5);
            var condition = generator.Condition(seed % 5);
            var compiledValue = ExpressionCompiler.Scalar(value, RandomExpression.Columns);
            var compiledCondition = ExpressionCompiler.Condition(condition, RandomExpression.Columns);
            var compiledPair = ExpressionCompiler.PairCondition(condition, RandomExpression.Columns[..2], RandomExpression.Columns[2..]);
            for (var i = 0; i < 10; i++)
            {
                var row = generator.Row();
                var twin = new NaiveEvaluator(row.Select((cell, at) => (cell, at)).ToDictionary(c => c.at + 1, c => c.cell));
                compiledValue(row).Should().Be(twin.Value(value), "seed {0}, row {1}", seed, string.Join(", ", row));
                var expected = twin.Truth(condition) == true;
                compiledCondition(row).Should().Be(expected, "seed {0}, row {1}", seed, string.Join(", ", row));
                compiledPair(row.AsSpan(0, 2), row.AsSpan(2)).Should().Be(expected, "seed {0}, pair {1}", seed, string.Join(", ", row));
            }
        }
    }

    [Fact]
    public void Case_ArmNotTaken_IsNotEvaluated()
    {
        var division = Call(ScalarFunction.Divide, One, new BoundColumn(RandomExpression.Columns[0]));
        var guarded = new BoundCase([new(new BoundComparison(ComparisonOperator.NotEqual, new BoundColumn(RandomExpression.Columns[0]), Zero), division)], Zero, OracleType.Number);
        Evaluate(guarded, 0).Should().Be(Datum.FromNumber(0));
        Evaluate(guarded, 4).AsNumber.ToPlainString().Should().Be("0.25");
    }

    [Fact]
    public void Case_ConstantArmThatFails_FailsOnlyWhereItIsReached()
    {
        var choice = new BoundCase(
            [new(new BoundComparison(ComparisonOperator.Equal, new BoundColumn(RandomExpression.Columns[0]), One), Call(ScalarFunction.Divide, One, Zero))], Zero, OracleType.Number);
        Evaluate(choice, 0).Should().Be(Datum.FromNumber(0));
        FluentActions.Invoking(() => Evaluate(choice, 1)).Should().Throw<HarunireException>();
    }

    [Fact]
    public void Nvl_FirstNotNull_LeavesTheSecondUnevaluated() =>
        Evaluate(Call(ScalarFunction.Nvl, new BoundColumn(RandomExpression.Columns[0]), Call(ScalarFunction.Divide, One, Zero)), 7).Should().Be(Datum.FromNumber(7));

    [Fact]
    public void Division_ByZero_NamesOraclesErrorAndThePlace()
    {
        var division = Call(ScalarFunction.Divide, One, new BoundColumn(RandomExpression.Columns[0])) with { Location = new SourceLocation("m.yaml", 4, 9) };
        var failure = FluentActions.Invoking(() => Evaluate(division, 0)).Should().Throw<HarunireException>().Which;
        failure.Code.Should().Be(ExpressionErrors.Failed);
        failure.Message.Should().Contain("ORA-01476").And.Contain("m.yaml:4:9");
    }

    [Fact]
    public void ToNumber_OfWords_NamesOraclesError() =>
        FluentActions.Invoking(() => Evaluate(Call(ScalarFunction.ToNumber, Text("x1")), 0)).Should().Throw<HarunireException>().WithMessage("*ORA-01722*");

    [Fact]
    public void CharWithChar_IsComparedPadded_WithVarchar2NotPadded()
    {
        var column = new QueryColumn(1, "C", new CharType(4), true);
        var row = new[] { Datum.FromText("ab  ") };
        bool Equal(OracleType type) => ExpressionCompiler.Condition(
            new BoundComparison(ComparisonOperator.Equal, new BoundColumn(column), new BoundLiteral(Datum.FromText("ab"), type)), [column])(row);
        Equal(new CharType(2)).Should().BeTrue();
        Equal(new TextType(2)).Should().BeFalse();
    }

    [Theory]
    [InlineData("abc", "a%", null, true)]
    [InlineData("abc", "_b_", null, true)]
    [InlineData("abc", "%b", null, false)]
    [InlineData("aXbXc", "%X%X%", null, true)]
    [InlineData("50%", "50\\%", "\\", true)]
    [InlineData("500", "50\\%", "\\", false)]
    [InlineData("ABC", "abc", null, false)]
    [InlineData("abab", "%ab", null, true)]
    public void Like_AsOracle(string text, string pattern, string? escape, bool expected) =>
        ExpressionCompiler.Condition(new BoundLike(Text(text), Text(pattern), escape is null ? null : Text(escape)), [])([]).Should().Be(expected);

    [Theory]
    [InlineData(ScalarFunction.Substr, "abcdef|-3|2", "de")]
    [InlineData(ScalarFunction.Substr, "abcdef|0|2", "ab")]
    [InlineData(ScalarFunction.Substr, "abcdef|-9", "NULL")]
    [InlineData(ScalarFunction.Instr, "CORPORATE FLOOR|OR|3|2", "14")]
    [InlineData(ScalarFunction.Instr, "CORPORATE FLOOR|OR|-3|2", "2")]
    [InlineData(ScalarFunction.Lpad, "Page 1|15|*.", "*.*.*.*.*Page 1")]
    [InlineData(ScalarFunction.Rpad, "abc|2", "ab")]
    [InlineData(ScalarFunction.Replace, "JACK and JUE|J|BL", "BLACK and BLUE")]
    [InlineData(ScalarFunction.Translate, "SQL*Plus User's Guide| */'|___", "SQL_Plus_Users_Guide")]
    [InlineData(ScalarFunction.Initcap, "the soap", "The Soap")]
    [InlineData(ScalarFunction.Ltrim, "<=====>BROWNING<=====>|<>=", "BROWNING<=====>")]
    [InlineData(ScalarFunction.Mod, "11|4", "3")]
    [InlineData(ScalarFunction.Mod, "-11|4", "-3")]
    [InlineData(ScalarFunction.Mod, "11|0", "11")]
    [InlineData(ScalarFunction.RoundNumber, "15.193|-1", "20")]
    [InlineData(ScalarFunction.RoundNumber, "-2.5", "-3")]
    [InlineData(ScalarFunction.TruncNumber, "15.79|1", "15.7")]
    [InlineData(ScalarFunction.Power, "3|2", "9")]
    public void Function_OfOraclesDocumentation_GivesItsResult(ScalarFunction function, string arguments, string expected)
    {
        // Source: Oracle SQL Language Reference, the examples of each function.
        var operands = arguments.Split('|').Select((each, i) => OracleNumber.TryParse(each, out _) && (i > 0 || function is ScalarFunction.Mod or ScalarFunction.RoundNumber or ScalarFunction.TruncNumber or ScalarFunction.Power) ? Number(each) : Text(each));
        Evaluate(Call(function, [.. operands]), 0).ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("Q", "2005-07-01 00:00:00", "2005-10-01 00:00:00")]
    [InlineData("YYYY", "2005-01-01 00:00:00", "2006-01-01 00:00:00")]
    [InlineData("MM", "2005-08-01 00:00:00", "2005-09-01 00:00:00")]
    [InlineData("IW", "2005-08-15 00:00:00", null)]
    [InlineData("D", "2005-08-14 00:00:00", null)]
    [InlineData("HH24", "2005-08-18 14:00:00", "2005-08-18 15:00:00")]
    [InlineData("MI", "2005-08-18 14:33:00", "2005-08-18 14:33:00")]
    [InlineData("DD", "2005-08-18 00:00:00", "2005-08-19 00:00:00")]
    public void TruncAndRound_OfADate_FollowTheMask(string mask, string truncated, string? rounded)
    {
        var date = new BoundLiteral(Datum.FromDate(OracleDate.Create(2005, 8, 18, 14, 33, 20)!.Value), OracleType.Date);
        StoredValue.Write(Evaluate(new BoundCall(ScalarFunction.TruncDate, [date, Text(mask)], OracleType.Date), 0), OracleType.Date).Should().Be(truncated);
        if (rounded is not null)
        {
            StoredValue.Write(Evaluate(new BoundCall(ScalarFunction.RoundDate, [date, Text(mask)], OracleType.Date), 0), OracleType.Date).Should().Be(rounded);
        }
    }

    private static Datum Evaluate(BoundExpression expression, long first) =>
        ExpressionCompiler.Scalar(expression, RandomExpression.Columns)([Datum.FromNumber(first), Datum.Null, Datum.Null, Datum.Null]);

    private static BoundLiteral Number(string text) => new(Datum.FromNumber(OracleNumber.Parse(text)), OracleType.Number);

    private static BoundLiteral Text(string text) => new(Datum.FromText(text), new TextType());

    private static BoundCall Call(ScalarFunction function, params BoundExpression[] arguments) => new(function, [.. arguments], OracleType.Number);
}
