using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;
using Harunire.Sql.Functions;
using Harunire.Sql.Parsing;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Binding;

/// <summary>Resolves names, types and conversions of expressions.</summary>
internal sealed class ExpressionBinder(QueryBinder queries, ColumnNumbers numbers, Scope scope)
{
    /// <summary>Where aggregates go; null: none is allowed here.</summary>
    public Grouping? Grouping { get; init; }

    public BoundExpression BindCondition(SqlExpression expression) => Guarded(expression, isCondition: true, () =>
    {
        var bound = BindAny(expression);
        return bound.Type is ConditionType
            ? bound
            : throw SqlErrors.At(expression.Location, SqlErrors.WrongArguments, $"expected a condition, found a value of type {bound.Type}", "compare it with something");
    });

    public BoundExpression Bind(SqlExpression expression) => Guarded(expression, isCondition: false, () =>
    {
        var bound = BindAny(expression);
        return bound.Type is ConditionType
            ? throw SqlErrors.At(expression.Location, SqlErrors.WrongArguments, "a condition is no value in Oracle's SQL", "write CASE WHEN ... THEN 1 ELSE 0 END")
            : bound;
    });

    public static BoundExpression Compare(SourceLocation location, ComparisonOperator comparison, BoundExpression left, BoundExpression right)
    {
        var sides = ComparableSides(left, right);
        return new BoundComparison(comparison, sides[0], sides[1]) { Location = location };
    }

    // What is wrong is told, unless it follows from something inside that was; the rest is checked with NULL in its place.
    private BoundExpression Guarded(SqlExpression expression, bool isCondition, Func<BoundExpression> bind)
    {
        var problems = queries.Problems;
        var marks = problems.Marks;
        try
        {
            return bind();
        }
        catch (HarunireException failure) when (failure.Code != SqlErrors.TooLarge)
        {
            problems.AddSince(marks, failure);
            var unknown = Unknown(expression);
            return isCondition ? new BoundIsNull(unknown) { Location = expression.Location } : unknown;
        }
    }

    private BoundLiteral Unknown(SqlExpression expression)
    {
        queries.Problems.Mark();
        return new BoundLiteral(Datum.Null, TypeFamilies.UntypedNull) { Location = expression.Location };
    }

    private BoundExpression Column(ColumnSyntax column) => scope.Resolve(column) is var meaning && meaning is BoundLiteral ? Unknown(column) : meaning;

