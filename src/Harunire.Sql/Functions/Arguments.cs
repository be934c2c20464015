using System.Collections.Immutable;
using Harunire.Model.Errors;
using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Binding;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Functions;

/// <summary>The arguments of one call, converted on demand.</summary>
internal sealed class Arguments(string function, SourceLocation location, ImmutableArray<BoundExpression> arguments)
{
    public int Count => arguments.Length;

    public BoundExpression this[int index] => arguments[index];

    public BoundExpression Number(int index) => Conversions.To(TypeFamily.Number, arguments[index], function);

    public BoundExpression Text(int index) => Conversions.To(TypeFamily.Text, arguments[index], function);

    public BoundExpression Date(int index) => Conversions.To(TypeFamily.Date, arguments[index], function);

    public bool IsTime(int index) => TypeFamilies.Of(arguments[index].Type) is TypeFamily.Date or TypeFamily.Timestamp;

    public IEnumerable<BoundExpression> Optional(int index, Func<int, BoundExpression> convert) => index < Count ? [convert(index)] : [];

    public BoundCall Call(ScalarFunction scalar, OracleType type, params ReadOnlySpan<BoundExpression> converted) =>
        new(scalar, [.. converted], type) { Location = location };

    public BoundExpression CutNumber(ScalarFunction scalar) => Call(scalar, OracleType.Number, [Number(0), .. Optional(1, Number)]);

    /// <summary>TRUNC and ROUND of a date: the mask is a literal, DD where none is written.</summary>
    public BoundExpression CutDate(ScalarFunction scalar)
    {
        var mask = Count == 1 ? new BoundLiteral(Datum.FromText("DD"), new TextType(2)) : arguments[1];
        return mask is BoundLiteral { Value.Kind: DatumKind.Text }
            ? Call(scalar, OracleType.Date, Date(0), mask)
            : throw SqlErrors.At(mask.Location, SqlErrors.WrongArguments, $"{function} of a date takes its unit as a text literal, such as 'MM'");
    }

    public BoundExpression ToChar()
    {
        var mask = Optional(1, Text).ToList();
        switch (TypeFamilies.Of(arguments[0].Type))
        {
            case TypeFamily.Number:
                return Call(ScalarFunction.NumberToChar, new TextType(), [arguments[0], .. mask]);
            case TypeFamily.Date or TypeFamily.Timestamp or TypeFamily.TimestampTz when mask.Count == 0:
                throw SqlErrors.At(location, SqlErrors.WrongArguments, "TO_CHAR of a date without a mask depends on NLS_DATE_FORMAT", "write the mask: TO_CHAR(d, 'YYYY-MM-DD HH24:MI:SS')");
            case TypeFamily.Date or TypeFamily.Timestamp or TypeFamily.TimestampTz:
                return Call(ScalarFunction.DateToChar, new TextType(), [arguments[0], .. mask]);
            case TypeFamily.Text or TypeFamily.Untyped when mask.Count == 0:
                return Call(ScalarFunction.TextToChar, new TextType(), Text(0));
            default:
                throw SqlErrors.At(location, SqlErrors.WrongArguments, $"TO_CHAR takes a number or a date, and this is {arguments[0].Type}");
        }
    }

    public BoundExpression ToTime(ScalarFunction scalar, OracleType type)
    {
        if (Count == 1)
        {
            throw SqlErrors.At(location, SqlErrors.WrongArguments, $"{function} without a mask depends on NLS settings", "write the mask as the second argument");
        }

        return Call(scalar, type, Text(0), Text(1));
    }

    public BoundExpression Common(ScalarFunction scalar, bool byFirst)
    {
        var converted = byFirst ? Conversions.ToFirst(arguments, function) : Conversions.ToCommon(arguments, function);
        return Call(scalar, TypeRules.Unify(converted.Select(e => e.Type)), [.. converted]);
    }

    public BoundExpression NullIf()
    {
        var converted = Conversions.ToCommon(arguments, function);
        if (!BlankPadding.Applies(converted))
        {
            return Call(ScalarFunction.NullIf, converted[0].Type, [.. converted]);
        }

        var equal = ExpressionBinder.Compare(location, ComparisonOperator.Equal, converted[0], converted[1]);
        return new BoundCase([new BoundCaseArm(equal, new BoundLiteral(Datum.Null, converted[0].Type))], converted[0], converted[0].Type) { Location = location };
    }

    public BoundExpression Nvl2()
    {
        var results = Conversions.ToFirst([arguments[1], arguments[2]], function);
        return Call(ScalarFunction.Nvl2, TypeRules.Unify(results.Select(e => e.Type)), arguments[0], results[0], results[1]);
    }
}
