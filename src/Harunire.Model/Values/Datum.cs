using System.Diagnostics;

namespace Harunire.Model.Values;

/// <summary>One value of any of Oracle's types, or NULL. The default is NULL.</summary>
/// <remarks>32 bytes: the bits of the number or time, a kind, and a reference for text and bytes; no boxing.</remarks>
public readonly struct Datum : IEquatable<Datum>
{
    private readonly ulong _low;
    private readonly ulong _high;
    private readonly object? _reference;
    private readonly uint _bits;
    private readonly DatumKind _kind;

    private Datum(DatumKind kind, ulong low, ulong high = 0, uint bits = 0, object? reference = null)
    {
        (_kind, _low, _high, _bits, _reference) = (kind, low, high, bits, reference);
    }

    public static Datum Null => default;

    public DatumKind Kind => _kind;

    public bool IsNull => _kind == DatumKind.Null;

    public OracleNumber AsNumber => Is(DatumKind.Number) ? new OracleNumber(_low, _high, _bits) : default;

    public string AsText => Is(DatumKind.Text) ? (string)_reference! : "";

    public byte[] AsRaw => Is(DatumKind.Raw) ? (byte[])_reference! : [];

    public OracleDate AsDate => Is(DatumKind.Date) ? new OracleDate(unchecked((long)_low)) : default;

    public OracleTimestamp AsTimestamp => Is(DatumKind.Timestamp) ? new OracleTimestamp(unchecked((long)_low), (int)_bits) : default;

    public OracleTimestampTz AsTimestampTz =>
        Is(DatumKind.TimestampTz) ? new OracleTimestampTz(new OracleTimestamp(unchecked((long)_low), (int)_bits), unchecked((int)_high)) : default;

    public IntervalYearToMonth AsIntervalYearToMonth => Is(DatumKind.IntervalYearToMonth) ? new IntervalYearToMonth(unchecked((long)_low)) : default;

    public IntervalDayToSecond AsIntervalDayToSecond =>
        Is(DatumKind.IntervalDayToSecond) ? new IntervalDayToSecond(unchecked((long)_low), unchecked((int)_bits)) : default;

    public float AsBinaryFloat => Is(DatumKind.BinaryFloat) ? BitConverter.UInt32BitsToSingle(_bits) : default;

    public double AsBinaryDouble => Is(DatumKind.BinaryDouble) ? BitConverter.UInt64BitsToDouble(_low) : default;

    public static Datum FromNumber(OracleNumber value) => new(DatumKind.Number, value.Low, value.High, value.Bits);

    /// <summary>'' and null become NULL, as in Oracle.</summary>
    public static Datum FromText(string? value) => string.IsNullOrEmpty(value) ? default : new(DatumKind.Text, 0, reference: value);

    /// <summary>Empty and null become NULL, as in Oracle.</summary>
    public static Datum FromRaw(byte[]? value) => value is null or { Length: 0 } ? default : new(DatumKind.Raw, 0, reference: value);

    public static Datum FromDate(OracleDate value) => new(DatumKind.Date, unchecked((ulong)value.Seconds));

    public static Datum FromTimestamp(OracleTimestamp value) => new(DatumKind.Timestamp, unchecked((ulong)value.Seconds), bits: (uint)value.Nanoseconds);

    public static Datum FromTimestampTz(OracleTimestampTz value) =>
        new(DatumKind.TimestampTz, unchecked((ulong)value.Utc.Seconds), unchecked((ulong)value.OffsetMinutes), (uint)value.Utc.Nanoseconds);

    public static Datum FromIntervalYearToMonth(IntervalYearToMonth value) => new(DatumKind.IntervalYearToMonth, unchecked((ulong)value.Months));

    public static Datum FromIntervalDayToSecond(IntervalDayToSecond value) =>
        new(DatumKind.IntervalDayToSecond, unchecked((ulong)value.Seconds), bits: unchecked((uint)value.Nanoseconds));

    public static Datum FromBinaryFloat(float value) => new(DatumKind.BinaryFloat, 0, bits: BitConverter.SingleToUInt32Bits(Canonical(value)));

    public static Datum FromBinaryDouble(double value) => new(DatumKind.BinaryDouble, BitConverter.DoubleToUInt64Bits(Canonical(value)));

    public static bool operator ==(Datum left, Datum right) => left.Equals(right);

    public static bool operator !=(Datum left, Datum right) => !left.Equals(right);

    /// <summary>Order of two values of one kind, neither NULL: numbers and times by value, text by code point (NLS_SORT = BINARY), NaN greatest.</summary>
    public static int Compare(Datum left, Datum right) => left._kind != right._kind || left.IsNull
        ? throw new InvalidOperationException($"A {left._kind} has no order against a {right._kind}.")
        : left._kind switch
        {
            DatumKind.Number => left.AsNumber.CompareTo(right.AsNumber),
            DatumKind.Text => CompareCodePoints(left.AsText, right.AsText),
            DatumKind.Raw => left.AsRaw.AsSpan().SequenceCompareTo(right.AsRaw),
            DatumKind.BinaryFloat => CompareFloat(left.AsBinaryFloat, right.AsBinaryFloat),
            DatumKind.BinaryDouble => CompareFloat(left.AsBinaryDouble, right.AsBinaryDouble),
            _ => (unchecked((long)left._low), unchecked((int)left._bits)).CompareTo((unchecked((long)right._low), unchecked((int)right._bits))),
        };

    /// <summary>NULL equals NULL here, as in grouping; zones with one instant are equal.</summary>
    public bool Equals(Datum other) => _kind == other._kind && _kind switch
    {
        DatumKind.Text => string.Equals((string)_reference!, (string)other._reference!, StringComparison.Ordinal),
        DatumKind.Raw => AsRaw.AsSpan().SequenceEqual(other.AsRaw),
        DatumKind.TimestampTz => _low == other._low && _bits == other._bits,
        _ => _low == other._low && _high == other._high && _bits == other._bits,
    };

    public override bool Equals(object? obj) => obj is Datum other && Equals(other);

    /// <summary>The same in each process.</summary>
    public override int GetHashCode() => _kind switch
    {
        DatumKind.Text => StableHash.Of((string)_reference!),
        DatumKind.Raw => StableHash.Of((byte[])_reference!),
        DatumKind.TimestampTz => StableHash.Combine(_low, ((ulong)_bits << 32) | (byte)_kind),
        _ => StableHash.Combine(_low, _high ^ ((ulong)_bits << 32) ^ (byte)_kind),
    };

    /// <summary>For people: NULL as <c>NULL</c>, numbers plain, times in ISO 8601, raw in hex.</summary>
    public override string ToString() => _kind switch
    {
        DatumKind.Null => "NULL",
        DatumKind.Number => AsNumber.ToPlainString(),
        DatumKind.Text => AsText,
        DatumKind.Date => AsDate.ToString(),
        DatumKind.Timestamp => AsTimestamp.ToString(),
        DatumKind.TimestampTz => AsTimestampTz.ToString(),
        DatumKind.IntervalYearToMonth => AsIntervalYearToMonth.ToString(),
        DatumKind.IntervalDayToSecond => AsIntervalDayToSecond.ToString(),
        DatumKind.Raw => Convert.ToHexString(AsRaw),
        DatumKind.BinaryFloat => AsBinaryFloat.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        DatumKind.BinaryDouble => AsBinaryDouble.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new UnreachableException(),
    };

    private bool Is(DatumKind kind) =>
        _kind == kind ? true : throw new InvalidOperationException($"The value is a {_kind}, not a {kind}.");

    // UTF-16 order differs from code point order where surrogates meet U+E000..U+FFFF.
    private static int CompareCodePoints(string left, string right)
    {
        var shared = Math.Min(left.Length, right.Length);
        for (var i = 0; i < shared; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a != b)
            {
                return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareFloat(double left, double right) =>
        double.IsNaN(left) ? (double.IsNaN(right) ? 0 : 1) : double.IsNaN(right) ? -1 : left.CompareTo(right);

    // -0 equals 0 and every NaN equals NaN in Oracle; one bit pattern for each.
    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value == 0 ? 0 : value;

    private static float Canonical(float value) => float.IsNaN(value) ? float.NaN : value == 0 ? 0 : value;
}
