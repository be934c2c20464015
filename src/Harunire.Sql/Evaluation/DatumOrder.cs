using Harunire.Model.Types;
using Harunire.Model.Values;

namespace Harunire.Sql.Evaluation;

/// <summary>How two values that are not NULL compare, decided by the types of the two sides.</summary>
/// <remarks>CHAR with CHAR ignores trailing blanks. Source: Oracle SQL Language Reference, "Data Type Comparison Rules".</remarks>
public abstract class DatumOrder
{
    private static readonly DatumOrder Plain = new PlainOrder();
    private static readonly DatumOrder Padded = new PaddedOrder();

    private DatumOrder()
    {
    }

    public static DatumOrder Of(OracleType left, OracleType right) => left is CharType && right is CharType ? Padded : Plain;

    public abstract int Compare(in Datum left, in Datum right);

    private sealed class PlainOrder : DatumOrder
    {
        public override int Compare(in Datum left, in Datum right) => Datum.Compare(left, right);
    }

    private sealed class PaddedOrder : DatumOrder
    {
        public override int Compare(in Datum left, in Datum right)
        {
            // CHAR of blanks alone is not NULL, but FromText("") would be: keep one blank.
            return Datum.Compare(Datum.FromText(Trim(left.AsText)), Datum.FromText(Trim(right.AsText)));
        }

        private static string Trim(string text) => text.TrimEnd(' ') is { Length: > 0 } trimmed ? trimmed : " ";
    }
}
