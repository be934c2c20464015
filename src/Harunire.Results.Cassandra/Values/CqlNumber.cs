using System.Buffers.Binary;
using System.Numerics;
using Harunire.Model.Values;

namespace Harunire.Results.Cassandra.Values;

/// <summary>NUMBER as varint and decimal on the wire, without the driver's System.Decimal, which ends at 28 digits. Source: Cassandra's native protocol v5, section 6.</summary>
/// <remarks>Equal numbers give equal bytes: in a partition key, 1.0 and 1.00 would be two keys.</remarks>
internal static class CqlNumber
{
    public static byte[] WriteVarint(BigInteger value) => value.ToByteArray(isUnsigned: false, isBigEndian: true);

    public static BigInteger ReadVarint(ReadOnlySpan<byte> bytes) => new(bytes, isUnsigned: false, isBigEndian: true);

    /// <summary>A scale of 32 bits, then the unscaled value as varint; whole numbers with scale 0.</summary>
    public static byte[] WriteDecimal(OracleNumber value)
    {
        var scale = Math.Max(value.Scale, 0);
        if (!value.ToUnscaled(scale, out var unscaled))
        {
            throw new System.Diagnostics.UnreachableException("its own scale holds every number");
        }

        var bytes = new byte[4 + unscaled.GetByteCount()];
        BinaryPrimitives.WriteInt32BigEndian(bytes, scale);
        unscaled.TryWriteBytes(bytes.AsSpan(4), out _, isUnsigned: false, isBigEndian: true);
        return bytes;
    }

    /// <summary>Null where it is no NUMBER: more digits than Oracle's, or no decimal at all.</summary>
    public static OracleNumber? ReadDecimal(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 5)
        {
            return null;
        }

        var unscaled = ReadVarint(bytes[4..]);
        var scale = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return scale is >= -125 and <= 170 && FromUnscaled(unscaled, scale) is { } number ? number : null;
    }

    /// <summary>Null where the number has more digits than a NUMBER.</summary>
    public static OracleNumber? FromUnscaled(BigInteger unscaled, int scale)
    {
        var number = OracleNumber.FromBigInteger(unscaled, scale);
        return number.ToUnscaled(Math.Max(scale, number.Scale), out var again)
            && again == unscaled * BigInteger.Pow(10, Math.Max(scale, number.Scale) - scale) ? number : null;
    }
}
