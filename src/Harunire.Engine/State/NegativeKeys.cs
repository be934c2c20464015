namespace Harunire.Engine.State;

/// <summary>The entries whose weight is below zero at the moment; at the end of a step there must be none.</summary>
internal sealed class NegativeKeys
{
    private readonly Dictionary<ulong[], int> _keys = new(WordsComparer.Instance);

    public bool Any => _keys.Count > 0;

    /// <summary>The group of one of them.</summary>
    public ulong[] FirstGroup => _keys.First() is var (key, groupLength) ? key[..groupLength] : [];

    public void Changed(ReadOnlySpan<ulong> key, int groupLength, long before, long after)
    {
        if (after < 0 && before >= 0)
        {
            _keys.Add(key.ToArray(), groupLength);
        }
        else if (before < 0 && after >= 0)
        {
            _keys.Remove(key.ToArray());
        }
    }
}
