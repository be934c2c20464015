namespace Harunire.Engine.Vectors;

/// <summary>64-bit arithmetic that says where it does not fit.</summary>
internal static class WordMath
{
    public static long PowerOfTen(int power)
    {
        var result = 1L;
        for (; power > 0; power--)
        {
            result *= 10;
        }

        return result;
    }

    public static bool TryMultiply(long left, long right, out long result)
    {
        var high = Math.BigMul(left, right, out result);
        return high == result >> 63;
    }

    public static bool TryAdd(long left, long right, out long result)
    {
        result = unchecked(left + right);
        return ((left ^ result) & (right ^ result)) >= 0;
    }

    public static bool TrySubtract(long left, long right, out long result)
    {
        result = unchecked(left - right);
        return ((left ^ right) & (left ^ result)) >= 0;
    }
}
