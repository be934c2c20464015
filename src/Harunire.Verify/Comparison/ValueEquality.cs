using Harunire.Model.Values;

namespace Harunire.Verify.Comparison;

/// <summary>Equality by value: NULL equals NULL, and a DATE equals the TIMESTAMP of the same second.</summary>
internal static class ValueEquality
{
    public static bool AreEqual(in Datum left, in Datum right) =>
        left == right
        || (left.Kind == DatumKind.Date && right.Kind == DatumKind.Timestamp && right.AsTimestamp == OracleTimestamp.FromDate(left.AsDate))
        || (left.Kind == DatumKind.Timestamp && right.Kind == DatumKind.Date && left.AsTimestamp == OracleTimestamp.FromDate(right.AsDate));

    /// <summary>The seconds of a DATE or TIMESTAMP, on the calendar's own count.</summary>
    public static bool TryMoment(in Datum value, out long seconds)
    {
        seconds = value.Kind switch
        {
            DatumKind.Date => value.AsDate.Seconds,
            DatumKind.Timestamp => value.AsTimestamp.Seconds,
            _ => 0,
        };
        return value.Kind is DatumKind.Date or DatumKind.Timestamp;
    }
}
