using Harunire.Model.Errors;
using Harunire.Model.Values;

namespace Harunire.Model.Functions;

/// <summary>A pattern of LIKE, read once: % is any text, _ one character, the escape takes the meaning from %, _ and itself.</summary>
/// <remarks>Source: Oracle Database SQL Language Reference, "LIKE Condition". NULL as text or pattern is the caller's: unknown.</remarks>
public sealed class LikePattern
{
    private const int AnyText = -1;
    private const int AnyCharacter = -2;

    private readonly int[] _elements;

    private LikePattern(int[] elements) => _elements = elements;

    /// <summary>ORA-01425 or ORA-01424 for a bad escape.</summary>
    public static LikePattern Parse(string pattern, string? escape = null)
    {
        var points = CodePoints.Of(pattern);
        var escapePoint = int.MinValue;
        if (escape is not null)
        {
            var escapes = CodePoints.Of(escape);
            escapePoint = escapes.Length == 1
                ? escapes[0]
                : throw new HarunireException(ValueErrors.InvalidEscape, $"ORA-01425: escape character must be character string of length 1: '{escape}'");
        }

        var elements = new List<int>(points.Length);
        for (var i = 0; i < points.Length; i++)
        {
            var point = points[i];
            if (point == escapePoint)
            {
                i++;
                elements.Add(i < points.Length && (points[i] is '%' or '_' || points[i] == escapePoint)
                    ? points[i]
                    : throw new HarunireException(ValueErrors.InvalidEscape, $"ORA-01424: missing or illegal character following the escape character: '{pattern}'"));
            }
            else
            {
                elements.Add(point switch { '%' => AnyText, '_' => AnyCharacter, _ => point });
            }
        }

        return new LikePattern([.. elements]);
    }

    public bool Matches(string text)
    {
        int start = 0, element = 0, lastAny = -1, retry = 0;
        while (start < text.Length)
        {
            var point = CodePoints.At(text, start, out var length);
            if (element < _elements.Length && _elements[element] == AnyText)
            {
                lastAny = element++;
                retry = start;
            }
            else if (element < _elements.Length && (_elements[element] == AnyCharacter || _elements[element] == point))
            {
                element++;
                start += length;
            }
            else if (lastAny >= 0)
            {
                // The last % takes one character more.
                element = lastAny + 1;
                CodePoints.At(text, retry, out var step);
                retry += step;
                start = retry;
            }
            else
            {
                return false;
            }
        }

        while (element < _elements.Length && _elements[element] == AnyText)
        {
            element++;
        }

        return element == _elements.Length;
    }
}
