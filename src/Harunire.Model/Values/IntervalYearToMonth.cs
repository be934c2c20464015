using System.Globalization;

namespace Harunire.Model.Values;

/// <summary>Oracle's INTERVAL YEAR TO MONTH.</summary>
/// <param name="Months">All of it in months; negative for a negative interval.</param>
public readonly record struct IntervalYearToMonth(long Months) : IComparable<IntervalYearToMonth>
{
    public static bool operator <(IntervalYearToMonth left, IntervalYearToMonth right) => left.Months < right.Months;

    public static bool operator >(IntervalYearToMonth left, IntervalYearToMonth right) => left.Months > right.Months;

    public static bool operator <=(IntervalYearToMonth left, IntervalYearToMonth right) => left.Months <= right.Months;

    public static bool operator >=(IntervalYearToMonth left, IntervalYearToMonth right) => left.Months >= right.Months;

    public int CompareTo(IntervalYearToMonth other) => Months.CompareTo(other.Months);

    /// <summary>As Oracle's literal: +02-06.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Months < 0 ? '-' : '+')}{Math.Abs(Months) / 12:00}-{Math.Abs(Months) % 12:00}");
}
