using System.Globalization;

namespace Harunire.Model.Values;

/// <summary>Oracle's TIMESTAMP WITH TIME ZONE: an instant and the offset in which it was written. Order and equality are the instant's.</summary>
/// <param name="Utc">The instant, in UTC.</param>
/// <param name="OffsetMinutes">-900..900; local time is UTC plus this.</param>
public readonly record struct OracleTimestampTz(OracleTimestamp Utc, int OffsetMinutes) : IComparable<OracleTimestampTz>
{
    public OracleTimestamp Local => new(Utc.Seconds + (OffsetMinutes * 60L), Utc.Nanoseconds);

    public static bool operator <(OracleTimestampTz left, OracleTimestampTz right) => left.CompareTo(right) < 0;

    public static bool operator >(OracleTimestampTz left, OracleTimestampTz right) => left.CompareTo(right) > 0;

    public static bool operator <=(OracleTimestampTz left, OracleTimestampTz right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OracleTimestampTz left, OracleTimestampTz right) => left.CompareTo(right) >= 0;

    /// <summary>As <see cref="OracleTimestamp.TryParse"/>, followed by Z or +HH:MM or -HH:MM.</summary>
    public static bool TryParse(string text, out OracleTimestampTz value)
    {
        value = default;
        var trimmed = text.TrimEnd();
        if (trimmed.EndsWith('Z'))
        {
            return OracleTimestamp.TryParse(trimmed[..^1].TrimEnd(), out var utc) && Set(out value, utc, 0);
        }

        if (trimmed.Length < 17 || trimmed[^3] != ':' || trimmed[^6] is not ('+' or '-')
            || !int.TryParse(trimmed.AsSpan(trimmed.Length - 5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(trimmed.AsSpan(trimmed.Length - 2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || hours > 15 || minutes > 59
            || !OracleTimestamp.TryParse(trimmed[..^6].TrimEnd(), out var local))
        {
            return false;
        }

        var offset = ((hours * 60) + minutes) * (trimmed[^6] == '-' ? -1 : 1);
        return Set(out value, new OracleTimestamp(local.Seconds - (offset * 60L), local.Nanoseconds), offset);
    }

    public bool Equals(OracleTimestampTz other) => Utc == other.Utc;

    public override int GetHashCode() => Utc.GetHashCode();

    public int CompareTo(OracleTimestampTz other) => Utc.CompareTo(other.Utc);

    public override string ToString() => Local + Offset();

    public string ToString(int digits) => Local.ToString(digits) + Offset();

    private string Offset() => string.Create(CultureInfo.InvariantCulture, $"{(OffsetMinutes < 0 ? '-' : '+')}{Math.Abs(OffsetMinutes) / 60:00}:{Math.Abs(OffsetMinutes) % 60:00}");

    private static bool Set(out OracleTimestampTz value, OracleTimestamp utc, int offset)
    {
        value = new OracleTimestampTz(utc, offset);
        return true;
    }
}
