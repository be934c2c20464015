using System.Text;
using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Functions;

/// <summary>Oracle's text functions: null is NULL, '' never comes out, characters are code points.</summary>
/// <remarks>Source: Oracle Database SQL Language Reference, "Character Functions". Arguments that are NULL give NULL where not said otherwise.</remarks>
public static class OracleText
{
    /// <summary>left || right: NULL is ''.</summary>
    public static string? Concat(string? left, string? right) => OrNull(string.Concat(left, right));

    public static string? Upper(string? text) => text?.ToUpperInvariant();

    public static string? Lower(string? text) => text?.ToLowerInvariant();

    /// <summary>Words, which end at what is neither letter nor digit, with a capital in front.</summary>
    public static string? Initcap(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append((inWord ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString());
            inWord = Rune.IsLetterOrDigit(rune);
        }

        return result.ToString();
    }

    public static long? Length(string? text) => string.IsNullOrEmpty(text) ? null : CodePoints.Count(text);

    /// <summary>From a position (0 is 1; negative: counted from the end) to the end or for a length; NULL where nothing is left.</summary>
    public static string? Substr(string? text, long position, long? length = null)
    {
        if (string.IsNullOrEmpty(text) || length < 1)
        {
            return null;
        }

        long start;
        if (position < 0)
        {
            start = CodePoints.Count(text) + position;
            if (start < 0)
            {
                return null;
            }
        }
        else
        {
            start = Math.Max(position - 1, 0);
        }

        var from = CodePoints.UnitOf(text, start);
        var rest = text.AsSpan(from);
        return OrNull(new string(length is { } count ? rest[..CodePoints.UnitOf(rest, count)] : rest));
    }

    /// <summary>Where the n-th occurrence starts, from 1; 0 where there is none. A negative position searches backwards from there; ORA-01428 for n below 1.</summary>
    public static long? Instr(string? text, string? search, long position = 1, long occurrence = 1)
    {
        if (string.IsNullOrEmpty(text) || string.IsNullOrEmpty(search))
        {
            return null;
        }

        if (occurrence < 1)
        {
            throw new HarunireException(ValueErrors.ArgumentOutOfRange, $"ORA-01428: argument '{occurrence}' is out of range: INSTR's occurrence");
        }

        if (position == 0)
        {
            return 0;
        }

        var found = position > 0
            ? FindForward(text, search, CodePoints.UnitOf(text, position - 1), occurrence)
            : FindBackward(text, search, CodePoints.Count(text) + position, occurrence);
        return found < 0 ? 0 : CodePoints.Count(text.AsSpan(0, found)) + 1;
    }

    public static string? Trim(string? text, string? set = " ") => Rtrim(Ltrim(text, set), set);

    public static string? Ltrim(string? text, string? set = " ")
    {
        if (text is null || string.IsNullOrEmpty(set))
        {
            return null;
        }

        var points = CodePoints.Of(set);
        var start = 0;
        while (start < text.Length && Array.IndexOf(points, CodePoints.At(text, start, out var length)) >= 0)
        {
            start += length;
        }

        return OrNull(text[start..]);
    }

    public static string? Rtrim(string? text, string? set = " ")
    {
        if (text is null || string.IsNullOrEmpty(set))
        {
            return null;
        }

        var points = CodePoints.Of(set);
        var end = text.Length;
        while (end > 0)
        {
            var length = end > 1 && char.IsLowSurrogate(text[end - 1]) && char.IsHighSurrogate(text[end - 2]) ? 2 : 1;
            if (Array.IndexOf(points, CodePoints.At(text, end - length, out _)) < 0)
            {
                break;
            }

            end -= length;
        }

        return OrNull(text[..end]);
    }

    /// <summary>Filled on the left to a length, or cut to it from the right.</summary>
    public static string? Lpad(string? text, long length, string? pad = " ") => Pad(text, length, pad, left: true);

    /// <summary>Filled or cut on the right.</summary>
    public static string? Rpad(string? text, long length, string? pad = " ") => Pad(text, length, pad, left: false);

    /// <summary>A NULL search changes nothing, a NULL replacement removes.</summary>
    public static string? Replace(string? text, string? search, string? replacement = null) =>
        text is null || string.IsNullOrEmpty(search) ? text : OrNull(text.Replace(search, replacement ?? "", StringComparison.Ordinal));

    /// <summary>Each character of the first set becomes its fellow of the second; those without one go.</summary>
    public static string? Translate(string? text, string? from, string? to)
    {
        if (text is null || string.IsNullOrEmpty(from) || string.IsNullOrEmpty(to))
        {
            return null;
        }

        var (sources, targets) = (CodePoints.Of(from), CodePoints.Of(to));
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var index = Array.IndexOf(sources, CodePoints.At(text, i, out var length));
            if (index < 0)
            {
                result.Append(text, i, length);
            }
            else if (index < targets.Length)
            {
                result.Append(targets[index] < 0x10000 ? ((char)targets[index]).ToString() : char.ConvertFromUtf32(targets[index]));
            }

            i += length;
        }

        return OrNull(result.ToString());
    }

    /// <summary>The order of CHAR: the shorter is filled with blanks. By code points (BINARY).</summary>
    public static int ComparePadded(string left, string right)
    {
        var shared = Math.Min(left.Length, right.Length);
        var order = Datum.Compare(Datum.FromText("." + left[..shared]), Datum.FromText("." + right[..shared]));
        if (order != 0)
        {
            return order;
        }

        var longer = left.Length > shared ? left : right;
        var rest = longer.AsSpan(shared);
        var other = rest.IndexOfAnyExcept(' ');
        return other < 0 ? 0 : (rest[other] > ' ' ? 1 : -1) * (left.Length > shared ? 1 : -1);
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static int FindForward(string text, string search, int start, long occurrence)
    {
        var found = start - 1;
        while (occurrence-- > 0)
        {
            found = found + 1 > text.Length ? -1 : text.IndexOf(search, found + 1, StringComparison.Ordinal);
            if (found < 0)
            {
                return -1;
            }
        }

        return found;
    }

    private static int FindBackward(string text, string search, long lastPoint, long occurrence)
    {
        if (lastPoint < 0)
        {
            return -1;
        }

        for (var unit = CodePoints.UnitOf(text, lastPoint); unit >= 0; unit--)
        {
            if (string.CompareOrdinal(text, unit, search, 0, search.Length) == 0 && --occurrence == 0)
            {
                return unit;
            }
        }

        return -1;
    }

    private static string? Pad(string? text, long length, string? pad, bool left)
    {
        if (string.IsNullOrEmpty(text) || string.IsNullOrEmpty(pad) || length < 1)
        {
            return null;
        }

        // VARCHAR2 ends at 32,767: a longer result can't be meant.
        var count = (int)Math.Min(length, 32_767);
        var missing = count - CodePoints.Count(text);
        if (missing <= 0)
        {
            return text[..CodePoints.UnitOf(text, count)];
        }

        var padLength = CodePoints.Count(pad);
        var fill = new StringBuilder();
        for (var i = 0; i < missing / padLength; i++)
        {
            fill.Append(pad);
        }

        fill.Append(pad, 0, CodePoints.UnitOf(pad, missing % padLength));
        return left ? fill + text : text + fill;
    }
}
