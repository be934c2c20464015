using System.Globalization;

namespace Harunire.Model.Values;

/// <summary>Oracle's INTERVAL DAY TO SECOND.</summary>
/// <param name="Seconds">Whole seconds, rounded down.</param>
/// <param name="Nanoseconds">0..999,999,999, added to <paramref name="Seconds"/>: -0.5 s is (-1, 500,000,000).</param>
public readonly record struct IntervalDayToSecond(long Seconds, int Nanoseconds) : IComparable<IntervalDayToSecond>
{
    public static bool operator <(IntervalDayToSecond left, IntervalDayToSecond right) => left.CompareTo(right) < 0;

    public static bool operator >(IntervalDayToSecond left, IntervalDayToSecond right) => left.CompareTo(right) > 0;

    public static bool operator <=(IntervalDayToSecond left, IntervalDayToSecond right) => left.CompareTo(right) <= 0;

    public static bool operator >=(IntervalDayToSecond left, IntervalDayToSecond right) => left.CompareTo(right) >= 0;

    public int CompareTo(IntervalDayToSecond other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds));

    /// <summary>As Oracle's literal: +01 02:03:04.500000000.</summary>
    public override string ToString()
    {
        var negative = Seconds < 0;
        var (whole, nanos) = negative && Nanoseconds > 0 ? (-(Seconds + 1), 1_000_000_000 - Nanoseconds) : (Math.Abs(Seconds), Nanoseconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(negative ? '-' : '+')}{whole / 86400:00} {whole / 3600 % 24:00}:{whole / 60 % 60:00}:{whole % 60:00}.{nanos:000000000}");
    }
}
