using Harunire.Model.Values;

namespace Harunire.Sql.Evaluation;

/// <summary>The mask that was read last: a constant one is read once, also where it comes as a value with each row.</summary>
/// <remarks>Safe for several threads: the pair is replaced as a whole.</remarks>
internal sealed class MaskCache<T>(Func<string, T> parse)
{
    private Entry? _last;

    public T Get(in Datum mask)
    {
        var text = mask.AsText;
        var last = _last;
        if (last is null || !string.Equals(last.Text, text, StringComparison.Ordinal))
        {
            _last = last = new Entry(text, parse(text));
        }

        return last.Mask;
    }

    private sealed record Entry(string Text, T Mask);
}
