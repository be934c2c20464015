using Harunire.Model.Types;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Binding;

/// <summary>Oracle's padded comparison: CHAR against CHAR or a text literal, the shorter side filled with blanks, so that a CHAR of blanks is a value.</summary>
/// <remarks>A VARCHAR2 on either side makes trailing blanks count. Source: Oracle SQL Language Reference, "Blank-Padded and Nonpadded Comparison Semantics".</remarks>
internal static class BlankPadding
{
    public static bool Applies(IReadOnlyList<BoundExpression> sides) =>
        sides.All(s => s.Type is CharType || s is BoundLiteral { Value.Kind: DatumKind.Text }) && sides.Any(s => s.Type is CharType);

    /// <summary>The sides as they are compared; as they were where no padding applies.</summary>
    public static List<BoundExpression> Apply(List<BoundExpression> sides)
    {
        if (!Applies(sides))
        {
            return sides;
        }

        var length = sides.Max(s => s is BoundLiteral literal ? literal.Value.AsText.Length : ((CharType)s.Type).Length);
        return [.. sides.Select(s => Pad(s, length))];
    }

    private static BoundExpression Pad(BoundExpression side, int length) => side is BoundLiteral { Value.Kind: DatumKind.Text } literal
        ? literal with { Value = Datum.FromText(literal.Value.AsText.PadRight(length)), Type = new CharType(length) }
        : new BoundCall(ScalarFunction.PadChar, [side, new BoundLiteral(Datum.FromNumber(length), OracleType.Number)], new TextType(length)) { Location = side.Location };
}
