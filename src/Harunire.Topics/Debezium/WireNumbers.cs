using System.Buffers.Binary;
using System.Numerics;
using Harunire.Model.Values;

namespace Harunire.Topics.Debezium;

/// <summary>Kafka Connect's decimals (two's complement, big endian, least bytes), and Debezium's times by the proleptic Gregorian calendar.</summary>
internal static class WireNumbers
{
    // 1582-10-15: from here on Oracle's calendar and Java's are one.
    private const long GregorianSeconds = -12_219_292_800;
    private const long SecondsPerDay = 86_400;

    /// <summary>Bytes of an Oracle number are at most 54; a wire decimal that needs more is no Oracle number.</summary>
    public static bool TryReadDecimal(ReadOnlySpan<byte> bytes, int scale, out OracleNumber value)
    {
        value = default;
        if (bytes.Length == 0 || bytes.Length > 64 || scale is < -130 or > 200)
        {
            return false;
        }

        if (bytes.Length <= 8)
        {
            var number = unchecked((long)(sbyte)bytes[0]);
            foreach (var b in bytes[1..])
            {
                number = unchecked((number << 8) | b);
            }

            value = OracleNumber.FromScaled(number, scale);
            return true;
        }

        var exact = new BigInteger(bytes, isUnsigned: false, isBigEndian: true);
        value = OracleNumber.FromBigInteger(exact, scale);
        return scale < 0 || (value.ToUnscaled(scale, out var back) && back == exact);
    }

    /// <summary>Writes value × 10^scale; 0 where it is no integer. The target has 72 bytes.</summary>
    public static int WriteDecimal(OracleNumber value, int scale, Span<byte> target)
    {
        if (value.TryToScaled(scale, out long small))
        {
            Span<byte> all = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(all, small);
            var skip = 0;
            while (skip < 7 && ((all[skip] == 0 && all[skip + 1] < 0x80) || (all[skip] == 0xff && all[skip + 1] >= 0x80)))
            {
                skip++;
            }

            all[skip..].CopyTo(target);
            return 8 - skip;
        }

        return value.ToUnscaled(scale, out var big) && big.TryWriteBytes(target, out var written, isUnsigned: false, isBigEndian: true) ? written : 0;
    }

    /// <summary>Seconds by Oracle's calendar to seconds by Java's, the fields kept.</summary>
    public static long ToProleptic(long seconds)
    {
        if (seconds >= GregorianSeconds)
        {
            return seconds;
        }

        var date = new OracleDate(seconds);
        return (DaysFromCivil(date.Year < 0 ? date.Year + 1 : date.Year, date.Month, date.Day) * SecondsPerDay) + date.SecondOfDay;
    }

    /// <summary>The opposite; null where Oracle has no such date.</summary>
    public static long? FromProleptic(long seconds)
    {
        if (seconds >= GregorianSeconds)
        {
            return seconds <= 253_402_300_799 ? seconds : null;
        }

        var days = Math.DivRem(seconds, SecondsPerDay, out var rest);
        days -= rest < 0 ? 1 : 0;
        if (days < -3_000_000)
        {
            return null;
        }

        var (year, month, day) = CivilFromDays(days);
        return OracleDate.Create(year <= 0 ? year - 1 : year, month, day) is { } date ? date.Seconds + seconds - (days * SecondsPerDay) : null;
    }

    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": eras of 400 years that begin on 1 March.
    private static long DaysFromCivil(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097L) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    private static (int Year, int Month, int Day) CivilFromDays(long days)
    {
        var z = days + 719_468;
        var era = (z >= 0 ? z : z - 146_096) / 146_097;
        var dayOfEra = z - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var m = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(m < 10 ? m + 3 : m - 9);
        return ((int)(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0)), month, (int)(dayOfYear - (((153 * m) + 2) / 5) + 1));
    }
}
