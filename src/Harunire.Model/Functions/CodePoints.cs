namespace Harunire.Model.Functions;

/// <summary>Characters as Oracle counts them: code points, not UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>True where a unit is a code point, in nearly all texts.</summary>
    public static bool AreUnits(ReadOnlySpan<char> text) => !text.ContainsAnyInRange('\uD800', '\uDFFF');

    public static int Count(ReadOnlySpan<char> text)
    {
        if (AreUnits(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; count++)
        {
            i += LengthAt(text, i);
        }

        return count;
    }

    /// <summary>The unit at which the code point with this number (from 0) starts; the text's length beyond its end.</summary>
    public static int UnitOf(ReadOnlySpan<char> text, long point)
    {
        if (AreUnits(text))
        {
            return (int)Math.Min(point, text.Length);
        }

        var unit = 0;
        for (var i = 0L; i < point && unit < text.Length; i++)
        {
            unit += LengthAt(text, unit);
        }

        return unit;
    }

    public static int At(ReadOnlySpan<char> text, int unit, out int length)
    {
        length = LengthAt(text, unit);
        return length == 1 ? text[unit] : char.ConvertToUtf32(text[unit], text[unit + 1]);
    }

    public static int[] Of(ReadOnlySpan<char> text)
    {
        var points = new int[Count(text)];
        for (int i = 0, unit = 0; i < points.Length; i++)
        {
            points[i] = At(text, unit, out var length);
            unit += length;
        }

        return points;
    }

    private static int LengthAt(ReadOnlySpan<char> text, int unit) =>
        char.IsHighSurrogate(text[unit]) && unit + 1 < text.Length && char.IsLowSurrogate(text[unit + 1]) ? 2 : 1;
}
