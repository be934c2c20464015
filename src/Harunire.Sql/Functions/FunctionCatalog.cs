using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Binding;
using Harunire.Sql.Bound;
using Harunire.Sql.Syntax;

namespace Harunire.Sql.Functions;

/// <summary>Oracle's functions and operators by name, resolved to <see cref="ScalarFunction"/>s by their arguments' types.</summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, FunctionDefinition> Functions = Definitions().ToDictionary(f => f.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OracleOnly = new(StringComparer.OrdinalIgnoreCase)
    {
        "REGEXP_LIKE", "REGEXP_REPLACE", "REGEXP_SUBSTR", "REGEXP_INSTR", "DECODE", "TO_TIMESTAMP_TZ", "FROM_TZ", "NEW_TIME", "NEXT_DAY",
        "SQRT", "EXP", "LN", "LOG", "SIN", "COS", "TAN", "SOUNDEX", "ASCII", "CHR", "NLS_UPPER", "NLS_LOWER", "TO_CLOB", "HEXTORAW", "RAWTOHEX", "NUMTODSINTERVAL", "NUMTOYMINTERVAL",
    };

    public static IEnumerable<string> Names => Functions.Keys.Concat(["CASE", "CAST", "COUNT", "DECODE", "EXTRACT", "SUM", "AVG", "MIN", "MAX", "TRIM"]).Order(StringComparer.Ordinal);

    public static AggregateFunction? AggregateOf(string name) => name.ToUpperInvariant() switch
    {
        "COUNT" => AggregateFunction.Count,
        "SUM" => AggregateFunction.Sum,
        "AVG" => AggregateFunction.Avg,
        "MIN" => AggregateFunction.Min,
        "MAX" => AggregateFunction.Max,
        _ => null,
    };

    public static BoundExpression Bind(CallSyntax call, ImmutableArray<BoundExpression> arguments)
    {
        if (call.Name.Matches("DECODE"))
        {
            return Decode(call, arguments);
        }

        if (!Functions.TryGetValue(call.Name.Text, out var function))
        {
            var known = OracleOnly.Contains(call.Name.Text);
            var nearest = known ? null : NearestName.Find(call.Name.Text, Names);
            throw SqlErrors.At(
                call.Location,
                known ? SqlErrors.Unsupported : SqlErrors.UnknownFunction,
                known ? $"the function {call.Name.Text.ToUpperInvariant()} is Oracle's, and not supported yet" : $"there is no function {call.Name}",
                nearest is null ? "docs/sql.md lists the functions" : $"did you mean {nearest}?");
        }

        if (arguments.Length < function.Least || arguments.Length > function.Most)
        {
            var wanted = function.Least == function.Most ? $"{function.Least}" : function.Most == int.MaxValue ? $"at least {function.Least}" : $"{function.Least} to {function.Most}";
            throw SqlErrors.At(call.Location, SqlErrors.WrongArguments, $"{function.Name} takes {wanted} argument{(wanted == "1" ? "" : "s")}, not {arguments.Length}");
        }

        return function.Bind(new Arguments(function.Name, call.Location, arguments));
    }

    public static BoundExpression Operator(SourceLocation location, string sign, BoundExpression left, BoundExpression right)
    {
        if (sign == "||")
        {
            var parts = new[] { left, right }.Select(e => Conversions.To(TypeFamily.Text, e, "||")).ToImmutableArray();
            return new BoundCall(ScalarFunction.Concat, parts, new TextType()) { Location = location };
        }

        var (l, r) = (TypeFamilies.Of(left.Type), TypeFamilies.Of(right.Type));
        if (IsTime(l) || IsTime(r) || IsInterval(l) || IsInterval(r))
        {
            return TimeArithmetic(location, sign, left, right, l, r);
        }

        var function = sign switch { "+" => ScalarFunction.Add, "-" => ScalarFunction.Subtract, "*" => ScalarFunction.Multiply, _ => ScalarFunction.Divide };
        return new BoundCall(function, [Conversions.To(TypeFamily.Number, left, sign), Conversions.To(TypeFamily.Number, right, sign)], OracleType.Number) { Location = location };
    }

    public static BoundCall Extract(ExtractSyntax extract, BoundExpression operand)
    {
        var family = TypeFamilies.Of(operand.Type);
        var fits = extract.Field switch
        {
            "YEAR" or "MONTH" => family is TypeFamily.Date or TypeFamily.Timestamp or TypeFamily.TimestampTz or TypeFamily.IntervalYearToMonth,
            "DAY" => family is TypeFamily.Date or TypeFamily.Timestamp or TypeFamily.TimestampTz or TypeFamily.IntervalDayToSecond,
            "HOUR" or "MINUTE" or "SECOND" => family is TypeFamily.Timestamp or TypeFamily.TimestampTz or TypeFamily.IntervalDayToSecond,
            _ => throw Parsing.Refusals.Refuse(extract.Location, $"EXTRACT({extract.Field}) is not supported"),
        };
        if (!fits)
        {
            throw SqlErrors.At(extract.Location, SqlErrors.WrongArguments, $"ORA-30076: {extract.Field} can't be extracted from {operand.Type}", family == TypeFamily.Date ? "a DATE gives YEAR, MONTH and DAY: cast it to TIMESTAMP for the time" : null);
        }

        return new BoundCall(ScalarFunction.Extract, [new BoundLiteral(Datum.FromText(extract.Field), new TextType(extract.Field.Length)), operand], OracleType.Number);
    }

    public static BoundExpression Cast(CastSyntax cast, BoundExpression operand)
    {
        int? Argument(int i) => cast.TypeArguments.Length > i ? cast.TypeArguments[i] : null;
        return cast.TypeName switch
        {
            "NUMBER" or "INTEGER" or "INT" => CastNumber(cast, operand, cast.TypeName == "NUMBER" ? new NumberType(Argument(0), Argument(0) is null ? null : Argument(1) ?? 0) : new NumberType(38, 0)),
            "VARCHAR2" => CastText(cast, operand, new TextType(Argument(0) ?? throw SqlErrors.At(cast.Location, SqlErrors.Syntax, "VARCHAR2 in CAST needs a length"))),
            "CHAR" => CastText(cast, operand, new CharType(Argument(0) ?? 1)),
            "DATE" => Conversions.To(TypeFamily.Date, operand, "CAST"),
            "TIMESTAMP" => new BoundCall(ScalarFunction.CastTimestamp, [Conversions.To(TypeFamily.Timestamp, operand, "CAST")], new TimestampType(Argument(0) ?? 6)),
            _ => throw Parsing.Refusals.Refuse(cast.Location, $"CAST to {cast.TypeName} is not supported"),
        };
    }

    private static BoundExpression CastNumber(CastSyntax cast, BoundExpression operand, NumberType type)
    {
        var number = Conversions.To(TypeFamily.Number, operand, "CAST");
        return type.Precision is null ? number : new BoundCall(ScalarFunction.CastNumber, [number], type) { Location = cast.Location };
    }

    private static BoundCall CastText(CastSyntax cast, BoundExpression operand, OracleType type) => new(
        cast.LengthUnit == "CHAR" ? ScalarFunction.CastText : ScalarFunction.CastTextBytes, [Conversions.To(TypeFamily.Text, operand, "CAST")], type)
    { Location = cast.Location };

    // DECODE(x, a, ra, b, rb, d): NULL equals NULL, and the first result decides the type.
    private static BoundCase Decode(CallSyntax call, ImmutableArray<BoundExpression> arguments)
    {
        if (arguments.Length < 3)
        {
            throw SqlErrors.At(call.Location, SqlErrors.WrongArguments, $"DECODE takes at least 3 arguments, not {arguments.Length}");
        }

        var pairs = (arguments.Length - 1) / 2;
        var hasDefault = arguments.Length % 2 == 0;
        var searches = Enumerable.Range(0, pairs).Select(i => arguments[1 + (2 * i)]);
        var results = Enumerable.Range(0, pairs).Select(i => arguments[2 + (2 * i)]).Concat(hasDefault ? [arguments[^1]] : []).ToList();

        // Oracle's own rule: a first result that is NULL makes all of them text.
        var values = results[0] is BoundLiteral { Value.IsNull: true }
            ? [.. results.Select(e => Conversions.To(TypeFamily.Text, e, "DECODE, whose first result is NULL and so makes all of them texts,"))]
            : Conversions.ToFirst(results, "DECODE, whose results are of the first one's type,");
        var arms = searches.Select((search, i) =>
        {
            var sides = Conversions.ToCommon([arguments[0], search], "DECODE");
            return new BoundCaseArm(new NullSafeEquals(sides[0], sides[1]) { Location = search.Location }, values[i]);
        });
        return new BoundCase([.. arms], hasDefault ? values[^1] : null, TypeRules.Unify(values.Select(v => v.Type)));
    }

    private static BoundCall TimeArithmetic(SourceLocation location, string sign, BoundExpression left, BoundExpression right, TypeFamily l, TypeFamily r)
    {
        BoundCall Call(ScalarFunction function, OracleType type, params ReadOnlySpan<BoundExpression> arguments) => new(function, [.. arguments], type) { Location = location };
        BoundExpression Days(BoundExpression e) => Conversions.To(TypeFamily.Number, e, "adding days");
        var numberRight = r is TypeFamily.Number or TypeFamily.Text or TypeFamily.Untyped;
        var numberLeft = l is TypeFamily.Number or TypeFamily.Text or TypeFamily.Untyped;
        return (sign, l, r) switch
        {
            // Oracle turns a TIMESTAMP into a DATE where a number of days is added.
            ("+", TypeFamily.Date or TypeFamily.Timestamp, _) when numberRight => Call(ScalarFunction.DateAddDays, OracleType.Date, Conversions.To(TypeFamily.Date, left, "+"), Days(right)),
            ("+", _, TypeFamily.Date or TypeFamily.Timestamp) when numberLeft => Call(ScalarFunction.DateAddDays, OracleType.Date, Conversions.To(TypeFamily.Date, right, "+"), Days(left)),
            ("-", TypeFamily.Date or TypeFamily.Timestamp, _) when numberRight => Call(ScalarFunction.DateSubtractDays, OracleType.Date, Conversions.To(TypeFamily.Date, left, "-"), Days(right)),
            ("-", TypeFamily.Date, TypeFamily.Date) => Call(ScalarFunction.DateDifference, OracleType.Number, left, right),
            ("-", TypeFamily.Date or TypeFamily.Timestamp, TypeFamily.Date or TypeFamily.Timestamp) =>
                Call(ScalarFunction.TimestampDifference, new IntervalDayToSecondType(9, 9), Conversions.To(TypeFamily.Timestamp, left, "-"), Conversions.To(TypeFamily.Timestamp, right, "-")),
            ("+", TypeFamily.Date or TypeFamily.Timestamp, _) when IsInterval(r) => Call(ScalarFunction.AddInterval, left.Type, left, right),
            ("-", TypeFamily.Date or TypeFamily.Timestamp, _) when IsInterval(r) => Call(ScalarFunction.SubtractInterval, left.Type, left, right),
            ("+", _, TypeFamily.Date or TypeFamily.Timestamp) when IsInterval(l) => Call(ScalarFunction.AddInterval, right.Type, right, left),
            _ => throw SqlErrors.At(location, SqlErrors.WrongArguments, $"{left.Type} {sign} {right.Type} is not defined in Oracle's SQL, or not supported"),
        };
    }

    private static bool IsTime(TypeFamily family) => family is TypeFamily.Date or TypeFamily.Timestamp or TypeFamily.TimestampTz;

    private static bool IsInterval(TypeFamily family) => family is TypeFamily.IntervalDayToSecond or TypeFamily.IntervalYearToMonth;

    private static IEnumerable<FunctionDefinition> Definitions()
    {
        foreach (var (name, function) in new[]
                 {
                     ("ABS", ScalarFunction.Abs), ("CEIL", ScalarFunction.Ceil), ("FLOOR", ScalarFunction.Floor), ("SIGN", ScalarFunction.Sign),
                 })
        {
            yield return new FunctionDefinition(name, 1, 1, a => a.Call(function, OracleType.Number, a.Number(0)));
        }

        yield return new FunctionDefinition("MOD", 2, 2, a => a.Call(ScalarFunction.Mod, OracleType.Number, a.Number(0), a.Number(1)));
        yield return new FunctionDefinition("POWER", 2, 2, a => a.Call(ScalarFunction.Power, OracleType.Number, a.Number(0), a.Number(1)));
        yield return new FunctionDefinition("ROUND", 1, 2, a => a.IsTime(0) ? a.CutDate(ScalarFunction.RoundDate) : a.CutNumber(ScalarFunction.RoundNumber));
        yield return new FunctionDefinition("TRUNC", 1, 2, a => a.IsTime(0) ? a.CutDate(ScalarFunction.TruncDate) : a.CutNumber(ScalarFunction.TruncNumber));
        foreach (var (name, function) in new[] { ("UPPER", ScalarFunction.Upper), ("LOWER", ScalarFunction.Lower), ("INITCAP", ScalarFunction.Initcap) })
        {
            yield return new FunctionDefinition(name, 1, 1, a => a.Call(function, new TextType(), a.Text(0)));
        }

        yield return new FunctionDefinition("CONCAT", 2, 2, a => a.Call(ScalarFunction.Concat, new TextType(), a.Text(0), a.Text(1)));
        yield return new FunctionDefinition("LENGTH", 1, 1, a => a.Call(ScalarFunction.Length, OracleType.Number, a.Text(0)));
        yield return new FunctionDefinition("SUBSTR", 2, 3, a => a.Call(ScalarFunction.Substr, new TextType(), [a.Text(0), a.Number(1), .. a.Optional(2, a.Number)]));
        yield return new FunctionDefinition("INSTR", 2, 4, a => a.Call(ScalarFunction.Instr, OracleType.Number, [a.Text(0), a.Text(1), .. a.Optional(2, a.Number), .. a.Optional(3, a.Number)]));
        yield return new FunctionDefinition("LTRIM", 1, 2, a => a.Call(ScalarFunction.Ltrim, new TextType(), [a.Text(0), .. a.Optional(1, a.Text)]));
        yield return new FunctionDefinition("RTRIM", 1, 2, a => a.Call(ScalarFunction.Rtrim, new TextType(), [a.Text(0), .. a.Optional(1, a.Text)]));
        yield return new FunctionDefinition("LPAD", 2, 3, a => a.Call(ScalarFunction.Lpad, new TextType(), [a.Text(0), a.Number(1), .. a.Optional(2, a.Text)]));
        yield return new FunctionDefinition("RPAD", 2, 3, a => a.Call(ScalarFunction.Rpad, new TextType(), [a.Text(0), a.Number(1), .. a.Optional(2, a.Text)]));
        yield return new FunctionDefinition("REPLACE", 2, 3, a => a.Call(ScalarFunction.Replace, new TextType(), [a.Text(0), a.Text(1), .. a.Optional(2, a.Text)]));
        yield return new FunctionDefinition("TRANSLATE", 3, 3, a => a.Call(ScalarFunction.Translate, new TextType(), a.Text(0), a.Text(1), a.Text(2)));

        yield return new FunctionDefinition("ADD_MONTHS", 2, 2, a => a.Call(ScalarFunction.AddMonths, OracleType.Date, a.Date(0), a.Number(1)));
        yield return new FunctionDefinition("LAST_DAY", 1, 1, a => a.Call(ScalarFunction.LastDay, OracleType.Date, a.Date(0)));
        yield return new FunctionDefinition("MONTHS_BETWEEN", 2, 2, a => a.Call(ScalarFunction.MonthsBetween, OracleType.Number, a.Date(0), a.Date(1)));

        yield return new FunctionDefinition("TO_CHAR", 1, 2, a => a.ToChar());
        yield return new FunctionDefinition("TO_NUMBER", 1, 2, a => a.Count == 1 && TypeFamilies.Of(a[0].Type) == TypeFamily.Number ? a[0] : a.Call(ScalarFunction.ToNumber, OracleType.Number, [a.Text(0), .. a.Optional(1, a.Text)]));
        yield return new FunctionDefinition("TO_DATE", 1, 2, a => a.ToTime(ScalarFunction.ToDate, OracleType.Date));
        yield return new FunctionDefinition("TO_TIMESTAMP", 1, 2, a => a.ToTime(ScalarFunction.ToTimestamp, new TimestampType(9)));

        yield return new FunctionDefinition("NVL", 2, 2, a => a.Common(ScalarFunction.Nvl, byFirst: true));
        yield return new FunctionDefinition("COALESCE", 2, int.MaxValue, a => a.Common(ScalarFunction.Coalesce, byFirst: true));
        yield return new FunctionDefinition("GREATEST", 1, int.MaxValue, a => a.Common(ScalarFunction.Greatest, byFirst: true));
        yield return new FunctionDefinition("LEAST", 1, int.MaxValue, a => a.Common(ScalarFunction.Least, byFirst: true));
        yield return new FunctionDefinition("NULLIF", 2, 2, a => a.NullIf());
        yield return new FunctionDefinition("NVL2", 3, 3, a => a.Nvl2());
    }
}
