using System.Text;
using Harunire.Model.Values;
using Harunire.Sql.Bound;

namespace Harunire.Sql.Evaluation;

/// <summary>Functions of text, counted in UTF-16 units; no argument is NULL but in CONCAT and REPLACE. '' as a result is NULL.</summary>
internal static class TextOperations
{
    public static ScalarOperation? Of(ScalarFunction function) => function switch
    {
        ScalarFunction.Upper => v => Datum.FromText(v[0].AsText.ToUpperInvariant()),
        ScalarFunction.Lower => v => Datum.FromText(v[0].AsText.ToLowerInvariant()),
        ScalarFunction.Initcap => v => Datum.FromText(Initcap(v[0].AsText)),
        ScalarFunction.Length => v => Datum.FromNumber(v[0].AsText.Length),
        ScalarFunction.Substr => Substr,
        ScalarFunction.Instr => Instr,
        ScalarFunction.Trim => v => Datum.FromText(v[0].AsText.Trim(Set(v).ToCharArray())),
        ScalarFunction.Ltrim => v => Datum.FromText(v[0].AsText.TrimStart(Set(v).ToCharArray())),
        ScalarFunction.Rtrim => v => Datum.FromText(v[0].AsText.TrimEnd(Set(v).ToCharArray())),
        ScalarFunction.Lpad => v => Pad(v, left: true),
        ScalarFunction.Rpad => v => Pad(v, left: false),
        ScalarFunction.Translate => Translate,
        _ => null,
    };

    /// <summary>NULL is nothing.</summary>
    public static Datum Concat(ReadOnlySpan<Datum> values)
    {
        var text = "";
        foreach (var value in values)
        {
            text = value.IsNull ? text : text + value.AsText;
        }

        return Datum.FromText(text);
    }

    /// <summary>NULL for what is searched changes nothing; NULL for what it becomes removes it.</summary>
    public static Datum Replace(ReadOnlySpan<Datum> v) => v[0].IsNull || v[1].IsNull
        ? v[0]
        : Datum.FromText(v[0].AsText.Replace(v[1].AsText, v.Length < 3 || v[2].IsNull ? "" : v[2].AsText, StringComparison.Ordinal));

    private static string Set(ReadOnlySpan<Datum> v) => v.Length > 1 ? v[1].AsText : " ";

    private static Datum Substr(ReadOnlySpan<Datum> v)
    {
        var text = v[0].AsText;
        var position = NumberOperations.Whole(in v[1]);
        var start = position > 0 ? position - 1 : position == 0 ? 0 : text.Length + position;
        var length = v.Length > 2 ? NumberOperations.Whole(in v[2]) : long.MaxValue / 4;
        return start < 0 || start >= text.Length || length < 1
            ? Datum.Null
            : Datum.FromText(text.Substring((int)start, (int)Math.Min(length, text.Length - start)));
    }

    private static Datum Instr(ReadOnlySpan<Datum> v)
    {
        var (text, part) = (v[0].AsText, v[1].AsText);
        var position = v.Length > 2 ? NumberOperations.Whole(in v[2]) : 1;
        var occurrence = v.Length > 3 ? NumberOperations.Whole(in v[3]) : 1;
        if (occurrence < 1)
        {
            throw EvaluationErrors.Refuse(ScalarFunction.Instr, $"ORA-01428: argument '{occurrence}' is out of range");
        }

        if (position == 0)
        {
            return Datum.FromNumber(0);
        }

        var step = position > 0 ? 1 : -1;
        for (var at = position > 0 ? position - 1 : Math.Min(text.Length + position, text.Length - part.Length); at >= 0 && at <= text.Length - part.Length; at += step)
        {
            if (text.AsSpan((int)at).StartsWith(part, StringComparison.Ordinal) && --occurrence == 0)
            {
                return Datum.FromNumber(at + 1);
            }
        }

        return Datum.FromNumber(0);
    }

    private static Datum Pad(ReadOnlySpan<Datum> v, bool left)
    {
        var text = v[0].AsText;
        var fill = v.Length > 2 ? v[2].AsText : " ";
        var length = (int)Math.Clamp(NumberOperations.Whole(in v[1]), 0, 32_767);
        if (length <= text.Length)
        {
            return Datum.FromText(text[..length]);
        }

        var padding = new StringBuilder();
        while (padding.Length < length - text.Length)
        {
            padding.Append(fill);
        }

        padding.Length = length - text.Length;
        return Datum.FromText(left ? padding + text : text + padding);
    }

    private static Datum Translate(ReadOnlySpan<Datum> v)
    {
        var (from, to) = (v[1].AsText, v[2].AsText);
        var result = new StringBuilder();
        foreach (var each in v[0].AsText)
        {
            var at = from.IndexOf(each, StringComparison.Ordinal);
            if (at < 0)
            {
                result.Append(each);
            }
            else if (at < to.Length)
            {
                result.Append(to[at]);
            }
        }

        return Datum.FromText(result.ToString());
    }

    private static string Initcap(string text)
    {
        var result = new StringBuilder(text.Length);
        var inWord = false;
        foreach (var each in text)
        {
            result.Append(inWord ? char.ToLowerInvariant(each) : char.ToUpperInvariant(each));
            inWord = char.IsLetterOrDigit(each);
        }

        return result.ToString();
    }
}