    private BoundExpression BindAny(SqlExpression expression)
    {
        var bound = expression switch
        {
            ColumnSyntax e => Column(e),
            RefusedSyntax e => Unknown(e),
            NumberSyntax e => Number(e),
            TextSyntax e => new BoundLiteral(Datum.FromText(e.Value), e.Value.Length == 0 ? TypeFamilies.UntypedNull : new TextType(e.Value.Length)),
            NullSyntax => new BoundLiteral(Datum.Null, TypeFamilies.UntypedNull),
            DateTimeSyntax e => DateTimeLiteral(e),
            IntervalSyntax e => IntervalLiteral.Bind(e),
            ChainSyntax e => Chain(e),
            UnarySyntax { Operator: "NOT" } e => new BoundNot(BindCondition(e.Operand)),
            UnarySyntax e => Negate(e),
            ComparisonSyntax e => Comparison(e),
            BetweenSyntax e => Between(e),
            LikeSyntax e => Like(e),
            IsNullSyntax e => Not(e.IsNot, new BoundIsNull(Bind(e.Operand))),
            InListSyntax e => InList(e),
            InQuerySyntax e => InQuery(e),
            ExistsSyntax e => new BoundExists(queries.Bind(e.Query, scope)),
            ScalarQuerySyntax e => ScalarQuery(e),
            CaseSyntax e => Case(e),
            CallSyntax e => Call(e),
            ExtractSyntax e => FunctionCatalog.Extract(e, Bind(e.Operand)),
            TrimSyntax e => Trim(e),
            CastSyntax e => FunctionCatalog.Cast(e, Bind(e.Operand)),
            TupleSyntax => throw SqlErrors.At(expression.Location, SqlErrors.Syntax, "a list in parentheses stands only on the left of IN"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return bound with { Location = expression.Location };
    }

    private static BoundLiteral Number(NumberSyntax number)
    {
        try
        {
            if (OracleNumber.TryParse(number.Text, out var value))
            {
                return new BoundLiteral(Datum.FromNumber(value), OracleType.Number);
            }
        }
        catch (HarunireException overflow) when (overflow.Code == ValueErrors.NumericOverflow)
        {
            // The value's error knows no place; the one below does.
        }

        throw SqlErrors.At(number.Location, SqlErrors.Syntax, $"'{(number.Text.Length <= 40 ? number.Text : number.Text[..40] + "...")}' is no number that NUMBER can hold");
    }

    private static BoundLiteral DateTimeLiteral(DateTimeSyntax literal)
    {
        if (literal.IsTimestamp)
        {
            return OracleTimestamp.TryParse(literal.Value, out var timestamp)
                ? new BoundLiteral(Datum.FromTimestamp(timestamp), new TimestampType(9))
                : throw SqlErrors.At(literal.Location, SqlErrors.Syntax, $"TIMESTAMP '{literal.Value}' is not of the form TIMESTAMP '2026-01-31 12:34:56.789'");
        }

        return literal.Value.Length == 10 && OracleDate.TryParse(literal.Value, out var date)
            ? new BoundLiteral(Datum.FromDate(date), OracleType.Date)
            : throw SqlErrors.At(literal.Location, SqlErrors.Syntax, $"DATE '{literal.Value}' is not of the form DATE '2026-01-31'", "for a date with a time write TO_DATE with a mask");
    }

    private BoundExpression Chain(ChainSyntax chain)
    {
        if (chain.Rest[0].Operator is "AND" or "OR")
        {
            ImmutableArray<BoundExpression> operands = [BindCondition(chain.First), .. chain.Rest.Select(r => BindCondition(r.Operand))];
            return chain.Rest[0].Operator == "AND" ? new BoundAnd(operands) : new BoundOr(operands);
        }

        return chain.Rest.Aggregate(Bind(chain.First), (left, link) => FunctionCatalog.Operator(link.Location, link.Operator, left, Bind(link.Operand)));
    }

    private BoundExpression Negate(UnarySyntax negation)
    {
        var operand = Conversions.To(TypeFamily.Number, Bind(negation.Operand), "unary minus");
        return operand is BoundLiteral { Value.IsNull: false } literal
            ? literal with { Value = Datum.FromNumber(-literal.Value.AsNumber) }
            : new BoundCall(ScalarFunction.Negate, [operand], OracleType.Number);
    }

    private BoundExpression Comparison(ComparisonSyntax comparison)
    {
        if (comparison.Left is TupleSyntax || comparison.Right is TupleSyntax)
        {
            throw Refusals.Refuse(comparison.Location, "lists are not compared with = or <>", "compare column by column");
        }

        return Compare(
            comparison.Location,
            comparison.Operator switch
            {
                "=" => ComparisonOperator.Equal,
                "<>" => ComparisonOperator.NotEqual,
                "<" => ComparisonOperator.Less,
                "<=" => ComparisonOperator.LessOrEqual,
                ">" => ComparisonOperator.Greater,
                _ => ComparisonOperator.GreaterOrEqual,
            },
            Bind(comparison.Left),
            Bind(comparison.Right));
    }

    private static List<BoundExpression> ComparableSides(BoundExpression left, BoundExpression right)
    {
        var sides = Conversions.ToCommon([left, right], "the comparison");
        foreach (var side in sides)
        {
            if (side.Type is ClobType or BlobType)
            {
                throw Refusals.Refuse(side.Location, "ORA-00932: LOBs can't be compared");
            }
        }

        return BlankPadding.Apply(sides);
    }

    private BoundExpression Between(BetweenSyntax between)
    {
        var (operand, low, high) = (Bind(between.Operand), Bind(between.Low), Bind(between.High));
        return Not(between.IsNot, new BoundAnd(
        [
            Compare(between.Location, ComparisonOperator.GreaterOrEqual, operand, low),
            Compare(between.Location, ComparisonOperator.LessOrEqual, operand, high),
        ]));
    }

    private BoundExpression Like(LikeSyntax like) => Not(like.IsNot, new BoundLike(
        Conversions.To(TypeFamily.Text, Bind(like.Operand), "LIKE"),
        Conversions.To(TypeFamily.Text, Bind(like.Pattern), "LIKE"),
        like.Escape is null ? null : Conversions.To(TypeFamily.Text, Bind(like.Escape), "ESCAPE")));

    private BoundExpression InList(InListSyntax list)
    {
        if (list.Operand is TupleSyntax tuple)
        {
            return Not(list.IsNot, TupleInList(tuple, list));
        }

        var operand = Bind(list.Operand);
        var comparisons = list.Items.Select(item => (BoundComparison)Compare(list.Location, ComparisonOperator.Equal, operand, Bind(item))).ToList();
        var sameOperand = comparisons.TrueForAll(c => BoundText.Of(c.Left) == BoundText.Of(comparisons[0].Left));
        BoundExpression condition = comparisons.Count == 1
            ? comparisons[0]
            : sameOperand ? new BoundInList(comparisons[0].Left, [.. comparisons.Select(c => c.Right)]) : new BoundOr([.. comparisons]);
        return Not(list.IsNot, condition);
    }

    private BoundExpression TupleInList(TupleSyntax tuple, InListSyntax list)
    {
        var operands = tuple.Items.Select(Bind).ToList();
        var alternatives = new List<BoundExpression>();
        foreach (var item in list.Items)
        {
            if (item is not TupleSyntax values || values.Items.Length != operands.Count)
            {
                throw SqlErrors.At(item.Location, SqlErrors.WrongArguments, $"expected a list of {operands.Count} values in parentheses");
            }

            alternatives.Add(new BoundAnd([.. values.Items.Select((v, i) => Compare(item.Location, ComparisonOperator.Equal, operands[i], Bind(v)))]));
        }

        return alternatives.Count == 1 ? alternatives[0] : new BoundOr([.. alternatives]);
    }

    private BoundExpression InQuery(InQuerySyntax @in)
    {
        var operands = @in.Operand is TupleSyntax tuple ? tuple.Items.Select(Bind).ToList() : [Bind(@in.Operand)];
        var query = queries.Bind(@in.Query, scope);
        if (query.Columns.Length != operands.Count)
        {
            throw SqlErrors.At(@in.Location, SqlErrors.WrongArguments, $"the subquery gives {query.Columns.Length} columns, and IN compares {operands.Count}");
        }

        // A query's columns are converted and padded where they stand; those of UNION ALL, in a select around it.
        var select = query as BoundSelect ?? new BoundSelect { From = new BoundDerived(query, ""), IsGrouped = false, Select = [.. query.Columns.Select(c => new BoundProjection(c, new BoundColumn(c) { Location = @in.Location }))] };
        var converted = new List<BoundProjection>();
        for (var i = 0; i < operands.Count; i++)
        {
            var column = select.Select[i].Expression;
            var sides = BlankPadding.Apply(Conversions.ToCommon([operands[i], column], "IN"));
            operands[i] = sides[0];
            converted.Add(ReferenceEquals(sides[1], column) ? select.Select[i] : new BoundProjection(numbers.New(select.Select[i].Output.Name, sides[1].Type, TypeRules.IsNullable(sides[1])), sides[1]));
        }

        var isConverted = !converted.SequenceEqual(select.Select);
        return Not(@in.IsNot, new BoundInSubquery([.. operands], isConverted ? select with { Select = [.. converted] } : query));
    }

    private BoundScalarSubquery ScalarQuery(ScalarQuerySyntax scalar)
    {
        var query = queries.Bind(scalar.Query, scope);
        if (query is not BoundSelect { IsGrouped: true, GroupBy.IsEmpty: true, Having: null } || query.Columns.Length != 1)
        {
            throw Refusals.Refuse(scalar.Location, "a subquery that stands for a value must be one aggregate without GROUP BY, so that it gives exactly one row", "write MIN(...) or MAX(...) around its column, or a LEFT JOIN");
        }

        return new BoundScalarSubquery(query, query.Columns[0].Type);
    }

    private BoundCase Case(CaseSyntax @case)
    {
        var operand = @case.Operand is null ? null : Bind(@case.Operand);
        var whens = @case.Arms.Select(a => operand is null ? BindCondition(a.When) : Compare(a.When.Location, ComparisonOperator.Equal, operand, Bind(a.When))).ToList();
        var results = @case.Arms.Select(a => Bind(a.Then)).ToList();
        if (@case.Else is not null)
        {
            results.Add(Bind(@case.Else));
        }

        var values = Conversions.ToFirst(results, "CASE, whose results are of one type,");
        var arms = whens.Select((when, i) => new BoundCaseArm(when, values[i]));
        return new BoundCase([.. arms], @case.Else is null ? null : values[^1], TypeRules.Unify(values.Select(v => v.Type)));
    }

    private BoundExpression Call(CallSyntax call)
    {
        if (FunctionCatalog.AggregateOf(call.Name.Text) is { } aggregate)
        {
            return Aggregate(call, aggregate);
        }

        if (call.IsStar || call.IsDistinct)
        {
            throw SqlErrors.At(call.Location, SqlErrors.Syntax, $"{call.Name} takes no {(call.IsStar ? "*" : "DISTINCT")}");
        }

        return FunctionCatalog.Bind(call, [.. call.Arguments.Select(Bind)]);
    }

    private BoundColumn Aggregate(CallSyntax call, AggregateFunction function)
    {
        if (Grouping is null)
        {
            throw SqlErrors.At(call.Location, SqlErrors.MisplacedAggregate, $"{call.Name} is not allowed here", "aggregates stand in the select list and in HAVING");
        }

        var name = SyntaxText.Of(call);
        if (call.IsStar)
        {
            return function == AggregateFunction.Count
                ? Grouping.AddAggregate(AggregateFunction.CountRows, null, distinct: false, OracleType.Number, name)
                : throw SqlErrors.At(call.Location, SqlErrors.Syntax, $"only COUNT takes *, not {call.Name}");
        }

        if (call.Arguments.Length != 1)
        {
            throw SqlErrors.At(call.Location, SqlErrors.WrongArguments, $"{call.Name} takes one argument");
        }

        var argument = new ExpressionBinder(queries, numbers, scope).Bind(call.Arguments[0]);
        if (BoundRewriter.All(argument).Any(e => e is BoundScalarSubquery or BoundExists or BoundInSubquery))
        {
            throw Refusals.Refuse(call.Location, "a subquery inside an aggregate is not supported", "compute it in an inline view");
        }

        if (function is AggregateFunction.Sum or AggregateFunction.Avg)
        {
            argument = Conversions.To(TypeFamily.Number, argument, call.Name.Text.ToUpperInvariant());
        }

        var type = function is AggregateFunction.Min or AggregateFunction.Max ? argument.Type : OracleType.Number;
        return Grouping.AddAggregate(function, argument, call.IsDistinct, type, name);
    }

    private BoundCall Trim(TrimSyntax trim)
    {
        var operand = Conversions.To(TypeFamily.Text, Bind(trim.Operand), "TRIM");
        if (trim.Character is TextSyntax { Value.Length: not 1 })
        {
            throw SqlErrors.At(trim.Character.Location, SqlErrors.WrongArguments, "ORA-30001: TRIM takes one character", "LTRIM and RTRIM take a set");
        }

        var function = trim.Side switch { "LEADING" => ScalarFunction.Ltrim, "TRAILING" => ScalarFunction.Rtrim, _ => ScalarFunction.Trim };
        ImmutableArray<BoundExpression> arguments = trim.Character is null ? [operand] : [operand, Conversions.To(TypeFamily.Text, Bind(trim.Character), "TRIM")];
        return new BoundCall(function, arguments, new TextType((operand.Type as TextType)?.Length));
    }

    private static BoundExpression Not(bool isNot, BoundExpression condition) => isNot ? new BoundNot(condition) : condition;
}
